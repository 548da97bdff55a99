// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/tokens/token_classes.h"

namespace tamiz::engine {

struct BertNormalizerOptions
{
    bool cleanText = true; ///< drop control characters, make white space a blank
    bool spaceChineseChars = true; ///< blanks around CJK ideographs
    std::optional<bool> stripAccents {}; ///< unset = as lowercase
    bool lowercase = true;
};

/// A text after normalisation; each of its code points came from one code point of the original.
struct NormalizedText
{
    std::u32string text;
    std::vector<std::int64_t> origin; ///< [text.size()] position in the original text

    /// Where the normalised range [begin, end), not empty, came from.
    CodePointSpan originOf(std::size_t begin, std::size_t end) const
    {
        return { origin[begin], origin[end - 1] + 1 };
    }

    NormalizedText part(std::size_t begin, std::size_t end) const
    {
        const auto at = [](std::size_t index) { return static_cast<std::ptrdiff_t>(index); };
        return { text.substr(begin, end - begin),
                 { origin.begin() + at(begin), origin.begin() + at(end) } };
    }
};

/// What the compiled Hugging Face `tokenizers` does as BertNormalizer, alignments included.
/// @p shift is added to every origin.
NormalizedText normalizeBert(std::u32string_view text, std::int64_t shift,
                             const BertNormalizerOptions &options);

// Character classes of that library. Its tables are of Unicode 8 (categories) and 9 (decompositions):
// later characters are letters to it, whatever ICU knows about them.
bool isBertWhitespace(char32_t codePoint);
bool isBertPunctuation(char32_t codePoint);
bool isKnownToCompiledForms(char32_t codePoint); ///< as a character that decomposes or combines

/// Calls @p use(begin, end) for each word of text[begin, end): words end at white space, which is
/// dropped; every punctuation character is a word of its own (BertPreTokenizer).
template<typename Use>
void forEachBertWord(std::u32string_view text, std::size_t begin, std::size_t end, const Use &use)
{
    std::size_t wordBegin = begin;
    for (std::size_t i = begin; i < end; ++i) {
        const bool isSpace = isBertWhitespace(text[i]);
        if (!isSpace && !isBertPunctuation(text[i]))
            continue;
        if (wordBegin < i)
            use(wordBegin, i);
        if (!isSpace)
            use(i, i + 1);
        wordBegin = i + 1;
    }
    if (wordBegin < end)
        use(wordBegin, end);
}

} // namespace tamiz::engine
