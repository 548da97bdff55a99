// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/vocabulary_loss.h"

#include <algorithm>

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/data/batch.h"
#include "core/engine/model/cpu_kernels.h"
#include "core/engine/model/gemm.h"
#include "core/engine/model/operands.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kScoreBytes = 32 << 20; // of the scores of some rows
constexpr std::int64_t kLeastRows = 32;

/// Losses of rows of scores [R, V] f32, which are used up, into @p losses [R] f64; the gradients of the
/// scores times @p scale into @p gradient [R, V] where it is defined.
void scoreRows(const torch::Tensor &scores, const torch::Tensor &labels, double labelSmoothing,
               double scale, const torch::Tensor &losses, const torch::Tensor &gradient)
{
    const std::int64_t size = scores.size(1); // V
    const torch::ScalarType type = gradient.defined() ? gradient.scalar_type() : torch::kFloat;
    forKernelType(type, [&](auto zero) {
        using T = decltype(zero);
        forRows(scores.size(0), size, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t row = begin; row < end; ++row) {
                const std::int64_t label = valuesOf<std::int64_t>(labels)[row];
                T *const out = gradient.defined() ? valuesOf<T>(gradient) + row * size : nullptr;
                if (label != kIgnoredLabel) {
                    valuesOf<double>(losses)[row] = kernelsOf<T>().crossEntropy(
                        valuesOf<float>(scores) + row * size, size, label,
                        static_cast<float>(labelSmoothing), static_cast<float>(scale), out);
                } else if (out) {
                    std::fill_n(out, size, T {});
                }
            }
        });
    });
}

/// @p gradient times @p upstream, which is 1 where the loss is the end of the graph.
torch::Tensor scaled(torch::Tensor gradient, const torch::Tensor &upstream)
{
    return upstream.item<float>() == 1 ? gradient : gradient.mul_(upstream);
}

class LinearCrossEntropy : public torch::autograd::Function<LinearCrossEntropy>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &x,
                                 const torch::Tensor &weight, const torch::Tensor &bias,
                                 bool hasBias, const torch::Tensor &labels, double labelSmoothing,
                                 torch::ScalarType operands)
    {
        const torch::Tensor left = activationOperand(x, operands); // [M, E]
        const torch::Tensor right = weightOperand(weight, operands); // [V, E]
        const std::int64_t rows = x.size(0); // M
        const std::int64_t vocabulary = weight.size(0); // V
        const std::int64_t atOnce = scoredRowsAtOnce(vocabulary);
        const std::int64_t counted = (labels != kIgnoredLabel).sum().item<std::int64_t>();
        const double scale = 1 / static_cast<double>(std::max<std::int64_t>(1, counted));
        const bool trainsWeight = weight.requires_grad();
        const bool trainsBias = hasBias && bias.requires_grad();
        const bool keepsGradient = trainsWeight || trainsBias;

        const torch::Tensor losses = torch::zeros({ rows }, torch::kDouble); // [M]
        torch::Tensor xGradient; // [M, E]
        if (x.requires_grad())
            xGradient = torch::empty(x.sizes(), torch::kFloat);
        torch::Tensor gradient; // [M, V] of the scores, or [R, V] where it is not kept
        if (keepsGradient || xGradient.defined())
            gradient = torch::empty({ keepsGradient ? rows : std::min(rows, atOnce), vocabulary },
                                    operands);
        for (std::int64_t first = 0; first < rows; first += atOnce) {
            const std::int64_t count = std::min(atOnce, rows - first); // R
            const torch::Tensor scores = gemm(left.narrow(0, first, count), right.t(),
                                              hasBias ? bias : torch::Tensor()); // [R, V]
            torch::Tensor part; // [R, V]
            if (gradient.defined())
                part = gradient.narrow(0, keepsGradient ? first : 0, count);
            scoreRows(scores, labels.narrow(0, first, count), labelSmoothing, scale,
                      losses.narrow(0, first, count), part);
            if (xGradient.defined())
                xGradient.narrow(0, first, count).copy_(gemm(part, right)); // [R, E]
        }
        context->save_for_backward({ xGradient, keepsGradient ? gradient : torch::Tensor(),
                                     trainsWeight ? left : torch::Tensor() });
        context->saved_data["bias"] = trainsBias;
        return (losses.sum() * scale).to(torch::kFloat); // scalar
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &upstream = gradients[0]; // scalar
        variable_list result(7);
        if (saved[0].defined())
            result[0] = saved[0] * upstream; // [M, E]
        if (saved[2].defined())
            result[1] = scaled(gemm(saved[1].t(), saved[2]), upstream); // [V, E]
        if (context->saved_data["bias"].toBool())
            result[2] = scaled(columnSums(saved[1]), upstream); // [V]
        return result;
    }
};

} // namespace

std::int64_t scoredRowsAtOnce(std::int64_t vocabulary)
{
    const auto rowBytes = vocabulary * static_cast<std::int64_t>(sizeof(float));
    return std::max<std::int64_t>(1, kScoreBytes / rowBytes / kLeastRows) * kLeastRows;
}

torch::Tensor linearCrossEntropy(const torch::Tensor &x, const torch::Tensor &weight,
                                 const torch::Tensor &bias, const torch::Tensor &labels,
                                 double labelSmoothing, Arithmetic arithmetic)
{
    const torch::Tensor wanted = labels.contiguous(); // [M]
    const torch::Tensor isOutside
        = (wanted != kIgnoredLabel).logical_and((wanted < 0).logical_or(wanted >= weight.size(0)));
    TORCH_CHECK(!isOutside.any().item<bool>(), "a label that is not among the ", weight.size(0),
                " tokens of the vocabulary");
    // Where nothing is recorded nothing needs a gradient: autograd's functions do not know.
    const bool isRecorded = at::GradMode::is_enabled();
    const auto input
        = [isRecorded](const torch::Tensor &value) { return isRecorded ? value : value.detach(); };
    return LinearCrossEntropy::apply(
        input(x), input(weight), bias.defined() ? input(bias) : torch::empty({ 0 }), bias.defined(),
        wanted, labelSmoothing, operandType(arithmetic));
}

} // namespace tamiz::engine
