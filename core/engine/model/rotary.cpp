// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/rotary.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/model/cpu_kernels.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Llama 3.1's rule: wavelengths that fit the trained length stay, those far beyond it are stretched
/// by the factor, and a ramp leads from one to the other.
double stretched(double frequency, const RopeConfig &rope)
{
    const double turns = static_cast<double>(rope.trainedPositions) * frequency
        / (2 * std::numbers::pi); // within the trained length
    const double share
        = (turns - rope.lowFrequencyFactor) / (rope.highFrequencyFactor - rope.lowFrequencyFactor);
    const double kept = std::clamp(share, 0.0, 1.0);
    return frequency * (kept + (1 - kept) / rope.factor);
}

std::vector<double> frequencies(const RopeConfig &rope, std::int64_t length)
{
    const auto dimensions = static_cast<double>(rope.dimensions);
    double theta = rope.theta;
    if (rope.scaling == RopeScaling::Dynamic && length > rope.trainedPositions
        && rope.dimensions > 2) {
        const double growth
            = rope.factor * static_cast<double>(length) / static_cast<double>(rope.trainedPositions)
            - (rope.factor - 1);
        theta *= std::pow(growth, dimensions / (dimensions - 2));
    }
    std::vector<double> result;
    for (std::int64_t i = 0; i < rope.dimensions; i += 2) {
        const double frequency = std::pow(theta, -static_cast<double>(i) / dimensions);
        if (rope.scaling == RopeScaling::Linear)
            result.push_back(frequency / rope.factor);
        else if (rope.scaling == RopeScaling::Llama3)
            result.push_back(stretched(frequency, rope));
        else
            result.push_back(frequency);
    }
    return result;
}

/// Where the heads of two tensors [B, H, T, D], each dense in its last dimension, begin.
struct HeadPlaces
{
    std::int64_t from, to;
    std::int64_t angles; ///< those of the position among [T, R / 2]
};

/// Calls @p body(places) for every head of every token.
template<typename Body>
void forHeads(const torch::Tensor &from, const torch::Tensor &to, std::int64_t half,
              const Body &body)
{
    const std::int64_t heads = from.size(1); // H
    const std::int64_t length = from.size(2); // T
    forRows(from.size(0) * heads * length, from.size(3), [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            const std::int64_t t = row % length;
            const std::int64_t h = row / length % heads;
            const std::int64_t b = row / length / heads;
            const auto placeIn = [&](const torch::Tensor &x) {
                return b * x.stride(0) + h * x.stride(1) + t * x.stride(2);
            };
            body(HeadPlaces { placeIn(from), placeIn(to), t * half });
        }
    });
}

torch::Tensor withDenseHeads(const torch::Tensor &x)
{
    return x.stride(3) == 1 ? x : x.contiguous();
}

class Rotate : public torch::autograd::Function<Rotate>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &input,
                                 const torch::Tensor &cosine, const torch::Tensor &sine,
                                 torch::ScalarType type)
    {
        const torch::Tensor x = withDenseHeads(input); // [B, H, T, D]
        const torch::Tensor y = torch::empty(x.sizes(), type); // [B, H, T, D]
        const std::int64_t half = cosine.size(1); // R / 2
        forKernelType(type, [&](auto zero) {
            using T = decltype(zero);
            forHeads(x, y, half, [&](const HeadPlaces &head) {
                kernelsOf<T>().rotate(
                    valuesOf<float>(x) + head.from, valuesOf<float>(cosine) + head.angles,
                    valuesOf<float>(sine) + head.angles, half, x.size(3), valuesOf<T>(y) + head.to);
            });
        });
        context->save_for_backward({ cosine, sine });
        return y;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &cosine = saved[0]; // [T, R / 2]
        const torch::Tensor &sine = saved[1]; // [T, R / 2]
        const torch::Tensor y = withDenseHeads(gradients[0]); // [B, H, T, D]
        const torch::Tensor x
            = torch::empty({ y.size(0), y.size(2), y.size(1), y.size(3) }, torch::kFloat)
                  .transpose(1, 2); // [B, H, T, D] as the projections have them: token by token
        const std::int64_t half = cosine.size(1); // R / 2
        forKernelType(y.scalar_type(), [&](auto zero) {
            using T = decltype(zero);
            forHeads(y, x, half, [&](const HeadPlaces &head) {
                kernelsOf<T>().rotateBack(valuesOf<T>(y) + head.from,
                                          valuesOf<float>(cosine) + head.angles,
                                          valuesOf<float>(sine) + head.angles, half, y.size(3),
                                          valuesOf<float>(x) + head.to);
            });
        });
        return { x, torch::Tensor(), torch::Tensor(), torch::Tensor() };
    }
};

} // namespace

Rotation rotationAt(const RopeConfig &rope, std::int64_t first, std::int64_t count,
                    std::int64_t length, torch::Device device)
{
    if (rope.dimensions == 0)
        return {};
    const std::vector<double> speeds = frequencies(rope, length);
    const auto half = static_cast<std::int64_t>(speeds.size());
    Rotation rotation { torch::empty({ count, half }),
                        torch::empty({ count, half }) }; // [T, R / 2]
    float *cosine = rotation.cosine.data_ptr<float>();
    float *sine = rotation.sine.data_ptr<float>();
    for (std::int64_t t = 0; t < count; ++t) {
        for (const double speed : speeds) {
            const double angle = static_cast<double>(first + t) * speed;
            *cosine++ = static_cast<float>(std::cos(angle));
            *sine++ = static_cast<float>(std::sin(angle));
        }
    }
    return { rotation.cosine.to(device), rotation.sine.to(device) };
}

Rotation Rotation::upTo(std::int64_t length) const
{
    if (!turns())
        return {};
    return { cosine.narrow(0, 0, length), sine.narrow(0, 0, length) };
}

torch::Tensor rotate(const torch::Tensor &x, const Rotation &rotation, Arithmetic arithmetic)
{
    if (!rotation.turns())
        return x;
    if (usesKernels(x, arithmetic) && x.scalar_type() == torch::kFloat)
        return Rotate::apply(x, rotation.cosine, rotation.sine, operandType(arithmetic));
    const std::int64_t half = rotation.cosine.size(1);
    const torch::Tensor a = x.narrow(-1, 0, half); // [B, H, T, R / 2]
    const torch::Tensor b = x.narrow(-1, half, half); // [B, H, T, R / 2]
    const torch::Tensor turnedA = a * rotation.cosine - b * rotation.sine; // [B, H, T, R / 2]
    const torch::Tensor turnedB = b * rotation.cosine + a * rotation.sine; // [B, H, T, R / 2]
    const std::int64_t rest = x.size(-1) - 2 * half;
    if (rest == 0)
        return torch::cat({ turnedA, turnedB }, -1); // [B, H, T, D]
    return torch::cat({ turnedA, turnedB, x.narrow(-1, 2 * half, rest) }, -1); // [B, H, T, D]
}

} // namespace tamiz::engine
