// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch. The only face of oneDNN, whose versions differ, is gemm.cpp.

#include <torch/types.h>

namespace tamiz::engine {

/// out = a b (+ bias), on the CPU through oneDNN, whose kernels follow the instructions that the chip has:
/// an OpenBLAS older than the chip does not (0.3.21 computes with SSE on a 2023 Xeon), and it knows no
/// bf16. a [..., M, K] and b [..., K, N] have one type, f32 or bf16, and the same leading dimensions;
/// each is dense or the transpose of a dense matrix. Sums are f32, whatever the type of a and b.
/// @p bias is [N] f32, or undefined. -> [..., M, N] f32, the same bits with the same number of threads.
torch::Tensor gemm(const torch::Tensor &a, const torch::Tensor &b, const torch::Tensor &bias = {});

} // namespace tamiz::engine
