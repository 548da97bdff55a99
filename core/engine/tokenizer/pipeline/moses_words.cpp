// SPDX-License-Identifier: Apache-2.0
// Source: sacremoses, tokenize.py: a row of substitutions, each over what the one before left.
#include "core/engine/tokenizer/pipeline/moses_words.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "core/engine/tokenizer/pipeline/moses_classes.h"
#include "core/engine/tokenizer/pipeline/moses_dots.h"
#include "core/engine/tokenizer/pipeline/rewriting.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

using IsKind = bool (*)(char32_t);

/// One blank for each run of white space, none at either end; control characters go.
AlignedText cleaned(const AlignedText &text)
{
    const AlignedText blanked
        = rewritten(text, [&text](std::size_t at, AlignedText &out) -> std::size_t {
              std::size_t end = at;
              while (end < text.size() && isPythonSpace(text.text[end]))
                  ++end;
              if (end > at) {
                  out.append(U' ', text.originOf({ at, end }));
                  return end - at;
              }
              return text.text[at] < 0x20 ? 1 : 0;
          });
    const std::size_t first = std::min(blanked.text.find_first_not_of(U' '), blanked.size());
    const std::size_t last = blanked.text.find_last_not_of(U' ');
    AlignedText stripped;
    stripped.append(blanked, { first, last == std::u32string::npos ? first : last + 1 });
    return stripped;
}

/// Signs stand by themselves, but those that later steps look at.
AlignedText padded(const AlignedText &text)
{
    constexpr std::u32string_view kLater = U" .'`,-";
    return rewritten(text, [&](std::size_t at, AlignedText &out) -> std::size_t {
        const char32_t c = text.text[at];
        if (isMosesWordCharacter(c) || kLater.find(c) != std::u32string_view::npos)
            return 0;
        for (const char32_t written : { U' ', c, U' ' })
            out.append(written, text.origins[at]);
        return 1;
    });
}

/// "foo-bar" -> "foo @-@ bar"
AlignedText withCutHyphens(const AlignedText &text)
{
    return rewritten(text, [&text](std::size_t at, AlignedText &out) -> std::size_t {
        const bool isWithin = text.text[at] == U'-' && at > 0 && at + 1 < text.size()
            && isMosesWordCharacter(text.text[at - 1]) && isMosesWordCharacter(text.text[at + 1]);
        if (!isWithin)
            return 0;
        for (const char32_t c : { U' ', U'@', U'-', U'@', U' ' })
            out.append(c, text.origins[at]);
        return 1;
    });
}

/// What stands on both sides of a mark; null = anything, the text's end too, and not used up.
struct Sides
{
    IsKind before = nullptr;
    IsKind after = nullptr;
};

/// A blank before each @p mark between such sides and, with @p cutsAfter, one behind it. Matches use
/// their sides up, as those of a regular expression do.
AlignedText cutAt(AlignedText text, char32_t mark, Sides sides, bool cutsAfter = true)
{
    if (text.text.find(mark) == std::u32string::npos)
        return text;
    return rewritten(text, [&](std::size_t at, AlignedText &out) -> std::size_t {
        const std::size_t place = at + (sides.before ? 1 : 0);
        const std::size_t end = place + (sides.after ? 2 : 1);
        if (end > text.size() || text.text[place] != mark
            || (sides.before && !sides.before(text.text[at]))
            || (sides.after && !sides.after(text.text[end - 1])))
            return 0;
        out.append(text, { at, place });
        out.append(U' ', text.origins[place]);
        out.append(text, { place, place + 1 });
        if (cutsAfter)
            out.append(U' ', text.origins[place]);
        out.append(text, { place + 1, end });
        return end - at;
    });
}

bool isNoNumber(char32_t c)
{
    return !isMosesNumber(c);
}

bool isNotAlphabetic(char32_t c)
{
    return !isMosesAlphabetic(c);
}

bool isNeither(char32_t c)
{
    return isNoNumber(c) && isNotAlphabetic(c);
}

bool isS(char32_t c)
{
    return c == U's';
}

/// Commas stand by themselves, but not within a number.
AlignedText withCutCommas(AlignedText text)
{
    text = cutAt(std::move(text), U',', { .before = isNoNumber });
    text = cutAt(std::move(text), U',', { .after = isNoNumber });
    const bool endsNumber
        = text.text.ends_with(U',') && text.size() > 1 && isMosesNumber(text.text[text.size() - 2]);
    if (endsNumber) {
        const CodePointSpan comma = text.origins.back();
        text.text.back() = U' ';
        text.append(U',', comma);
    }
    return text;
}

/// Contractions begin with their apostrophe; elsewhere it stands by itself.
AlignedText withCutApostrophes(AlignedText text)
{
    text = cutAt(std::move(text), U'\'', { isNotAlphabetic, isNotAlphabetic });
    text = cutAt(std::move(text), U'\'', { isNeither, isMosesAlphabetic });
    text = cutAt(std::move(text), U'\'', { isMosesAlphabetic, isNotAlphabetic });
    text = cutAt(std::move(text), U'\'', { isMosesAlphabetic, isMosesAlphabetic }, false);
    return cutAt(std::move(text), U'\'', { isMosesNumber, isS }, false);
}

std::vector<TextRange> betweenBlanks(const std::u32string &text)
{
    std::vector<TextRange> words;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(U' ', at), text.size());
        if (end > at)
            words.push_back({ at, end });
        at = end + 1;
    }
    return words;
}

/// Words that keep a full stop behind them -> whether only before a number.
const std::unordered_map<std::string_view, bool> &prefixes()
{
    static const std::unordered_map<std::string_view, bool> kPrefixes = [] {
        constexpr std::string_view kList =
#include "core/engine/tokenizer/pipeline/moses_prefixes.inc"
            ;
        std::unordered_map<std::string_view, bool> found;
        for (std::size_t at = 0; at < kList.size();) {
            const std::size_t end = kList.find(' ', at);
            const bool isNumeric = kList[end - 1] == '#';
            found.emplace(kList.substr(at, end - at - (isNumeric ? 1 : 0)), isNumeric);
            at = end + 1;
        }
        return found;
    }();
    return kPrefixes;
}

/// Whether the full stop at the end of a word belongs to it. @p next is the word behind it, empty for the
/// last one.
bool keepsFullStop(std::u32string_view prefix, std::u32string_view next)
{
    if (prefix.find(U'.') != std::u32string_view::npos
        && std::any_of(prefix.begin(), prefix.end(), isMosesAlphabetic))
        return true;
    if (!next.empty() && isMosesLower(next.front()))
        return true;
    constexpr std::size_t kLongestPrefix = 16;
    if (prefix.size() > kLongestPrefix)
        return false;
    const auto found = prefixes().find(encodeUtf8(prefix));
    if (found == prefixes().end())
        return false;
    return !found->second || (!next.empty() && next.front() >= U'0' && next.front() <= U'9');
}

std::vector<TextRange> withCutFullStops(const std::u32string &text,
                                        const std::vector<TextRange> &words)
{
    const auto wordAt = [&](std::size_t index) {
        return index < words.size() ? std::u32string_view(text).substr(
                   words[index].begin, words[index].end - words[index].begin)
                                    : std::u32string_view();
    };
    std::vector<TextRange> cut;
    cut.reserve(words.size());
    for (std::size_t i = 0; i < words.size(); ++i) {
        const TextRange word = words[i];
        const std::u32string_view content = wordAt(i);
        const bool isCut = content.size() > 1 && content.back() == U'.'
            && !keepsFullStop(content.substr(0, content.size() - 1), wordAt(i + 1));
        if (!isCut) {
            cut.push_back(word);
            continue;
        }
        cut.push_back({ word.begin, word.end - 1 });
        cut.push_back({ word.end - 1, word.end });
    }
    return cut;
}

/// A full stop and an apostrophe that end the text.
void cutLastWord(const std::u32string &text, std::vector<TextRange> &words)
{
    if (words.empty())
        return;
    const TextRange last = words.back();
    const auto content = std::u32string_view(text).substr(last.begin, last.end - last.begin);
    if (!content.ends_with(U".'"))
        return;
    words.pop_back();
    if (content.size() > 2)
        words.push_back({ last.begin, last.end - 2 });
    words.push_back({ last.end - 2, last.end - 1 });
    words.push_back({ last.end - 1, last.end });
}

std::u32string_view entityOf(char32_t c)
{
    switch (c) {
    case U'&':
        return U"&amp;";
    case U'|':
        return U"&#124;";
    case U'<':
        return U"&lt;";
    case U'>':
        return U"&gt;";
    case U'\'':
        return U"&apos;";
    case U'"':
        return U"&quot;";
    case U'[':
        return U"&#91;";
    case U']':
        return U"&#93;";
    default:
        return {};
    }
}

AlignedText escaped(const AlignedText &text)
{
    return rewritten(text, [&text](std::size_t at, AlignedText &out) -> std::size_t {
        const std::u32string_view entity = entityOf(text.text[at]);
        for (const char32_t c : entity)
            out.append(c, text.origins[at]);
        return entity.empty() ? 0 : 1;
    });
}

} // namespace

Words mosesWords(AlignedText text)
{
    text = withCutHyphens(padded(cleaned(text)));
    text = withCutApostrophes(withCutCommas(withMarkedDots(text)));
    std::vector<TextRange> ranges = withCutFullStops(text.text, betweenBlanks(text.text));
    cutLastWord(text.text, ranges);

    Words words;
    for (const TextRange &range : ranges) {
        AlignedText word;
        word.append(text, range);
        word = escaped(withPlainDots(word));
        const std::size_t begin = words.text.size();
        words.text.append(word, { 0, word.size() });
        words.ranges.push_back({ begin, words.text.size() });
    }
    return words;
}

} // namespace tamiz::engine
