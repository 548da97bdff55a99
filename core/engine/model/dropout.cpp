// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/dropout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <tuple>

#include <ATen/Context.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/model/cpu_kernels.h"

namespace tamiz::engine {

namespace {

constexpr double kSteps = 65536; // values of a 16-bit draw

torch::Tensor applyMask(const torch::Tensor &input, const DropoutMask &mask)
{
    const torch::Tensor x = input.contiguous();
    const torch::Tensor y = torch::empty_like(x);
    forKernelType(x.scalar_type(), [&](auto zero) {
        using T = decltype(zero);
        forElements(x.numel(), [&](std::int64_t begin, std::int64_t end) {
            kernelsOf<T>().drop(valuesOf<T>(x) + begin, valuesOf<T>(y) + begin, begin, end - begin,
                                mask);
        });
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
        return applyMask(x, makeDropoutMask(probability, static_cast<std::uint64_t>(key)));
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context,
                                                   const torch::autograd::variable_list &gradients)
    {
        const double probability = context->saved_data["probability"].toDouble();
        const std::int64_t key = context->saved_data["key"].toInt();
        return { applyMask(gradients[0],
                           makeDropoutMask(probability, static_cast<std::uint64_t>(key))),
                 torch::Tensor(), torch::Tensor() };
    }
};

} // namespace

torch::Tensor dropout(const torch::Tensor &x, double probability, const CounterRandom &random)
{
    if (probability <= 0)
        return x;
    if (!x.is_cpu()) {
        seedGpu(random);
        return std::get<0>(torch::native_dropout(x, probability, true));
    }
    return Dropout::apply(x, probability, static_cast<std::int64_t>(random.bits()));
}

DropoutMask makeDropoutMask(double probability, std::uint64_t key)
{
    const double threshold = std::clamp(std::round(probability * kSteps), 0.0, kSteps - 1);
    return { key, static_cast<std::uint32_t>(threshold),
             static_cast<float>(kSteps / (kSteps - threshold)) };
}

void seedGpu(const CounterRandom &random)
{
    at::Generator generator = at::globalContext().defaultGenerator(torch::kCUDA);
    const std::lock_guard lock(generator.mutex());
    generator.set_current_seed(random.bits());
}

} // namespace tamiz::engine
