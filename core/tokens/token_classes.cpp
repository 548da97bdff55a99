// SPDX-License-Identifier: Apache-2.0
#include "core/tokens/token_classes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include "core/base/files.h"
#include "core/tokens/indexed_text.h"
#include "core/tokens/token_pattern.h"
#include "core/tokens/words.h"

namespace tamiz {

namespace {

constexpr std::size_t kMaxClasses = 64;
constexpr std::uint64_t kMaxListBytes = 64U << 20;
constexpr std::string_view kCapitalized = "capitalized";

constexpr std::array kPropertyNames {
    PropertyName { "punctuation", "[:P:]", "Unicode punctuation: . , ; ( ) ¿ « -" },
    PropertyName { "symbols", "[:S:]", "Unicode symbols: + = < $ € ° ^" },
    PropertyName { "digits", "[:Nd:]", "decimal digits of any script" },
    PropertyName { "numbers", "[:N:]", "digits, and numerals such as ½ ² Ⅳ" },
    PropertyName { "letters", "[[:L:][:M:]]", "letters of any script, with their marks" },
    PropertyName { "uppercase", "[:Lu:]", "tokens in capitals throughout" },
    PropertyName { "lowercase", "[[:Ll:][:M:]]", "tokens in small letters throughout" },
    PropertyName { "capitalized", "[[:L:][:M:]]", "words that begin with a capital letter" },
    PropertyName { "emoji", "[[:Extended_Pictographic:][:Emoji_Modifier:][:RI:]\\u200D\\uFE0F]",
                   "emoji and their modifiers" },
    PropertyName { "whitespace", "[:White_Space:]", "blanks, tabs and line ends" },
};

/// The spans of one class in a text, whatever its kind.
struct CompiledClass
{
    TokenClass settings;
    std::unique_ptr<icu::UnicodeSet> set; ///< Property
    bool isWordInitial = false; ///< Property "capitalized"
    std::unique_ptr<TokenPattern> pattern; ///< Pattern
    std::optional<WordList> words; ///< Words
};

Result<std::unique_ptr<icu::UnicodeSet>> compileProperty(const std::string &expression,
                                                         const std::string &where)
{
    std::string pattern = expression;
    for (const PropertyName &known : kPropertyNames) {
        if (expression == known.name)
            pattern = known.unicodeSet;
    }
    // "Lu" or "Han" for short.
    if (pattern.find_first_of("[\\:") == std::string::npos)
        pattern = "[:" + pattern + ":]";
    UErrorCode status = U_ZERO_ERROR;
    auto set = std::make_unique<icu::UnicodeSet>(icu::UnicodeString::fromUTF8(pattern), status);
    if (U_FAILURE(status) || set->isEmpty()) {
        std::string names;
        for (const PropertyName &known : kPropertyNames)
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        return fail(ErrorCode::InvalidInput,
                    "'" + expression + "' is not a Unicode property"
                        + (U_FAILURE(status) ? std::string(" (") + u_errorName(status) + ")" : ""),
                    where, "Use one of " + names + ", or a UnicodeSet such as [:Lu:]");
    }
    set->freeze();
    return set;
}

Result<WordList> compileWords(const TokenClass &settings, const WordBreaker &breaker,
                              const std::string &where)
{
    WordList list(settings.caseSensitive);
    for (const std::string &word : settings.words)
        list.add(breaker, word);
    if (!settings.wordsFile.empty()) {
        auto content = readFile(settings.wordsFile, kMaxListBytes);
        if (!content)
            return failWith(std::move(content).error(), "reading " + where + ".words_file");
        for (std::size_t begin = 0; begin < content->size();) {
            const std::size_t end = std::min(content->find('\n', begin), content->size());
            list.add(breaker, std::string_view(*content).substr(begin, end - begin));
            begin = end + 1;
        }
    }
    if (list.isEmpty())
        return fail(ErrorCode::InvalidInput, "the word list is empty", where + ".words");
    return list;
}

Result<CompiledClass> compile(const TokenClass &settings, const WordBreaker &breaker,
                              const std::string &where)
{
    CompiledClass compiled;
    compiled.settings = settings;
    switch (settings.kind) {
    case TokenClassKind::Property: {
        TAMIZ_TRY(compiled.set, compileProperty(settings.expression, where + ".expression"));
        compiled.isWordInitial = settings.expression == kCapitalized;
        break;
    }
    case TokenClassKind::Pattern: {
        TAMIZ_TRY(compiled.pattern,
                  TokenPattern::compile(settings.expression, settings.caseSensitive,
                                        where + ".expression"));
        break;
    }
    case TokenClassKind::Words: {
        TAMIZ_TRY(compiled.words, compileWords(settings, breaker, where));
        break;
    }
    case TokenClassKind::Frequency:
    case TokenClassKind::Any:
        break;
    }
    return compiled;
}

bool isCapital(char32_t c)
{
    const auto type = u_charType(static_cast<UChar32>(c));
    return type == U_UPPERCASE_LETTER || type == U_TITLECASE_LETTER;
}

/// Runs of letters and marks that begin with a capital.
std::vector<CodePointSpan> capitalizedRuns(const icu::UnicodeSet &letters,
                                           const std::u32string &text)
{
    std::vector<CodePointSpan> runs;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && letters.contains(static_cast<UChar32>(text[end])))
            ++end;
        if (end > i && isCapital(text[i]))
            runs.push_back({ static_cast<std::int64_t>(i), static_cast<std::int64_t>(end) });
        i = std::max(end, i + 1);
    }
    return runs;
}

} // namespace

struct TokenClassifier::Compiled
{
    std::vector<CompiledClass> classes;
    WordBreaker breaker;
    std::unordered_map<std::u16string, double> shares; ///< of the training words, by Word::key

    void countWords(const ForEachText &texts);
    void mark(const CompiledClass &one, const IndexedText &text, const std::vector<Word> &words,
              std::uint64_t bit, std::vector<std::uint64_t> &marks) const;
    bool needsWords() const;
};

void TokenClassifier::Compiled::countWords(const ForEachText &texts)
{
    std::unordered_map<std::u16string, std::int64_t> counts;
    std::int64_t total = 0;
    texts([&](std::string_view text) {
        for (const Word &word : breaker.split(IndexedText(text))) {
            if (word.isLexical) {
                ++counts[word.key];
                ++total;
            }
        }
    });
    for (const auto &[key, count] : counts)
        shares[key] = static_cast<double>(count) / static_cast<double>(total);
}

bool TokenClassifier::Compiled::needsWords() const
{
    return std::any_of(classes.begin(), classes.end(), [](const CompiledClass &one) {
        return one.settings.kind == TokenClassKind::Words
            || one.settings.kind == TokenClassKind::Frequency;
    });
}

/// Sets @p bit at every code point of the class.
void TokenClassifier::Compiled::mark(const CompiledClass &one, const IndexedText &text,
                                     const std::vector<Word> &words, std::uint64_t bit,
                                     std::vector<std::uint64_t> &marks) const
{
    const auto markSpans = [&](const std::vector<CodePointSpan> &spans) {
        for (const CodePointSpan &span : spans) {
            for (std::int64_t i = span.begin; i < span.end; ++i)
                marks[static_cast<std::size_t>(i)] |= bit;
        }
    };
    const std::u32string &codePoints = text.codePoints();
    switch (one.settings.kind) {
    case TokenClassKind::Any:
        for (std::uint64_t &mask : marks)
            mask |= bit;
        break;
    case TokenClassKind::Property:
        if (one.isWordInitial) {
            markSpans(capitalizedRuns(*one.set, codePoints));
            break;
        }
        for (std::size_t i = 0; i < codePoints.size(); ++i) {
            if (one.set->contains(static_cast<UChar32>(codePoints[i])))
                marks[i] |= bit;
        }
        break;
    case TokenClassKind::Pattern:
        markSpans(one.pattern->find(text));
        break;
    case TokenClassKind::Words:
        markSpans(one.words->find(words));
        break;
    case TokenClassKind::Frequency:
        for (const Word &word : words) {
            const auto found = shares.find(word.key);
            const double share = found == shares.end() ? 0 : found->second;
            if (word.isLexical && share >= one.settings.minShare && share <= one.settings.maxShare)
                markSpans({ word.span });
        }
        break;
    }
}

std::span<const PropertyName> propertyNames()
{
    return kPropertyNames;
}

std::vector<TokenClass> defaultTokenClasses()
{
    std::vector<TokenClass> classes;
    for (const PropertyName &property : kPropertyNames) {
        if (property.name != std::string_view("whitespace")) {
            TokenClass one;
            one.name = property.name;
            one.expression = property.name;
            classes.push_back(std::move(one));
        }
    }
    return classes;
}

TokenClassifier::TokenClassifier(std::unique_ptr<Compiled> compiled)
    : m_compiled(std::move(compiled))
{
}
TokenClassifier::TokenClassifier(TokenClassifier &&) noexcept = default;
TokenClassifier &TokenClassifier::operator=(TokenClassifier &&) noexcept = default;
TokenClassifier::~TokenClassifier() = default;

Result<TokenClassifier> TokenClassifier::build(const std::vector<TokenClass> &classes,
                                               const ForEachText &texts)
{
    if (classes.size() > kMaxClasses) {
        return fail(ErrorCode::InvalidInput,
                    std::to_string(classes.size()) + " classes, at most "
                        + std::to_string(kMaxClasses) + " are possible",
                    "masking.classes");
    }
    TAMIZ_TRY(WordBreaker breaker, WordBreaker::create());
    auto compiled = std::make_unique<Compiled>(Compiled { {}, std::move(breaker), {} });
    bool needsShares = false;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        TAMIZ_TRY(
            CompiledClass one,
            compile(classes[i], compiled->breaker, "masking.classes[" + std::to_string(i) + "]"));
        compiled->classes.push_back(std::move(one));
        needsShares = needsShares || classes[i].kind == TokenClassKind::Frequency;
    }
    if (needsShares)
        compiled->countWords(texts);
    return TokenClassifier(std::move(compiled));
}

std::size_t TokenClassifier::classCount() const
{
    return m_compiled->classes.size();
}

const std::string &TokenClassifier::className(std::size_t index) const
{
    return m_compiled->classes.at(index).settings.name;
}

std::vector<std::uint64_t> TokenClassifier::classify(std::string_view text,
                                                     const std::vector<CodePointSpan> &tokens) const
{
    std::vector<std::uint64_t> masks(tokens.size(), 0);
    if (m_compiled->classes.empty() || text.empty())
        return masks;

    const IndexedText indexed(text);
    const std::vector<Word> words
        = m_compiled->needsWords() ? m_compiled->breaker.split(indexed) : std::vector<Word> {};
    std::vector<std::uint64_t> marks(indexed.codePoints().size(), 0);
    for (std::size_t i = 0; i < m_compiled->classes.size(); ++i)
        m_compiled->mark(m_compiled->classes[i], indexed, words, std::uint64_t { 1 } << i, marks);

    for (std::size_t t = 0; t < tokens.size(); ++t) {
        const auto length = static_cast<std::int64_t>(marks.size());
        const std::int64_t end = std::min(tokens[t].end, length);
        std::uint64_t inAll = ~std::uint64_t { 0 }; // of every code point
        std::uint64_t inVisible = ~std::uint64_t { 0 }; // of those that are not white space
        bool hasAny = false;
        bool hasVisible = false;
        for (std::int64_t i = std::max<std::int64_t>(tokens[t].begin, 0); i < end; ++i) {
            const auto at = static_cast<std::size_t>(i);
            hasAny = true;
            inAll &= marks[at];
            if (!u_isUWhiteSpace(static_cast<UChar32>(indexed.codePoints()[at]))) {
                hasVisible = true;
                inVisible &= marks[at];
            }
        }
        masks[t] = hasVisible ? inVisible : hasAny ? inAll : 0;
    }
    return masks;
}

std::vector<std::string> TokenClassifier::exhaustedPatterns() const
{
    std::vector<std::string> names;
    for (const CompiledClass &one : m_compiled->classes) {
        if (one.pattern && one.pattern->isExhausted())
            names.push_back(one.settings.name);
    }
    return names;
}

} // namespace tamiz
