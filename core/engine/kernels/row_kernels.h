// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private. What a training step does besides matrix products, on bare pointers: no torch here, and
// no threads. Callers split rows or elements among threads; no result depends on where they split.

#include <cstdint>
#include <vector>

namespace tamiz::engine {

using Bf16Bits = std::uint16_t; ///< the bits: the upper half of a float's

/// Zeroes elements by their place in the whole tensor and scales the others.
struct DropoutMask
{
    std::uint64_t key = 0; ///< element i has 16-bit lane i % 4 of CounterRandom(key).bits(i / 4)
    std::uint32_t threshold = 0; ///< dropped where its lane is below; 0 drops nothing
    float scale = 1; ///< of what stays
};

struct AdamWRule
{
    float decay; ///< factor on the weight before the update: 1 - lr * wd
    float beta1, beta2;
    float stepSize; ///< lr / (1 - beta1^t)
    float correction; ///< sqrt(1 - beta2^t)
    float epsilon;
};

struct SgdRule
{
    float rate, momentum, decay;
};

/// Kernels on values of type T, float or Bf16Bits; they compute in f32 and round what they write. Where
/// there is a mask, @p first is the place of the first element in the whole tensor.
template<typename T>
struct TypedKernels
{
    void (*drop)(const T *x, T *y, std::int64_t first, std::int64_t count, const DropoutMask &mask);

    /// A row of softmax(scale * scores + bias), then dropout. @p bias may be null. @p weights is what
    /// dropout leaves of @p probabilities and may be the same where nothing is dropped. @p scratch
    /// has room for the row.
    void (*softmax)(const float *scores, const float *bias, float scale, std::int64_t size,
                    std::int64_t first, const DropoutMask &mask, float *scratch, T *probabilities,
                    T *weights);
    /// Gradient of the scores of a row, from that of the weights.
    void (*softmaxBackward)(const T *probabilities, const T *gradient, float scale,
                            std::int64_t size, std::int64_t first, const DropoutMask &mask,
                            float *scoresGradient);

    /// A row of layer_norm(dropout(x) + residual); @p residual may be null. Keeps the @p sum and its
    /// statistics for backward.
    void (*residualNorm)(const T *x, const float *residual, const float *weight, const float *bias,
                         float eps, std::int64_t size, std::int64_t first, const DropoutMask &mask,
                         float *sum, float *mean, float *inverseDeviation, float *y);
    /// Its gradients; those of weight and bias are added to what is there. Null pointers are not wanted.
    void (*residualNormBackward)(const float *gradient, const float *sum, float mean,
                                 float inverseDeviation, const float *weight, std::int64_t size,
                                 std::int64_t first, const DropoutMask &mask, T *xGradient,
                                 float *residualGradient, float *weightGradient,
                                 float *biasGradient);

    void (*gelu)(const T *x, T *y, std::int64_t count);
    void (*geluBackward)(const T *x, const T *gradient, T *xGradient, std::int64_t count);
    void (*geluTanh)(const T *x, T *y, std::int64_t count);
    void (*geluTanhBackward)(const T *x, const T *gradient, T *xGradient, std::int64_t count);

    /// silu(gate) * up
    void (*gatedSilu)(const T *gate, const T *up, T *y, std::int64_t count);
    void (*gatedSiluBackward)(const T *gate, const T *up, const T *gradient, T *gateGradient,
                              T *upGradient, std::int64_t count);

    /// Turns the pairs (i, i + half) of a row of a head by the angles of its position, [half] each; what
    /// is behind them stays.
    void (*rotate)(const float *x, const float *cosine, const float *sine, std::int64_t half,
                   std::int64_t size, T *y);
    void (*rotateBack)(const T *y, const float *cosine, const float *sine, std::int64_t half,
                       std::int64_t size, float *x);

    /// Cross-entropy of a row of @p scores with @p label in nats, smoothed as torch.nn.CrossEntropyLoss has
    /// it. @p gradient receives that of the scores times @p scale, unless it is null. Uses the scores up.
    float (*crossEntropy)(float *scores, std::int64_t size, std::int64_t label, float smoothing,
                          float scale, T *gradient);

    /// Adds each column of @p rows rows of @p size values to @p sums.
    void (*addColumns)(const T *x, std::int64_t rows, std::int64_t size, float *sums);
};

/// The kernels compiled for one instruction set.
struct RowKernels
{
    const char *instructions; ///< "baseline", "avx2", "avx512"
    TypedKernels<float> f32;
    TypedKernels<Bf16Bits> bf16;

    void (*toBf16)(const float *x, Bf16Bits *y,
                   std::int64_t count); ///< to nearest even; NaN stays NaN
    void (*toFloat)(const Bf16Bits *x, float *y, std::int64_t count);
    /// A row of x / rms(x) * weight; keeps 1 / rms(x) for backward.
    void (*rmsNorm)(const float *x, const float *weight, float eps, std::int64_t size,
                    float *inverse, float *y);
    /// Its gradients; that of the weight is added to what is there. Null pointers are not wanted.
    void (*rmsNormBackward)(const float *gradient, const float *x, float inverse,
                            const float *weight, std::int64_t size, float *xGradient,
                            float *weightGradient);
    void (*adamW)(float *weight, const float *gradient, float *first, float *second,
                  std::int64_t count, const AdamWRule &rule);
    void (*sgd)(float *weight, const float *gradient, float *buffer, std::int64_t count,
                const SgdRule &rule);
    double (*sumOfSquares)(const float *x, std::int64_t count);
    void (*multiply)(float *x, float factor, std::int64_t count);
};

/// Those for the best instruction set of this processor, chosen once.
const RowKernels &rowKernels();

/// Of each instruction set that this processor has, for tests that compare them; the baseline first.
const std::vector<const RowKernels *> &allRowKernels();

} // namespace tamiz::engine
