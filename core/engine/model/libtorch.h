// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch. What LibTorch 2.x has and 1.13 has not; the only file that asks for the version.

#include <cstdint>
#include <vector>

#include <ATen/Context.h>
#include <torch/types.h>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 9)
#include <c10/core/CachingDeviceAllocator.h>
#define TAMIZ_TORCH_COUNTS_MEMORY
#endif

namespace tamiz::engine::libtorch {

/// One step of AdamW.
struct AdamW
{
    double learningRate = 0, beta1 = 0, beta2 = 0, decay = 0, epsilon = 0;
};

#if TORCH_VERSION_MAJOR >= 2

inline constexpr bool kComputesOnGpu = true;

/// softmax(Q K^T / sqrt(D)) V in one kernel where LibTorch has one for the device and type:
/// [B, H, T, D] each, @p isVisible bool, broadcast to [B, H, T, T], or undefined -> [B, H, T, D].
inline torch::Tensor attention(const torch::Tensor &query, const torch::Tensor &key,
                               const torch::Tensor &value, const torch::Tensor &isVisible,
                               double dropout)
{
#if TORCH_VERSION_MAJOR > 2 || TORCH_VERSION_MINOR >= 5
    // cuDNN's attention makes a plan for each new shape, and lengths change from step to step.
    at::globalContext().setSDPUseCuDNN(false);
#endif
    if (!isVisible.defined())
        return at::scaled_dot_product_attention(query, key, value, {}, dropout);
    return at::scaled_dot_product_attention(query, key, value, isVisible, dropout);
}

/// One step on all @p weights at once; @p step counts this one, f32 on the device.
inline void stepAdamW(const std::vector<torch::Tensor> &weights,
                      const std::vector<torch::Tensor> &gradients,
                      const std::vector<torch::Tensor> &first,
                      const std::vector<torch::Tensor> &second, const torch::Tensor &step,
                      const AdamW &rule)
{
    at::_fused_adamw_(weights, gradients, first, second, {},
                      std::vector<torch::Tensor>(weights.size(), step), rule.learningRate,
                      rule.beta1, rule.beta2, rule.decay, rule.epsilon, false, false);
}

#else

inline constexpr bool kComputesOnGpu = false;

inline torch::Tensor attention(const torch::Tensor &, const torch::Tensor &, const torch::Tensor &,
                               const torch::Tensor &, double)
{
    TORCH_CHECK(false, "LibTorch 1.13 has no fused attention");
}

inline void stepAdamW(const std::vector<torch::Tensor> &, const std::vector<torch::Tensor> &,
                      const std::vector<torch::Tensor> &, const std::vector<torch::Tensor> &,
                      const torch::Tensor &, const AdamW &)
{
    TORCH_CHECK(false, "LibTorch 1.13 has no fused AdamW");
}

#endif

/// Most bytes that tensors took on the GPU since the start or the last restartGpuPeak(); 0 where LibTorch
/// does not say (before 2.9).
inline std::uint64_t peakGpuBytes()
{
#ifdef TAMIZ_TORCH_COUNTS_MEMORY
    return static_cast<std::uint64_t>(
        c10::getDeviceAllocator(torch::kCUDA)->getDeviceStats(0).allocated_bytes[0].peak);
#else
    return 0;
#endif
}

inline void restartGpuPeak()
{
#ifdef TAMIZ_TORCH_COUNTS_MEMORY
    c10::getDeviceAllocator(torch::kCUDA)->resetPeakStats(0);
#endif
}

} // namespace tamiz::engine::libtorch
