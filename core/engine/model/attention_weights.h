// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/base/random.h"
#include "core/engine/model/product.h"

namespace tamiz::engine {

/// dropout(softmax(scale * scores + mask)), in one pass and with one in backward: scores [R, H, T, S] are
/// raw products in f32; @p mask is undefined or broadcasts to them. The dropout is that of dropout() with
/// the same @p random. -> [R, H, T, S] in operandType(), differentiable in scores and mask.
torch::Tensor attentionWeights(const torch::Tensor &scores, const torch::Tensor &mask, double scale,
                               double dropoutProbability, const CounterRandom &random,
                               bool isTraining, Arithmetic arithmetic);

} // namespace tamiz::engine
