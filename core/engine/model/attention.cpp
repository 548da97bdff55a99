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

// Hidden positions are keys that nobody sees, in every family. DeBERTa's original also empties them as
// queries; no real token can tell.

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

/// Exact up to half of the buckets, then logarithmic up to the largest distance; in f32 as the
/// original, because rounding decides at the borders. [T, T] i64 -> [T, T] i64
torch::Tensor logBuckets(const torch::Tensor &distance, const DisentangledAttention &settings)
{
    const std::int64_t exact = settings.buckets / 2;
    const torch::Tensor size = distance.abs().clamp_min(exact - 1); // [T, T]
    const torch::Tensor range = torch::log(
        torch::tensor(static_cast<double>(settings.maxDistance - 1) / static_cast<double>(exact),
                      torch::kFloat)); // scalar
    const torch::Tensor steps
        = torch::log(size.to(torch::kFloat) / exact) / range * (exact - 1); // [T, T]
    const torch::Tensor far = (torch::ceil(steps) + exact).to(torch::kLong); // [T, T]
    return torch::where(size <= exact, distance, far * distance.sign()); // [T, T]
}

RelativePositions disentangledPositions(const Encoder &encoder, const Pass &pass)
{
    const DisentangledAttention &settings = *encoder.disentangled;
    const std::int64_t span = settings.span(); // S
    torch::Tensor distance = distances(pass.length); // [T, T]
    if (settings.buckets > 0)
        distance = logBuckets(distance, settings); // [T, T]

    RelativePositions relative;
    relative.vectors
        = apply(*encoder.relative, torch::arange(2 * span, torch::kLong), pass); // [2S, C]
    if (encoder.relativeNorm)
        relative.vectors = apply(*encoder.relativeNorm, relative.vectors, pass); // [2S, C]
    const auto rows = [span](const torch::Tensor &x) {
        return (x + span).clamp(0, 2 * span - 1).unsqueeze(0).unsqueeze(0); // [1, 1, T, T]
    };
    relative.ofKeys = rows(distance);
    relative.ofQueries = rows(-distance);
    return relative;
}

/// Each token against the vector of its distance to each other: x [B, H, T, D], vectors [2S, C],
/// rows [1, 1, T, T] -> [B, H, T, T]
torch::Tensor againstPositions(const torch::Tensor &x, const torch::Tensor &vectors,
                               const torch::Tensor &rows, const Pass &pass)
{
    const std::int64_t heads = x.size(1);
    const std::int64_t size = x.size(3); // D
    const torch::Tensor all
        = vectors.view({ vectors.size(0), heads, size }).permute({ 1, 2, 0 }); // [H, D, 2S]
    const torch::Tensor folded
        = x.transpose(0, 1).reshape({ heads, pass.rows * pass.length, size }); // [H, B * T, D]
    const torch::Tensor scores = matmul(folded, all, pass.arithmetic)
                                     .view({ heads, pass.rows, pass.length, vectors.size(0) })
                                     .transpose(0, 1); // [B, H, T, 2S]
    return scores.gather(
        3, rows.expand({ pass.rows, heads, pass.length, pass.length })); // [B, H, T, T]
}

/// What positions add to the products of content: [B, H, T, T]
torch::Tensor positionScores(const DisentangledAttention &settings, const EncoderLayer &layer,
                             const torch::Tensor &query, const torch::Tensor &key,
                             const RelativePositions &relative, std::uint64_t site,
                             const Pass &pass)
{
    Pass apart = pass; // positions go through the same projections, but do not drop the same
    apart.random = pass.random.at(kRelativeSite + site);
    const torch::Tensor vectors = apart.drop(relative.vectors, pass.dropout.hidden, 0); // [2S, C]
    torch::Tensor scores;
    if (settings.fromContent) {
        const torch::Tensor keys = apply(layer.key, vectors, apart); // [2S, C]
        scores = againstPositions(query, keys, relative.ofKeys, pass); // [B, H, T, T]
    }
    if (settings.toContent) {
        const torch::Tensor queries = apply(layer.query, vectors, apart); // [2S, C]
        const torch::Tensor turned = againstPositions(key, queries, relative.ofQueries, pass)
                                         .transpose(-1, -2); // [B, H, T, T]
        scores = scores.defined() ? scores + turned : turned;
    }
    return scores;
}

} // namespace

RelativePositions relativePositions(const Encoder &encoder, const Pass &pass)
{
    if (!encoder.relative)
        return {};
    if (encoder.disentangled)
        return disentangledPositions(encoder, pass);
    RelativePositions relative;
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
    double terms = 1;
    if (encoder.disentangled) {
        terms = encoder.disentangled->terms();
        if (relative.vectors.defined() && terms > 1)
            scores = scores
                + positionScores(*encoder.disentangled, layer, query, key, relative, site, pass);
    }
    scores = scores / std::sqrt(terms * static_cast<double>(width / encoder.heads));
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
