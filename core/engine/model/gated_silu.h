// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/engine/model/product.h"

namespace tamiz::engine {

/// silu(gate) * up in one pass (SwiGLU: Shazeer, 2020), and with one in backward; the inputs are all that is
/// kept. gate and up [N, F] f32 or in operandType() -> [N, F] in their type, f32 where they differ.
torch::Tensor gatedSilu(const torch::Tensor &gate, const torch::Tensor &up, Arithmetic arithmetic);

} // namespace tamiz::engine
