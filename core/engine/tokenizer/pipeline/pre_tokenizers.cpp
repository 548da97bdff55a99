// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, pre_tokenizers.
#include "core/engine/tokenizer/pipeline/pre_tokenizers.h"

#include <algorithm>

#include "core/engine/tokenizer/bert_normalizer.h"
#include "core/engine/tokenizer/character_classes.h"
#include "core/engine/tokenizer/pipeline/byte_level.h"

namespace tamiz::engine {

namespace {

PreTokenizer cutAt(std::function<bool(char32_t)> isDelimiter, SplitBehavior behavior)
{
    return [find = matchCodePoints(std::move(isDelimiter)), behavior](Words &words) {
        splitWords(words, find, behavior);
    };
}

FindMatches inverted(FindMatches find)
{
    return [find = std::move(find)](std::u32string_view text) {
        std::vector<TextMatch> matches = find(text);
        for (TextMatch &match : matches)
            match.isDelimiter = !match.isDelimiter;
        return matches;
    };
}

/// Runs of word characters, and of what is neither that nor white space.
std::vector<TextMatch> findWordRuns(std::u32string_view text)
{
    enum class Kind { Word, Space, Other };
    const auto kindOf = [](char32_t c) {
        if (isWordCharacter(c))
            return Kind::Word;
        return isWhiteSpace(c) ? Kind::Space : Kind::Other;
    };
    std::vector<TextMatch> matches;
    for (std::size_t begin = 0; begin < text.size();) {
        const Kind kind = kindOf(text[begin]);
        std::size_t end = begin + 1;
        while (end < text.size() && kindOf(text[end]) == kind)
            ++end;
        matches.push_back({ { begin, end }, kind == Kind::Space });
        begin = end;
    }
    return matches;
}

/// A blank of its own character before the words, of those that begin the text or of all.
void prependMetaspace(Words &words, const MetaspaceOptions &options)
{
    if (options.scheme == PrependScheme::Always) {
        prependToWords(words, options.replacement);
        return;
    }
    const bool isFirst
        = !words.ranges.empty() && words.text.origins[words.ranges.front().begin].begin == 0;
    if (options.scheme == PrependScheme::Never || !isFirst)
        return;
    Words first { words.text, { words.ranges.front() } };
    prependToWords(first, options.replacement);
    // The other words follow the first one, as they are.
    for (std::size_t i = 1; i < words.ranges.size(); ++i) {
        const std::size_t begin = first.text.size();
        first.text.append(words.text, words.ranges[i]);
        first.ranges.push_back({ begin, first.text.size() });
    }
    words = std::move(first);
}

} // namespace

PreTokenizer bertPreTokenizer()
{
    return [](Words &words) {
        std::vector<TextRange> ranges;
        for (const TextRange &word : words.ranges) {
            forEachBertWord(words.text.text, word.begin, word.end,
                            [&](std::size_t begin, std::size_t end) {
                                ranges.push_back({ begin, end });
                            });
        }
        words.ranges = std::move(ranges);
    };
}

PreTokenizer byteLevelPreTokenizer(bool addsPrefixSpace, bool splits)
{
    return [addsPrefixSpace, splits](Words &words) {
        if (addsPrefixSpace)
            prependToWords(words, ' ');
        if (splits)
            splitGpt2Words(words);
        toByteCharacters(words);
    };
}

PreTokenizer metaspacePreTokenizer(MetaspaceOptions options)
{
    const auto find
        = matchCodePoints([blank = options.replacement](char32_t c) { return c == blank; });
    return [options, find](Words &words) {
        std::replace(words.text.text.begin(), words.text.text.end(), U' ', options.replacement);
        prependMetaspace(words, options);
        if (options.splits)
            splitWords(words, find, SplitBehavior::MergedWithNext);
    };
}

PreTokenizer whitespacePreTokenizer()
{
    return [](Words &words) { splitWords(words, findWordRuns, SplitBehavior::Removed); };
}

PreTokenizer whitespaceSplitPreTokenizer()
{
    return cutAt(isWhiteSpace, SplitBehavior::Removed);
}

PreTokenizer splitPreTokenizer(FindMatches find, SplitBehavior behavior, bool inverts)
{
    if (inverts)
        find = inverted(std::move(find));
    return [find = std::move(find), behavior](Words &words) { splitWords(words, find, behavior); };
}

PreTokenizer punctuationPreTokenizer(SplitBehavior behavior)
{
    return cutAt(isBertPunctuation, behavior);
}

PreTokenizer digitsPreTokenizer(bool isolates)
{
    return cutAt(isNumber, isolates ? SplitBehavior::Isolated : SplitBehavior::Contiguous);
}

PreTokenizer delimiterPreTokenizer(char32_t delimiter)
{
    return cutAt([delimiter](char32_t c) { return c == delimiter; }, SplitBehavior::Removed);
}

PreTokenizer fixedLengthPreTokenizer(std::size_t length)
{
    return [length](Words &words) {
        std::vector<TextRange> ranges;
        for (const TextRange &word : words.ranges) {
            for (std::size_t begin = word.begin; begin < word.end; begin += length)
                ranges.push_back({ begin, std::min(begin + length, word.end) });
        }
        words.ranges = std::move(ranges);
    };
}

PreTokenizer preTokenizerSequence(std::vector<PreTokenizer> preTokenizers)
{
    return [preTokenizers = std::move(preTokenizers)](Words &words) {
        for (const PreTokenizer &preTokenizer : preTokenizers)
            preTokenizer(words);
    };
}

} // namespace tamiz::engine
