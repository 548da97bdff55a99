// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/engine/tokenizer/pipeline/aligned_text.h"

namespace tamiz::engine {

/// A text cut into the words that the model splits further; words are in order and not empty, what
/// lies between them is dropped.
struct Words
{
    AlignedText text;
    std::vector<TextRange> ranges;
};

/// What becomes of a delimiter; "the-final--countdown" cut at "-" gives
enum class SplitBehavior {
    Removed, ///< the final countdown
    Isolated, ///< the - final - - countdown
    MergedWithPrevious, ///< the- final- - countdown
    MergedWithNext, ///< the -final - -countdown
    Contiguous ///< the - final -- countdown
};

/// @p codePoint before every word that does not begin with it; it has the origin of the word's first
/// code point.
void prependToWords(Words &words, char32_t codePoint);

/// By its name in tokenizer.json.
std::optional<SplitBehavior> splitBehaviorOf(const std::string &name);

struct TextMatch
{
    TextRange range;
    bool isDelimiter = false;
};

/// Matches of a text, in order, that cover it.
using FindMatches = std::function<std::vector<TextMatch>(std::u32string_view)>;

/// Cuts every word at the matches that @p find gives for it.
void splitWords(Words &words, const FindMatches &find, SplitBehavior behavior);

/// Every code point for which @p isDelimiter holds, by itself.
FindMatches matchCodePoints(std::function<bool(char32_t)> isDelimiter);

} // namespace tamiz::engine
