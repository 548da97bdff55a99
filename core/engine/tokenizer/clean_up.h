// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tamiz::engine {

void replaceAll(std::string &text, std::string_view from, std::string_view to);

/// Blanks before punctuation and English contractions, as transformers cleans up a decoded text.
void cleanUp(std::string &text);

/// As the WordPiece decoder does it, piece by piece: it knows one contraction more.
void cleanUpPiece(std::string &piece);

} // namespace tamiz::engine
