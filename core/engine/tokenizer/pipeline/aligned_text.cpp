// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, tokenizer/normalizer.rs.
#include "core/engine/tokenizer/pipeline/aligned_text.h"

#include <algorithm>

namespace tamiz::engine {

void AlignedText::append(char32_t codePoint, CodePointSpan origin)
{
    text.push_back(codePoint);
    origins.push_back(origin);
}

void AlignedText::append(const AlignedText &other, TextRange range)
{
    text.append(other.text, range.begin, range.end - range.begin);
    origins.insert(origins.end(), other.origins.begin() + static_cast<std::ptrdiff_t>(range.begin),
                   other.origins.begin() + static_cast<std::ptrdiff_t>(range.end));
}

CodePointSpan AlignedText::originOf(TextRange range) const
{
    const std::int64_t begin = origins[range.begin].begin;
    return { begin, std::max(begin, origins[range.end - 1].end) };
}

AlignedText alignedText(std::u32string_view text, std::int64_t shift)
{
    AlignedText out { std::u32string(text), {} };
    out.origins.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i, ++shift)
        out.origins.push_back({ shift, shift + 1 });
    return out;
}

AlignedText changed(const AlignedText &text, const std::vector<TextChange> &changes)
{
    AlignedText out;
    out.text.reserve(changes.size());
    out.origins.reserve(changes.size());
    const std::size_t size = text.size();
    std::size_t used = 0;
    for (const TextChange &change : changes) {
        // A normaliser that brings more than it replaces keeps to the last code point.
        const std::size_t source = change.change > 0 ? std::max<std::size_t>(used, 1) - 1 : used;
        if (size > 0)
            out.append(change.codePoint, text.origins[std::min(source, size - 1)]);
        if (change.change <= 0)
            used += 1 + static_cast<std::size_t>(-change.change);
    }
    return out;
}

} // namespace tamiz::engine
