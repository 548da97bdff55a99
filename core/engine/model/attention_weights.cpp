// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/attention_weights.h"

#include <algorithm>
#include <vector>

#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/model/cpu_kernels.h"
#include "core/engine/model/dropout.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The row of the mask that belongs to each row of the scores, without a copy for each head.
class MaskRows
{
public:
    MaskRows(const torch::Tensor &mask, const torch::Tensor &scores)
    {
        if (!mask.defined())
            return;
        m_mask = mask.to(torch::kFloat).expand(scores.sizes()); // [R, H, T, S]
        if (m_mask.stride(3) != 1 && m_mask.size(3) > 1)
            m_mask = m_mask.contiguous();
    }

    const float *row(std::int64_t index) const
    {
        if (!m_mask.defined())
            return nullptr;
        const std::int64_t t = index % m_mask.size(2);
        const std::int64_t h = index / m_mask.size(2) % m_mask.size(1);
        const std::int64_t r = index / m_mask.size(2) / m_mask.size(1);
        return valuesOf<float>(m_mask) + r * m_mask.stride(0) + h * m_mask.stride(1)
            + t * m_mask.stride(2);
    }

private:
    torch::Tensor m_mask; ///< [R, H, T, S], broadcast dimensions with stride 0
};

class AttentionWeights : public torch::autograd::Function<AttentionWeights>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &input,
                                 const torch::Tensor &mask, bool hasMask, double scale,
                                 double dropoutProbability, std::int64_t key,
                                 torch::ScalarType type)
    {
        const torch::Tensor scores = input.contiguous(); // [R, H, T, S]
        const MaskRows bias(hasMask ? mask : torch::Tensor(), scores);
        const DropoutMask drop
            = makeDropoutMask(dropoutProbability, static_cast<std::uint64_t>(key));
        const std::int64_t size = scores.size(3); // S
        const torch::Tensor probabilities = torch::empty_like(scores, scores.options().dtype(type));
        const torch::Tensor weights
            = drop.threshold > 0 ? torch::empty_like(probabilities) : probabilities;
        forKernelType(type, [&](auto zero) {
            using T = decltype(zero);
            forRows(
                scores.numel() / std::max<std::int64_t>(1, size), size, [&](auto begin, auto end) {
                    std::vector<float> scratch(static_cast<std::size_t>(size));
                    for (std::int64_t row = begin; row < end; ++row) {
                        const std::int64_t first = row * size;
                        kernelsOf<T>().softmax(valuesOf<float>(scores) + first, bias.row(row),
                                               static_cast<float>(scale), size, first, drop,
                                               scratch.data(), valuesOf<T>(probabilities) + first,
                                               valuesOf<T>(weights) + first);
                    }
                });
        });
        context->save_for_backward({ probabilities });
        context->saved_data["scale"] = scale;
        context->saved_data["dropout"] = dropoutProbability;
        context->saved_data["key"] = key;
        if (hasMask && mask.requires_grad())
            context->saved_data["mask"] = mask.sizes().vec();
        return weights;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const torch::Tensor probabilities = context->get_saved_variables()[0]; // [R, H, T, S]
        const torch::Tensor gradient
            = converted(gradients[0], probabilities.scalar_type()).contiguous(); // [R, H, T, S]
        const auto scale = static_cast<float>(context->saved_data["scale"].toDouble());
        const DropoutMask drop
            = makeDropoutMask(context->saved_data["dropout"].toDouble(),
                              static_cast<std::uint64_t>(context->saved_data["key"].toInt()));
        const std::int64_t size = probabilities.size(3); // S
        const torch::Tensor scoresGradient
            = torch::empty(probabilities.sizes(), torch::kFloat); // [R, H, T, S]
        forKernelType(probabilities.scalar_type(), [&](auto zero) {
            using T = decltype(zero);
            forRows(probabilities.numel() / std::max<std::int64_t>(1, size), size,
                    [&](auto begin, auto end) {
                        for (std::int64_t row = begin; row < end; ++row) {
                            const std::int64_t first = row * size;
                            kernelsOf<T>().softmaxBackward(
                                valuesOf<T>(probabilities) + first, valuesOf<T>(gradient) + first,
                                scale, size, first, drop, valuesOf<float>(scoresGradient) + first);
                        }
                    });
        });
        variable_list result(7);
        result[0] = scoresGradient;
        if (context->saved_data.count("mask") > 0) {
            result[1] = scoresGradient.sum_to_size(context->saved_data["mask"].toIntVector())
                / scale; // as the mask
        }
        return result;
    }
};

} // namespace

torch::Tensor attentionWeights(const torch::Tensor &scores, const torch::Tensor &mask, double scale,
                               double dropoutProbability, const CounterRandom &random,
                               bool isTraining, Arithmetic arithmetic)
{
    const double probability = isTraining ? dropoutProbability : 0;
    if (!usesKernels(scores, arithmetic)) {
        torch::Tensor values = scores * scale; // [R, H, T, S]
        if (mask.defined())
            values = values + mask;
        return dropout(torch::softmax(values, -1), probability, random);
    }
    return AttentionWeights::apply(
        scores, mask.defined() ? mask : torch::empty({ 0 }), mask.defined(), scale, probability,
        static_cast<std::int64_t>(random.bits()), operandType(arithmetic));
}

} // namespace tamiz::engine
