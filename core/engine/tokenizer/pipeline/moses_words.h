// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/tokenizer/pipeline/words.h"

namespace tamiz::engine {

/// The words that Moses' tokeniser for English finds, as sacremoses has it with aggressive splits of
/// hyphens ("@-@") and XML entities ("&amp;"). Each code point keeps the origin of what it was made from.
Words mosesWords(AlignedText text);

} // namespace tamiz::engine
