// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace tamiz::engine {

constexpr std::int64_t kIgnoredLabel = -100;

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
    std::vector<std::int64_t> labels; ///< [B] or [B, T]; kIgnoredLabel where none
    std::vector<std::uint64_t> classes; ///< [B, T] token-class bits; may be empty
    std::vector<std::int64_t> rowIndex; ///< [B] index in the data set
    std::vector<bool> isMasked; ///< [B] a draw changed what the model sees of the row

    /// Sum of lengths.
    std::int64_t realTokens() const;
};

} // namespace tamiz::engine
