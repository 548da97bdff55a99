// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch. What a product reads of its inputs, rounded no more often than needed.

#include <cstdint>

#include <torch/types.h>

namespace tamiz::engine {

/// @p x in @p type. The last few roundings of a thread are remembered: query, key, value and their
/// low-rank updates read the same input.
torch::Tensor activationOperand(const torch::Tensor &x, torch::ScalarType type);

/// @p weight in @p type. That of a weight that does not train is made once and kept until the weight is
/// gone, written to or trains.
torch::Tensor weightOperand(const torch::Tensor &weight, torch::ScalarType type);

/// Frees what is kept of weights that are gone; else that happens at the next one that is new.
void releaseOperands();

/// Bytes that are kept of weights.
std::uint64_t operandBytes();

} // namespace tamiz::engine
