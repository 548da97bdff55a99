// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// How matrix products are computed. Everything else (weights, norms, softmax, loss, optimiser) is f32.
enum class Arithmetic {
    Plain, ///< LibTorch's own operators: the reference that the others are tested against
    Fp32, ///< oneDNN in f32; on a GPU as Plain
    Bf16 ///< oneDNN or the GPU in bf16 with f32 sums, in backward too; Plain where there is no kernel
};

/// "plain", "fp32", "bf16"
const char *toString(Arithmetic arithmetic);

/// auto is bf16 on a device that multiplies in it (AVX512_BF16, AMX, CUDA's from Ampere on), else fp32.
Arithmetic arithmeticOf(Precision precision, Device device);

/// What products read, and what a result should be in that only products and kernels read: bf16 in
/// Bf16, else f32.
torch::ScalarType operandType(Arithmetic arithmetic);

/// x W^T + b, with gradients for all three: x [N, in] f32, or in the operand type; weight [out, in];
/// bias [out] or undefined -> [N, out] in @p type, f32 or the operand type. Plain gives what torch gives.
torch::Tensor linear(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &bias,
                     Arithmetic arithmetic, torch::ScalarType type = torch::kFloat);

/// a b, with gradients: [..., M, K], [..., K, N] -> [..., M, N]; types as in linear().
torch::Tensor matmul(const torch::Tensor &a, const torch::Tensor &b, Arithmetic arithmetic,
                     torch::ScalarType type = torch::kFloat);

} // namespace tamiz::engine
