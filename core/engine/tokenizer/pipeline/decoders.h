// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/engine/tokenizer/pipeline/words.h"

namespace tamiz::engine {

/// Turns tokens into texts that make up the decoded one when they are joined.
using Decoder = std::function<void(std::vector<std::string> &tokens)>;

Decoder byteLevelDecoder();
Decoder wordPieceDecoder(std::string prefix, bool cleansUp);
/// @p dropsFirst: no blank at the start of the first token.
Decoder metaspaceDecoder(char32_t replacement, bool dropsFirst);
Decoder byteFallbackDecoder(); ///< "<0xC3>" "<0xA9>" to "é"
Decoder fuseDecoder();
/// Up to @p start times @p content from the start of each token, @p stop from its end.
Decoder stripDecoder(char32_t content, std::size_t start, std::size_t stop);
Decoder suffixDecoder(std::string suffix); ///< the end-of-word suffix to a blank
Decoder replaceDecoder(FindMatches find, std::string content);
Decoder decoderSequence(std::vector<Decoder> decoders);

} // namespace tamiz::engine
