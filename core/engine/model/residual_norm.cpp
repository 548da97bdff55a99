// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/residual_norm.h"

#include <algorithm>
#include <vector>

#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/model/cpu_kernels.h"
#include "core/engine/model/dropout.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kPartRows = 32; // rows whose gradients of weight and bias are summed apart

/// What forward leaves for backward.
struct Saved
{
    torch::Tensor sum; ///< [N, C] dropout(x) + residual
    torch::Tensor mean, inverseDeviation; ///< [N]
    torch::Tensor weight; ///< [C]
};

class ResidualNorm : public torch::autograd::Function<ResidualNorm>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &input,
                                 const torch::Tensor &rest, bool hasResidual,
                                 const torch::Tensor &weight, const torch::Tensor &bias, double eps,
                                 double dropoutProbability, std::int64_t key)
    {
        const torch::Tensor x = input.contiguous(); // [N, C]
        const torch::Tensor residual = rest.contiguous(); // [N, C]
        const std::int64_t size = x.size(1); // C
        const DropoutMask drop
            = makeDropoutMask(dropoutProbability, static_cast<std::uint64_t>(key));
        const torch::Tensor y = torch::empty(x.sizes(), torch::kFloat); // [N, C]
        const Saved saved { torch::empty_like(y), torch::empty({ x.size(0) }, torch::kFloat),
                            torch::empty({ x.size(0) }, torch::kFloat), weight.contiguous() };
        const torch::Tensor offset = bias.contiguous(); // [C]
        forKernelType(x.scalar_type(), [&](auto zero) {
            using T = decltype(zero);
            forRows(x.size(0), size, [&](std::int64_t begin, std::int64_t end) {
                for (std::int64_t row = begin; row < end; ++row) {
                    const std::int64_t first = row * size;
                    kernelsOf<T>().residualNorm(
                        valuesOf<T>(x) + first,
                        hasResidual ? valuesOf<float>(residual) + first : nullptr,
                        valuesOf<float>(saved.weight), valuesOf<float>(offset),
                        static_cast<float>(eps), size, first, drop,
                        valuesOf<float>(saved.sum) + first, valuesOf<float>(saved.mean) + row,
                        valuesOf<float>(saved.inverseDeviation) + row, valuesOf<float>(y) + first);
                }
            });
        });
        context->save_for_backward({ saved.sum, saved.mean, saved.inverseDeviation, saved.weight });
        context->saved_data["x"] = input.requires_grad();
        context->saved_data["residual"] = hasResidual && rest.requires_grad();
        context->saved_data["weight"] = weight.requires_grad();
        context->saved_data["bias"] = bias.requires_grad();
        context->saved_data["type"] = static_cast<std::int64_t>(x.scalar_type());
        context->saved_data["dropout"] = dropoutProbability;
        context->saved_data["key"] = key;
        return y;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list kept = context->get_saved_variables();
        const Saved saved { kept[0], kept[1], kept[2], kept[3] };
        const auto wants = [&](const char *name) { return context->saved_data[name].toBool(); };
        const auto type = static_cast<torch::ScalarType>(context->saved_data["type"].toInt());
        const DropoutMask drop
            = makeDropoutMask(context->saved_data["dropout"].toDouble(),
                              static_cast<std::uint64_t>(context->saved_data["key"].toInt()));
        // Without dropout both inputs have the same gradient.
        const bool isShared = drop.threshold == 0 && type == torch::kFloat;

        Gradients to;
        const bool wantsResidual = wants("residual") || (isShared && wants("x"));
        if (wantsResidual)
            to.residual = torch::empty_like(saved.sum); // [N, C]
        if (wants("x") && !isShared)
            to.x = torch::empty(saved.sum.sizes(), type); // [N, C]
        const std::int64_t parts = (saved.sum.size(0) + kPartRows - 1) / kPartRows;
        const std::vector<std::int64_t> sums = { parts, saved.sum.size(1) };
        if (wants("weight"))
            to.weight = torch::zeros(sums, torch::kFloat); // [parts, C]
        if (wants("bias"))
            to.bias = torch::zeros(sums, torch::kFloat); // [parts, C]
        forKernelType(type, [&](auto zero) {
            using T = decltype(zero);
            backwardParts<T>(gradients[0].contiguous(), saved, drop, to);
        });

        variable_list result(8);
        if (wants("x"))
            result[0] = isShared ? to.residual : to.x; // [N, C]
        if (wants("residual"))
            result[1] = to.residual; // [N, C]
        if (wants("weight"))
            result[3] = to.weight.sum(0); // [C]
        if (wants("bias"))
            result[4] = to.bias.sum(0); // [C]
        return result;
    }

private:
    /// Undefined ones are not wanted. Those of weight and bias are [parts, C]: their sums over parts of
    /// the rows, so that the order of adding does not depend on the threads.
    struct Gradients
    {
        torch::Tensor x, residual, weight, bias;
    };

    template<typename T>
    static void backwardParts(const torch::Tensor &gradient, const Saved &saved,
                              const DropoutMask &drop, const Gradients &to)
    {
        const std::int64_t rows = gradient.size(0); // N
        const std::int64_t size = gradient.size(1); // C
        const auto at = [](const torch::Tensor &x, std::int64_t offset) {
            return x.defined() ? valuesOf<float>(x) + offset : nullptr;
        };
        const std::int64_t parts = (rows + kPartRows - 1) / kPartRows;
        forRows(parts, kPartRows * size, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin * kPartRows; row < std::min(rows, end * kPartRows);
                 ++row) {
                const std::int64_t first = row * size;
                const std::int64_t part = row / kPartRows * size;
                kernelsOf<T>().residualNormBackward(
                    at(gradient, first), at(saved.sum, first), *at(saved.mean, row),
                    *at(saved.inverseDeviation, row), at(saved.weight, 0), size, first, drop,
                    to.x.defined() ? valuesOf<T>(to.x) + first : nullptr, at(to.residual, first),
                    at(to.weight, part), at(to.bias, part));
            }
        });
    }
};

} // namespace

torch::Tensor residualNorm(const torch::Tensor &x, const torch::Tensor &residual,
                           const torch::Tensor &weight, const torch::Tensor &bias, double eps,
                           double dropoutProbability, const CounterRandom &random, bool isTraining,
                           Arithmetic arithmetic)
{
    const double probability = isTraining ? dropoutProbability : 0;
    if (!usesKernels(x, arithmetic)) {
        const torch::Tensor dropped = dropout(x, probability, random); // [N, C]
        const torch::Tensor sum = residual.defined() ? dropped + residual : dropped; // [N, C]
        return torch::layer_norm(sum, { x.size(1) }, weight, bias, eps);
    }
    return ResidualNorm::apply(x, residual.defined() ? residual : torch::empty({ 0 }),
                               residual.defined(), weight, bias, eps, probability,
                               static_cast<std::int64_t>(random.bits()));
}

} // namespace tamiz::engine
