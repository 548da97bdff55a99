// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/tokenizer/pipeline/aligned_text.h"

namespace tamiz::engine {

/// @p text after one substitution from its start to its end. `rule(at, out)` appends what becomes of the match at
/// a place and returns the length of the match; 0 = none there, the code point stays.
template<typename Rule>
AlignedText rewritten(const AlignedText &text, const Rule &rule)
{
    AlignedText out;
    out.text.reserve(text.size());
    out.origins.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t used = rule(at, out);
        if (used == 0)
            out.append(text.text[at], text.origins[at]);
        at += used == 0 ? 1 : used;
    }
    return out;
}

} // namespace tamiz::engine
