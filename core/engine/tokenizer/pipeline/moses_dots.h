// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/tokenizer/pipeline/aligned_text.h"

namespace tamiz::engine {

/// Runs of dots parted from what is around them, each of their dots a mark beyond Unicode that no other step
/// touches. Moses spells a run of three "DOTDOTDOTMULTI": where a text says so itself, it is
/// read that way.
AlignedText withMarkedDots(const AlignedText &text);

/// Dots again for the marks and for such spellings.
AlignedText withPlainDots(const AlignedText &text);

} // namespace tamiz::engine
