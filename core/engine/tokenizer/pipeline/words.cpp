// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, NormalizedString::split() of tokenizer/normalizer.rs.
#include "core/engine/tokenizer/pipeline/words.h"

#include <algorithm>

namespace tamiz::engine {

namespace {

/// The parts of a word, from its matches; empty ones are left out by the caller.
std::vector<TextRange> partsOf(std::vector<TextMatch> matches, SplitBehavior behavior)
{
    std::vector<TextRange> parts;
    const bool isBackwards = behavior == SplitBehavior::MergedWithNext;
    if (isBackwards)
        std::reverse(matches.begin(), matches.end());
    bool wasDelimiter = false;
    for (const auto &[range, isDelimiter] : matches) {
        bool joinsLast = false;
        switch (behavior) {
        case SplitBehavior::Removed:
        case SplitBehavior::Isolated:
            break;
        case SplitBehavior::Contiguous:
            joinsLast = isDelimiter == wasDelimiter;
            break;
        case SplitBehavior::MergedWithPrevious:
        case SplitBehavior::MergedWithNext:
            joinsLast = isDelimiter && !wasDelimiter;
            break;
        }
        wasDelimiter = isDelimiter;
        if (behavior == SplitBehavior::Removed && isDelimiter)
            continue;
        if (joinsLast && !parts.empty()) {
            parts.back() = { std::min(parts.back().begin, range.begin),
                             std::max(parts.back().end, range.end) };
        } else {
            parts.push_back(range);
        }
    }
    if (isBackwards)
        std::reverse(parts.begin(), parts.end());
    return parts;
}

} // namespace

void prependToWords(Words &words, char32_t codePoint)
{
    AlignedText text;
    text.text.reserve(words.text.size() + words.ranges.size());
    text.origins.reserve(words.text.size() + words.ranges.size());
    for (TextRange &word : words.ranges) {
        const std::size_t begin = text.size();
        if (words.text.text[word.begin] != codePoint)
            text.append(codePoint, words.text.origins[word.begin]);
        text.append(words.text, word);
        word = { begin, text.size() };
    }
    words.text = std::move(text);
}

std::optional<SplitBehavior> splitBehaviorOf(const std::string &name)
{
    if (name == "Removed")
        return SplitBehavior::Removed;
    if (name == "Isolated")
        return SplitBehavior::Isolated;
    if (name == "MergedWithPrevious")
        return SplitBehavior::MergedWithPrevious;
    if (name == "MergedWithNext")
        return SplitBehavior::MergedWithNext;
    if (name == "Contiguous")
        return SplitBehavior::Contiguous;
    return std::nullopt;
}

void splitWords(Words &words, const FindMatches &find, SplitBehavior behavior)
{
    const std::u32string_view text = words.text.text;
    std::vector<TextRange> ranges;
    ranges.reserve(words.ranges.size());
    for (const TextRange &word : words.ranges) {
        const auto matches = find(text.substr(word.begin, word.end - word.begin));
        for (const TextRange &part : partsOf(matches, behavior)) {
            if (part.begin < part.end)
                ranges.push_back({ word.begin + part.begin, word.begin + part.end });
        }
    }
    words.ranges = std::move(ranges);
}

FindMatches matchCodePoints(std::function<bool(char32_t)> isDelimiter)
{
    return [isDelimiter = std::move(isDelimiter)](std::u32string_view text) {
        std::vector<TextMatch> matches;
        std::size_t done = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (!isDelimiter(text[i]))
                continue;
            if (done < i)
                matches.push_back({ { done, i }, false });
            matches.push_back({ { i, i + 1 }, true });
            done = i + 1;
        }
        if (done < text.size())
            matches.push_back({ { done, text.size() }, false });
        return matches;
    };
}

} // namespace tamiz::engine
