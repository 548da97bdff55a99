// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>

#include <torch/types.h>

#include "core/engine/model/encoder.h"

namespace tamiz::engine {

/// Whether one kernel of the device does scores, softmax, dropout and sum at once: on a GPU, where it is 1.3
/// to 3.2 times as fast as the four and keeps no [R, H, T, S] for the backward pass (docs/performance.md).
bool isAttentionFused(const Pass &pass);

/// softmax(Q K^T / sqrt(D) + mask) V: query [R, H, T, D], key and value [R, H, S, D] -> [R, H, T, D] in operandType().
/// @p mask is 0 or the lowest float, broadcast to [R, H, T, S], or undefined.
torch::Tensor fusedAttention(const torch::Tensor &query, const torch::Tensor &key,
                             const torch::Tensor &value, const torch::Tensor &mask,
                             std::uint64_t site, const Pass &pass);

} // namespace tamiz::engine
