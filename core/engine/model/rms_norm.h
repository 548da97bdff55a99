// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/engine/model/product.h"

namespace tamiz::engine {

/// x / sqrt(mean(x^2) + eps) * weight over the last dimension (Zhang and Sennrich, 2019), in one pass, and
/// with one in backward: x [..., C] f32, weight [C] f32 -> [..., C] f32, differentiable in both.
torch::Tensor rmsNorm(const torch::Tensor &x, const torch::Tensor &weight, double eps,
                      Arithmetic arithmetic);

} // namespace tamiz::engine
