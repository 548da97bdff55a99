// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/attention.h"

#include <cmath>

#include <torch/types.h>

namespace tamiz::engine {

namespace {

/// [N, C] -> [B, H, T, D]
torch::Tensor splitHeads(const torch::Tensor &x, std::int64_t heads, const Pass &pass)
{
    return x.view({ pass.rows, pass.length, heads, x.size(1) / heads }).transpose(1, 2);
}

/// Query's position minus key's: [T, T] i64.
torch::Tensor distances(std::int64_t length)
{
    const torch::Tensor at = torch::arange(length, torch::kLong); // [T]
    return at.unsqueeze(1) - at.unsqueeze(0); // [T, T]
}

/// Buckets of T5 (Raffel et al., 2020): 16 for each direction, exact for near keys, logarithmic up to
/// a distance of 128; transformers' MPNet knows no other numbers. [T, T] i64 -> [T, T] i64
torch::Tensor distanceBuckets(const torch::Tensor &distance)
{
    constexpr std::int64_t kDirection = 16;
    constexpr std::int64_t kExact = kDirection / 2;
    constexpr double kFarthest = 128;
    const torch::Tensor size = distance.abs(); // [T, T]
    const torch::Tensor steps = torch::log(size.clamp_min(kExact).to(torch::kFloat) / kExact)
        / std::log(kFarthest / kExact) * (kDirection - kExact); // [T, T]
    const torch::Tensor far = (steps.to(torch::kLong) + kExact).clamp_max(kDirection - 1); // [T, T]
    return torch::where(size < kExact, size, far) + (distance < 0).to(torch::kLong) * kDirection;
}

} // namespace

RelativePositions relativePositions(const Encoder &encoder, const Pass &pass)
{
    RelativePositions relative;
    if (!encoder.relative)
        return relative;
    const torch::Tensor buckets = distanceBuckets(distances(pass.length)); // [T, T]
    relative.bias = apply(*encoder.relative, buckets.reshape({ -1 }), pass)
                        .view({ pass.length, pass.length, encoder.heads })
                        .permute({ 2, 0, 1 })
                        .unsqueeze(0); // [1, H, T, T]
    return relative;
}

torch::Tensor attention(const Encoder &encoder, const EncoderLayer &layer,
                        const torch::Tensor &input, const RelativePositions &relative,
                        std::uint64_t site, const Pass &pass)
{
    const std::int64_t width = input.size(1); // C
    const auto project = [&](const Linear &linear) {
        return splitHeads(apply(linear, input, pass), encoder.heads, pass);
    };
    const torch::Tensor query = project(layer.query); // [B, H, T, D]
    const torch::Tensor key = project(layer.key); // [B, H, T, D]
    const torch::Tensor value = project(layer.value); // [B, H, T, D]

    torch::Tensor scores = matmul(query, key.transpose(-1, -2), pass.arithmetic); // [B, H, T, T]
    scores = scores / std::sqrt(static_cast<double>(width / encoder.heads));
    if (relative.bias.defined())
        scores = scores + relative.bias;
    if (pass.mask.defined())
        scores = scores + pass.mask;
    const torch::Tensor weights
        = pass.drop(torch::softmax(scores, -1), pass.dropout.attention, site); // [B, H, T, T]
    const torch::Tensor context = matmul(weights, value, pass.arithmetic); // [B, H, T, D]
    return context.transpose(1, 2).reshape({ pass.rows * pass.length, width }); // [N, C]
}

} // namespace tamiz::engine
