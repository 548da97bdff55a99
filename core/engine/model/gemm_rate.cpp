// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/gemm_rate.h"

#include <algorithm>
#include <chrono>

#include <torch/cuda.h>
#include <torch/types.h>

#include "core/engine/model/gemm.h"
#include "core/engine/model/product_kernels.h"

namespace tamiz::engine {

double gemmRate(std::int64_t m, std::int64_t k, std::int64_t n, Arithmetic arithmetic,
                Device device)
{
    using Clock = std::chrono::steady_clock;
    constexpr int kRepetitions = 20;
    constexpr double kEnoughSeconds = 0.5; // a slow machine need not do them all

    const torch::NoGradGuard noGrad;
    const bool isOnGpu = device == Device::Cuda;
    const auto options
        = torch::TensorOptions(isOnGpu ? torch::kCUDA : torch::kCPU)
              .dtype(arithmetic == Arithmetic::Bf16 ? torch::kBFloat16 : torch::kFloat);
    const torch::Tensor a = torch::ones({ m, k }, options); // [M, K]
    const torch::Tensor b = torch::ones({ k, n }, options); // [K, N]
    const bool isPlain = arithmetic == Arithmetic::Plain || !kHasProductKernels || isOnGpu;
    const int queued = isOnGpu ? kRepetitions : 1; // a GPU works through a queue

    double best = 1e9; // seconds
    const Clock::time_point start = Clock::now();
    for (int i = 0; i < kRepetitions; ++i) {
        const Clock::time_point begin = Clock::now();
        for (int j = 0; j < queued; ++j)
            const torch::Tensor product = isPlain ? a.mm(b) : gemm(a, b); // [M, N]
        synchronize(device);
        const Clock::time_point end = Clock::now();
        best = std::min(best, std::chrono::duration<double>(end - begin).count() / queued);
        if (i > 0 && std::chrono::duration<double>(end - start).count() > kEnoughSeconds)
            break; // the first one compiles the kernel
    }
    return 2.0 * static_cast<double>(m) * static_cast<double>(k) * static_cast<double>(n)
        / std::max(best, 1e-9);
}

void synchronize(Device device)
{
    if (device == Device::Cuda)
        torch::cuda::synchronize();
}

} // namespace tamiz::engine
