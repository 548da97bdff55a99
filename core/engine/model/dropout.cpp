// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/dropout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

namespace tamiz::engine {

namespace {

constexpr std::int64_t kLanes = 4; // 16-bit draws in 64 random bits
constexpr std::int64_t kGrain = 1 << 13; // groups a thread takes at least
constexpr double kSteps = 65536;

/// Drops where a 16-bit draw is below the threshold.
struct Mask
{
    std::uint64_t key;
    std::uint32_t threshold;
    float scale;
};

Mask makeMask(double probability, std::uint64_t key)
{
    const double threshold = std::clamp(std::round(probability * kSteps), 0.0, kSteps - 1);
    return { key, static_cast<std::uint32_t>(threshold),
             static_cast<float>(kSteps / (kSteps - threshold)) };
}

torch::Tensor applyMask(const torch::Tensor &input, const Mask &mask)
{
    TORCH_CHECK(input.scalar_type() == torch::kFloat, "dropout works on float tensors");
    const torch::Tensor x = input.contiguous();
    torch::Tensor y = torch::empty_like(x);
    const float *in = x.data_ptr<float>();
    float *out = y.data_ptr<float>();
    const std::int64_t count = x.numel();
    const CounterRandom random(mask.key);

    at::parallel_for(
        0, (count + kLanes - 1) / kLanes, kGrain, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t group = begin; group < end; ++group) {
                const std::uint64_t bits = random.bits(static_cast<std::uint64_t>(group));
                const std::int64_t first = group * kLanes;
                const std::int64_t last = std::min(count, first + kLanes);
                for (std::int64_t i = first; i < last; ++i) {
                    const auto draw
                        = static_cast<std::uint32_t>((bits >> (16 * (i - first))) & 0xFFFF);
                    out[i] = draw < mask.threshold ? 0.0F : in[i] * mask.scale;
                }
            }
        });
    return y;
}

class Dropout : public torch::autograd::Function<Dropout>
{
public:
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &x,
                                 double probability, std::int64_t key)
    {
        context->saved_data["probability"] = probability;
        context->saved_data["key"] = key;
        return applyMask(x, makeMask(probability, static_cast<std::uint64_t>(key)));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients)
    {
        const double probability = context->saved_data["probability"].toDouble();
        const std::int64_t key = context->saved_data["key"].toInt();
        return { applyMask(gradients[0], makeMask(probability, static_cast<std::uint64_t>(key))),
                 torch::Tensor(), torch::Tensor() };
    }
};

} // namespace

torch::Tensor dropout(const torch::Tensor &x, double probability, const CounterRandom &random)
{
    if (probability <= 0)
        return x;
    return Dropout::apply(x, probability, static_cast<std::int64_t>(random.bits()));
}

} // namespace tamiz::engine
