// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/attention.h"

#include <cmath>
#include <limits>

#include <torch/types.h>

#include "core/engine/model/attention_weights.h"
#include "core/engine/model/fused_attention.h"

namespace tamiz::engine {

namespace {

/// The block's rows of [N, C] -> [R, H, T, D]
torch::Tensor splitHeads(const torch::Tensor &x, std::int64_t heads, const Block &block)
{
    return block.of(x).view({ block.rows, block.length, heads, x.size(1) / heads }).transpose(1, 2);
}

/// The corner for the block's length: [1, *, T, T] -> [1, *, t, t]
torch::Tensor corner(const torch::Tensor &x, const Block &block)
{
    return x.narrow(2, 0, block.length).narrow(3, 0, block.length);
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

void addDisentangled(AttentionSetting &setting, const Encoder &encoder, const Pass &pass)
{
    const DisentangledAttention &settings = *encoder.disentangled;
    const std::int64_t span = settings.span(); // S
    torch::Tensor distance = distances(pass.layout.longest()); // [T, T]
    if (settings.buckets > 0)
        distance = logBuckets(distance, settings); // [T, T]

    setting.vectors
        = apply(*encoder.relative, torch::arange(2 * span, torch::kLong).to(pass.device),
                pass); // [2S, C]
    if (encoder.relativeNorm)
        setting.vectors = apply(*encoder.relativeNorm, setting.vectors, pass); // [2S, C]
    const auto rows = [&](const torch::Tensor &x) {
        const torch::Tensor row = (x + span).clamp(0, 2 * span - 1); // [T, T]
        return row.unsqueeze(0).unsqueeze(0).to(pass.device); // [1, 1, T, T]
    };
    setting.ofKeys = rows(distance);
    setting.ofQueries = rows(-distance);
}

/// Each token against the vector of its distance to each other: x [R, H, T, D], vectors [2S, C],
/// rows [1, 1, T, T] -> [R, H, T, T]
torch::Tensor againstPositions(const torch::Tensor &x, const torch::Tensor &vectors,
                               const torch::Tensor &rows, const Pass &pass)
{
    const std::int64_t count = x.size(0); // R
    const std::int64_t heads = x.size(1);
    const std::int64_t length = x.size(2); // T
    const std::int64_t size = x.size(3); // D
    const torch::Tensor all
        = vectors.view({ vectors.size(0), heads, size }).permute({ 1, 2, 0 }); // [H, D, 2S]
    const torch::Tensor folded
        = x.transpose(0, 1).reshape({ heads, count * length, size }); // [H, R * T, D]
    const torch::Tensor scores = matmul(folded, all, pass.arithmetic)
                                     .view({ heads, count, length, vectors.size(0) })
                                     .transpose(0, 1); // [R, H, T, 2S]
    return scores.gather(3, rows.expand({ count, heads, length, length })); // [R, H, T, T]
}

/// Keys and queries of positions, through the same projections as tokens: [2S, C] each.
struct PositionVectors
{
    torch::Tensor keys, queries;
};

PositionVectors projectPositions(const DisentangledAttention &settings, const EncoderLayer &layer,
                                 const torch::Tensor &vectors, std::uint64_t site, const Pass &pass)
{
    Pass apart = pass; // positions must not drop what tokens drop
    apart.random = pass.random.at(kRelativeSite + site);
    const torch::Tensor dropped = apart.drop(vectors, pass.dropout.hidden, 0); // [2S, C]
    PositionVectors projected;
    if (settings.fromContent)
        projected.keys = apply(layer.key, dropped, apart);
    if (settings.toContent)
        projected.queries = apply(layer.query, dropped, apart);
    return projected;
}

/// What positions add to the products of content in a block: [R, H, T, T]
torch::Tensor positionScores(const PositionVectors &positions, const torch::Tensor &query,
                             const torch::Tensor &key, const AttentionSetting &setting,
                             const Block &block, const Pass &pass)
{
    torch::Tensor scores;
    if (positions.keys.defined())
        scores = againstPositions(query, positions.keys, corner(setting.ofKeys, block),
                                  pass); // [R, H, T, T]
    if (positions.queries.defined()) {
        const torch::Tensor turned
            = againstPositions(key, positions.queries, corner(setting.ofQueries, block), pass)
                  .transpose(-1, -2); // [R, H, T, T]
        scores = scores.defined() ? scores + turned : turned;
    }
    return scores;
}

/// [R, T] -> [R, 1, 1, T], the lowest float where nobody may look; undefined stays so.
torch::Tensor scoreMask(const torch::Tensor &visible, torch::Device device)
{
    if (!visible.defined())
        return {};
    const torch::Tensor hidden = (visible == 0).to(device, torch::kFloat); // [R, T]
    return (hidden * std::numeric_limits<float>::lowest()).unsqueeze(1).unsqueeze(1);
}

} // namespace

AttentionSetting attentionSetting(const Encoder &encoder, const Pass &pass)
{
    AttentionSetting setting;
    for (const Block &block : pass.layout.blocks)
        setting.masks.push_back(scoreMask(block.visible, pass.device));
    if (encoder.relative && encoder.disentangled) {
        addDisentangled(setting, encoder, pass);
    } else if (encoder.relative) {
        const std::int64_t length = pass.layout.longest(); // T
        const torch::Tensor buckets = distanceBuckets(distances(length)); // [T, T]
        setting.bias = apply(*encoder.relative, buckets.reshape({ -1 }).to(pass.device), pass)
                           .view({ length, length, encoder.heads })
                           .permute({ 2, 0, 1 })
                           .unsqueeze(0); // [1, H, T, T]
    }
    return setting;
}

torch::Tensor attention(const Encoder &encoder, const EncoderLayer &layer,
                        const torch::Tensor &input, const AttentionSetting &setting,
                        std::uint64_t site, const Pass &pass)
{
    const std::int64_t width = input.size(1); // C
    const double terms = encoder.disentangled ? encoder.disentangled->terms() : 1;
    const double scale = 1 / std::sqrt(terms * static_cast<double>(width / encoder.heads));
    const torch::ScalarType type = operandType(pass.arithmetic); // only products read these
    const torch::Tensor queries = apply(layer.query, input, pass, type); // [N, C]
    const torch::Tensor keys = apply(layer.key, input, pass, type); // [N, C]
    const torch::Tensor values = apply(layer.value, input, pass, type); // [N, C]
    PositionVectors positions;
    if (setting.vectors.defined())
        positions = projectPositions(*encoder.disentangled, layer, setting.vectors, site, pass);

    return pass.layout.overBlocks([&](const Block &block, std::size_t index) {
        const torch::Tensor query = splitHeads(queries, encoder.heads, block); // [R, H, T, D]
        const torch::Tensor key = splitHeads(keys, encoder.heads, block); // [R, H, T, D]
        const torch::Tensor value = splitHeads(values, encoder.heads, block); // [R, H, T, D]
        const auto join = [&](const torch::Tensor &context) { // [R, H, T, D] -> [R * T, C]
            return context.transpose(1, 2).reshape({ block.tokens(), width });
        };
        if (!encoder.relative && !encoder.disentangled && isAttentionFused(pass))
            return join(fusedAttention(query, key, value, setting.masks[index], site, pass));
        torch::Tensor scores
            = matmul(query, key.transpose(-1, -2), pass.arithmetic); // [R, H, T, T]
        const torch::Tensor byPosition
            = positionScores(positions, query, key, setting, block, pass); // [R, H, T, T]
        if (byPosition.defined())
            scores = scores + byPosition;
        if (setting.bias.defined())
            scores = scores + corner(setting.bias, block) / scale;
        const torch::Tensor weights
            = attentionWeights(scores, setting.masks[index], scale, pass.dropout.attention,
                               pass.randomAt(site, index), pass.isTraining, pass.arithmetic);
        return join(matmul(weights, value, pass.arithmetic, type)); // [R * T, C]
    });
}

} // namespace tamiz::engine
