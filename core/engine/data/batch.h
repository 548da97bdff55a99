// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/recipe/recipe.h"

namespace tamiz::engine {

constexpr std::int64_t kIgnoredLabel = -100;

/// What a loss is computed from.
enum class LabelKind {
    Row, ///< one label a row, or one for the choices that stand together
    Token, ///< one a token
    Targets, ///< several numbers a row
    Span ///< where an answer begins and ends
};
LabelKind labelKind(TaskType task);

/// Rows padded to the longest, row-major [rows, length]. Padding is known by position (lengths),
/// never by the pad id. Held without torch; the model makes tensors of it and leaves the padding out.
struct Batch
{
    std::int64_t rows = 0; ///< B
    std::int64_t length = 0; ///< T
    std::vector<std::int64_t> lengths; ///< [B] real tokens of each row
    std::vector<std::int64_t> inputIds; ///< [B, T]
    std::vector<std::int64_t> tokenTypeIds; ///< [B, T]
    std::vector<std::int64_t> attentionMask; ///< [B, T] 1 = may be attended to
    std::int64_t choices = 1; ///< rows that stand together, one of them right
    std::vector<std::int64_t> labels; ///< [B / choices] or [B, T]; kIgnoredLabel where none
    std::vector<float> targets; ///< [B, K]
    std::vector<std::int64_t> startPositions; ///< [B] kIgnoredLabel where no answer is left
    std::vector<std::int64_t> endPositions; ///< [B] the last token, not the one behind it
    std::vector<std::uint64_t> classes; ///< [B, T] token-class bits; may be empty
    std::vector<std::int64_t> rowIndex; ///< [B] index in the data set
    std::vector<bool> isMasked; ///< [B] a draw changed what the model sees of the row

    /// Sum of lengths.
    std::int64_t realTokens() const;
    /// K
    std::int64_t targetsPerRow() const;
};

} // namespace tamiz::engine
