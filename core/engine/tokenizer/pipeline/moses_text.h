// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/engine/tokenizer/pipeline/decoders.h"

namespace tamiz::engine {

/// Pieces of words that end with @p wordEnd to a text: XML entities to characters, blanks between words as
/// Moses' detokeniser for English sets them (sacremoses).
Decoder mosesDecoder(std::string wordEnd);

} // namespace tamiz::engine
