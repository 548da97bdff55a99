// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pipeline/regex_finder.h"

#include <memory>

#include <unicode/regex.h>

#include "core/engine/tokenizer/pipeline/byte_level.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::string_view kGpt2Pattern
    = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

/// The classes of Oniguruma's Unicode tables, which ICU's shorthands differ from.
const char *classOf(char escape, bool isInSet)
{
    switch (escape) {
    case 's':
        return R"(\p{White_Space})";
    case 'S':
        return R"(\P{White_Space})";
    case 'w': // outside of a set with the fractions and raised digits of Latin-1, a leftover there
        return isInSet ? R"([\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])"
                       : R"([\p{Alphabetic}\p{M}\p{Nd}\p{Pc}²³¹¼½¾])";
    case 'W':
        return isInSet ? R"([^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])"
                       : R"([^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}²³¹¼½¾])";
    default:
        return nullptr;
    }
}

/// The pattern for ICU; empty when it would mean something else there.
std::string translated(const std::string &pattern)
{
    std::string out;
    int sets = 0; // that are open
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\' && i + 1 < pattern.size()) {
            const char escape = pattern[++i];
            const char *replacement = classOf(escape, sets > 0);
            if (escape == 'h' || escape == 'H')
                return {}; // hexadecimal digits there, blanks here
            out += replacement ? std::string(replacement) : std::string { '\\', escape };
            // The braces of \p{N} are no repetition.
            const std::size_t close
                = escape == 'p' || escape == 'P' ? pattern.find('}', i) : std::string::npos;
            if (close != std::string::npos && i + 1 < pattern.size() && pattern[i + 1] == '{') {
                out += pattern.substr(i + 1, close - i);
                i = close;
            }
            continue;
        }
        if (pattern.compare(i, 2, "}+") == 0)
            return {}; // {1,3}+ repeats again there and is possessive here
        sets += pattern[i] == '[' ? 1 : pattern[i] == ']' ? -1 : 0;
        out += pattern[i];
    }
    return out;
}

std::vector<TextMatch> findAll(const icu::RegexPattern &pattern, std::u32string_view text)
{
    // 10,000 steps each; patterns in use take some ten steps a character. The text may be one of very
    // many words, each of which takes its time.
    constexpr std::int32_t kLeastTicks = 10;
    constexpr std::int32_t kCharactersPerTick = 20;
    std::vector<TextMatch> matches;
    const auto size = static_cast<std::int32_t>(text.size());
    const icu::UnicodeString units
        = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32 *>(text.data()), size);
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::RegexMatcher> matcher(pattern.matcher(units, status));
    if (U_SUCCESS(status))
        matcher->setTimeLimit(kLeastTicks + size / kCharactersPerTick, status);

    std::int32_t unit = 0;
    std::size_t at = 0; // the code point of unit
    const auto codePointAt = [&](std::int32_t wanted) {
        while (unit < wanted) {
            unit += text[at] > 0xFFFF ? 2 : 1;
            ++at;
        }
        return at;
    };
    std::size_t done = 0;
    std::size_t lastEnd = std::u32string_view::npos;
    while (U_SUCCESS(status) && matcher->find(status) && U_SUCCESS(status)) {
        const std::size_t begin = codePointAt(matcher->start(status));
        const std::size_t end = codePointAt(matcher->end(status));
        // Oniguruma's bindings give no empty match right after another.
        if (begin == end && begin == lastEnd)
            continue;
        lastEnd = end;
        if (done < begin)
            matches.push_back({ { done, begin }, false });
        matches.push_back({ { begin, end }, true });
        done = end;
    }
    if (done < text.size())
        matches.push_back({ { done, text.size() }, false });
    return matches;
}

std::vector<TextMatch> findGpt2Words(std::u32string_view text)
{
    std::vector<TextMatch> matches;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = gpt2WordEnd(text, begin);
        matches.push_back({ { begin, end }, true });
        begin = end;
    }
    return matches;
}

} // namespace

Result<FindMatches> matchRegex(const std::string &pattern, const std::string &where)
{
    if (pattern == kGpt2Pattern)
        return FindMatches(findGpt2Words);
    const std::string forIcu = translated(pattern);
    UErrorCode status = forIcu.empty() ? U_REGEX_UNIMPLEMENTED : U_ZERO_ERROR;
    UParseError place {};
    std::shared_ptr<const icu::RegexPattern> compiled;
    if (U_SUCCESS(status))
        compiled.reset(icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(forIcu),
                                                  UREGEX_MULTILINE | UREGEX_UNIX_LINES, place,
                                                  status));
    if (U_FAILURE(status)) {
        return fail(ErrorCode::Unsupported,
                    "the regular expression '" + pattern.substr(0, 200) + "' is not supported ("
                        + u_errorName(status) + ")",
                    where);
    }
    return FindMatches([compiled = std::move(compiled)](std::u32string_view text) {
        return findAll(*compiled, text);
    });
}

FindMatches matchText(std::u32string text)
{
    return [text = std::move(text)](std::u32string_view in) {
        std::vector<TextMatch> matches;
        std::size_t done = 0;
        for (std::size_t at = text.empty() ? in.npos : in.find(text); at != in.npos;
             at = in.find(text, done)) {
            if (done < at)
                matches.push_back({ { done, at }, false });
            done = at + text.size();
            matches.push_back({ { at, done }, true });
        }
        if (done < in.size())
            matches.push_back({ { done, in.size() }, false });
        return matches;
    };
}

} // namespace tamiz::engine
