// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/tokens/token_classes.h"

namespace tamiz::engine {

/// A part of a text, in code points.
struct TextRange
{
    std::size_t begin = 0;
    std::size_t end = 0;

    bool operator==(const TextRange &) const = default;
};

/// A text on its way through the normalisers: every code point knows which code points of the
/// original text it stands for (NormalizedString of huggingface/tokenizers).
struct AlignedText
{
    std::u32string text;
    std::vector<CodePointSpan> origins; ///< [text.size()]

    std::size_t size() const { return text.size(); }
    void append(char32_t codePoint, CodePointSpan origin);
    void append(const AlignedText &other, TextRange range);

    /// Where [begin, end), not empty, came from.
    CodePointSpan originOf(TextRange range) const;
};

/// @p text, whose first code point is at @p shift of the original.
AlignedText alignedText(std::u32string_view text, std::int64_t shift);

/// One code point of a changed text, with what it does to the old one.
struct TextChange
{
    char32_t codePoint = 0;
    int change
        = 0; ///< 0 replaces a code point, 1 is a new one, -n replaces one and drops n after it
};

/// The old text is used up from its start by the changes, in order; new code points share the
/// origin of the last one used.
AlignedText changed(const AlignedText &text, const std::vector<TextChange> &changes);

} // namespace tamiz::engine
