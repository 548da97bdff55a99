// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/base/random.h"
#include "core/engine/model/product.h"

namespace tamiz::engine {

/// layer_norm(dropout(x) + residual) in one pass, and with one in backward: x [N, C] f32 or in
/// operandType(); @p residual [N, C] f32, undefined = none; weight and bias [C]. The dropout is that of
/// dropout() with the same @p random. -> [N, C] f32, differentiable in all four.
torch::Tensor residualNorm(const torch::Tensor &x, const torch::Tensor &residual,
                           const torch::Tensor &weight, const torch::Tensor &bias, double eps,
                           double dropoutProbability, const CounterRandom &random, bool isTraining,
                           Arithmetic arithmetic);

} // namespace tamiz::engine
