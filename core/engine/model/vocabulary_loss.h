// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/engine/model/product.h"

namespace tamiz::engine {

/// How many rows have their scores in memory at once.
std::int64_t scoredRowsAtOnce(std::int64_t vocabulary);

/// crossEntropy(x W^T + b) of heads.h on the CPU, in Fp32 or Bf16, without all scores in memory: those of
/// some rows at a time become their loss and their gradient in forward, as Liger Kernel does (Hsu et al.,
/// 2024, section 3.2). What it keeps for backward is the gradient of x, and that of the scores in the
/// operand type where the weight or the bias trains. x [M, E] f32, weight [V, E], bias [V] or undefined,
/// labels [M] i64 (below V, or -100) -> scalar.
torch::Tensor linearCrossEntropy(const torch::Tensor &x, const torch::Tensor &weight,
                                 const torch::Tensor &bias, const torch::Tensor &labels,
                                 double labelSmoothing, Arithmetic arithmetic);

} // namespace tamiz::engine
