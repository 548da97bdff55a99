// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/engine/data/packed_bytes.h"
#include "core/engine/data/token_row.h"

namespace tamiz::engine {

/// What the numbers of a row stay below.
struct RowLimits
{
    std::int64_t ids = 0; ///< of the vocabulary
    std::int64_t labels = 0;
};

/// A row in few bytes: ids in four each, marks in one bit, and nothing of what the row does not have.
void packRow(const TokenRow &row, std::string &bytes);

/// Reads what packRow() wrote; false for anything else, bytes that do not suffice and values outside the
/// limits among it. The row is then of no use.
bool unpackRow(PackedReader &bytes, const RowLimits &limits, TokenRow &row);

} // namespace tamiz::engine
