// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/rms_norm.h"

#include <algorithm>

#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/model/cpu_kernels.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kPartRows = 32; // rows whose gradients of the weight are summed apart

class RmsNorm : public torch::autograd::Function<RmsNorm>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &input,
                                 const torch::Tensor &weight, double eps)
    {
        const torch::Tensor x = input.contiguous(); // [..., C]
        const torch::Tensor factor = weight.contiguous(); // [C]
        const std::int64_t size = x.size(-1); // C
        const std::int64_t rows = x.numel() / std::max<std::int64_t>(1, size);
        const torch::Tensor y = torch::empty_like(x);
        const torch::Tensor inverse = torch::empty({ rows }, torch::kFloat);
        forRows(rows, size, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                rowKernels().rmsNorm(valuesOf<float>(x) + row * size, valuesOf<float>(factor),
                                     static_cast<float>(eps), size, valuesOf<float>(inverse) + row,
                                     valuesOf<float>(y) + row * size);
            }
        });
        context->save_for_backward({ x, inverse, factor });
        context->saved_data["x"] = input.requires_grad();
        context->saved_data["weight"] = weight.requires_grad();
        return y;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &x = saved[0]; // [..., C]
        const torch::Tensor gradient = gradients[0].contiguous(); // [..., C]
        const std::int64_t size = x.size(-1); // C
        const std::int64_t rows = saved[1].numel();
        const std::int64_t parts = (rows + kPartRows - 1) / kPartRows;
        torch::Tensor xGradient; // [..., C]
        if (context->saved_data["x"].toBool())
            xGradient = torch::empty_like(x);
        // Sums over parts of the rows, so that the order of adding does not depend on the threads.
        torch::Tensor weightGradients; // [parts, C]
        if (context->saved_data["weight"].toBool())
            weightGradients = torch::zeros({ parts, size }, torch::kFloat);
        const auto at = [size](const torch::Tensor &values, std::int64_t row) {
            return values.defined() ? valuesOf<float>(values) + row * size : nullptr;
        };
        forRows(parts, kPartRows * size, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin * kPartRows; row < std::min(rows, end * kPartRows);
                 ++row) {
                rowKernels().rmsNormBackward(at(gradient, row), at(x, row),
                                             valuesOf<float>(saved[1])[row],
                                             valuesOf<float>(saved[2]), size, at(xGradient, row),
                                             at(weightGradients, row / kPartRows));
            }
        });
        return { xGradient,
                 weightGradients.defined() ? weightGradients.sum(0) : torch::Tensor(), // [C]
                 torch::Tensor() };
    }
};

} // namespace

torch::Tensor rmsNorm(const torch::Tensor &x, const torch::Tensor &weight, double eps,
                      Arithmetic arithmetic)
{
    if (usesKernels(x, arithmetic) && x.scalar_type() == torch::kFloat)
        return RmsNorm::apply(x, weight, eps);
    const torch::Tensor power = x.square().mean(-1, true); // [..., 1]
    return x * torch::rsqrt(power + eps) * weight; // [..., C]
}

} // namespace tamiz::engine
