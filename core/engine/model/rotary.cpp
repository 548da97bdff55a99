// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/rotary.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace tamiz::engine {

namespace {

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

torch::Tensor rotate(const torch::Tensor &x, const Rotation &rotation)
{
    if (!rotation.turns())
        return x;
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
