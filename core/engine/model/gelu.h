// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/engine/model/product.h"

namespace tamiz::engine {

enum class GeluKind {
    Exact, ///< x times the normal distribution up to x
    Tanh ///< its approximation (Hendrycks, Gimpel, 2016)
};

/// x of any shape, f32 or in operandType() -> the same type.
torch::Tensor gelu(const torch::Tensor &x, GeluKind kind, Arithmetic arithmetic);

} // namespace tamiz::engine
