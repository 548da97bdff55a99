// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch. The only face of oneDNN, whose versions differ, is gemm.cpp.

#include <torch/types.h>

namespace tamiz::engine {

/// out = a b (+ bias), on the CPU through oneDNN, whose kernels follow the instructions that the chip has:
/// an OpenBLAS older than the chip does not (0.3.21 computes with SSE on a 2023 Xeon), and it knows no
/// bf16. a [..., M, K] and b [..., K, N] have one type, f32 or bf16, and the same leading dimensions.
/// Sums are f32, whatever the type of a and b. @p bias is [N] f32, or undefined. -> [..., M, N] in
/// @p type, the same bits with the same number of threads. Where b [B, H, K, N] has its heads side by
/// side in each token, as a split [B * K, H * N] has, so has the result.
torch::Tensor gemm(const torch::Tensor &a, const torch::Tensor &b, const torch::Tensor &bias = {},
                   torch::ScalarType type = torch::kFloat);

} // namespace tamiz::engine
