// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/decoder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/core/grad_mode.h>

#include "core/engine/data/batch.h"
#include "core/engine/model/rotary.h"

namespace tamiz::engine {

namespace {

/// What the layers of one pass share.
struct DecoderPass
{
    const Pass &pass;
    Rotation rotation;
    torch::Tensor mask; ///< [B or 1, 1, T, S] added to scores; undefined = all visible
    torch::Tensor windowMask; ///< the same of layers with a sliding window
    KeyValueCache *cache = nullptr;
    std::int64_t past = 0; ///< tokens in the cache before this pass
};

struct Projected
{
    torch::Tensor query; ///< [B, H, T, D]
    torch::Tensor key, value; ///< [B, K, T, D]
};

/// What is added to scores so that a token sees itself and the visible ones before it, at most
/// @p window of them: [B or 1, 1, T, S]; undefined where a single token sees all.
torch::Tensor scoreMask(const torch::Tensor &attentionMask, std::int64_t length, std::int64_t past,
                        std::int64_t window)
{
    const torch::Tensor queries
        = torch::arange(past, past + length, torch::kLong).unsqueeze(1); // [T, 1]
    const torch::Tensor keys = torch::arange(past + length, torch::kLong).unsqueeze(0); // [1, S]
    torch::Tensor isHidden = keys > queries; // [T, S]
    if (window > 0)
        isHidden = isHidden.logical_or(keys <= queries - window);
    isHidden = isHidden.unsqueeze(0).unsqueeze(0); // [1, 1, T, S]
    if (attentionMask.defined()) {
        const torch::Tensor isMasked
            = (attentionMask == 0).unsqueeze(1).unsqueeze(1); // [B, 1, 1, S]
        // A hidden token still sees itself: without any it would see all, the future included.
        isHidden = isHidden.logical_or(isMasked.logical_and(keys != queries)); // [B, 1, T, S]
    }
    if (!isHidden.any().item<bool>())
        return {};
    return isHidden.to(torch::kFloat) * std::numeric_limits<float>::lowest();
}

/// [N, heads * D] -> [B, heads, T, D]
torch::Tensor splitHeads(const torch::Tensor &x, std::int64_t heads, const Pass &pass)
{
    return x.view({ pass.rows, pass.length, heads, x.size(1) / heads }).transpose(1, 2);
}

Projected project(const Decoder &decoder, const DecoderLayer &layer, const torch::Tensor &x,
                  const Pass &pass)
{
    const std::int64_t heads = decoder.heads;
    const std::int64_t groups = decoder.config.keyValueHeads; // K
    if (!layer.fused) {
        return { splitHeads(apply(layer.query, x, pass), heads, pass),
                 splitHeads(apply(layer.key, x, pass), groups, pass),
                 splitHeads(apply(layer.value, x, pass), groups, pass) };
    }
    const torch::Tensor all = apply(*layer.fused, x, pass); // [N, 3 H D]
    const torch::Tensor parts = decoder.fusedLayout == FusedLayout::PerHead
        ? all.view({ pass.rows, pass.length, heads, 3, -1 }).permute({ 3, 0, 2, 1, 4 })
        : all.view({ pass.rows, pass.length, 3, heads, -1 })
              .permute({ 2, 0, 3, 1, 4 }); // [3, B, H, T, D]
    return { parts.select(0, 0), parts.select(0, 1), parts.select(0, 2) };
}

/// Appends to the cache's tensors of the layer and returns all of them: [B, K, S, D].
torch::Tensor extend(std::vector<torch::Tensor> &stored, std::size_t index, const torch::Tensor &x,
                     std::int64_t past)
{
    constexpr std::int64_t kLeastRoom = 64;
    if (stored.size() <= index)
        stored.resize(index + 1);
    torch::Tensor &room = stored[index]; // [B, K, room, D]
    const std::int64_t length = past + x.size(2);
    if (!room.defined() || room.size(2) < length) {
        std::vector<std::int64_t> sizes = x.sizes().vec();
        sizes[2] = std::max(kLeastRoom, 2 * length);
        torch::Tensor grown = torch::empty(sizes);
        if (past > 0)
            grown.narrow(2, 0, past).copy_(room.narrow(2, 0, past));
        room = grown;
    }
    room.narrow(2, past, x.size(2)).copy_(x);
    return room.narrow(2, 0, length);
}

/// softmax(Q K^T / sqrt(D)) V: [N, C] -> [N, H D].
torch::Tensor attention(const Decoder &decoder, std::size_t index, const torch::Tensor &x,
                        const DecoderPass &state)
{
    const Pass &pass = state.pass;
    const DecoderLayer &layer = decoder.layers[index];
    const DecoderConfig &config = decoder.config;
    auto [query, key, value] = project(decoder, layer, x, pass);
    if (layer.queryNorm) {
        query = apply(*layer.queryNorm, query, pass); // [B, H, T, D]
        key = apply(*layer.keyNorm, key, pass); // [B, K, T, D]
    }
    query = rotate(query, state.rotation); // [B, H, T, D]
    key = rotate(key, state.rotation); // [B, K, T, D]
    if (state.cache) {
        key = extend(state.cache->keys, index, key, state.past); // [B, K, S, D]
        value = extend(state.cache->values, index, value, state.past); // [B, K, S, D]
    }

    double scale = config.scalesScores ? 1 / std::sqrt(static_cast<double>(config.headSize)) : 1;
    if (config.scalesByLayer)
        scale /= static_cast<double>(index + 1);
    // The heads of a group stand under one another, so that its keys are not copied for each.
    const std::int64_t all = key.size(2); // S
    const torch::Tensor grouped = (query * scale)
                                      .reshape({ pass.rows, config.keyValueHeads, -1,
                                                 config.headSize }); // [B, K, H / K * T, D]
    torch::Tensor scores = matmul(grouped, key.transpose(-1, -2), pass.arithmetic)
                               .view({ pass.rows, decoder.heads, pass.length, all });
    const bool hasWindow
        = config.window > 0 && static_cast<std::int64_t>(index) >= config.firstWindowLayer;
    const torch::Tensor &mask = hasWindow ? state.windowMask : state.mask;
    if (mask.defined())
        scores = scores + mask; // [B, H, T, S]
    const torch::Tensor weights = pass.drop(torch::softmax(scores, -1), pass.dropout.attention,
                                            kLayerSite + 8 * index); // [B, H, T, S]
    const torch::Tensor context
        = matmul(weights.view({ pass.rows, config.keyValueHeads, -1, all }), value, pass.arithmetic)
              .view({ pass.rows, decoder.heads, pass.length, config.headSize }); // [B, H, T, D]
    return context.transpose(1, 2).reshape({ pass.rows * pass.length, -1 }); // [N, H D]
}

torch::Tensor applyLayer(const Decoder &decoder, std::size_t index, const torch::Tensor &input,
                         const DecoderPass &state)
{
    const Pass &pass = state.pass;
    const DecoderLayer &layer = decoder.layers[index];
    const std::uint64_t site = kLayerSite + 8 * index;

    const torch::Tensor normed = apply(layer.attentionNorm, input, pass); // [N, C]
    torch::Tensor mixed = attention(decoder, index, normed, state); // [N, H D]
    mixed = apply(layer.attentionOutput, mixed, pass); // [N, C]
    mixed = pass.drop(mixed, pass.dropout.hidden, site + 1);
    const torch::Tensor middle = input + mixed; // [N, C]

    const torch::Tensor &source = decoder.config.isParallel ? input : middle;
    const torch::Tensor read
        = layer.feedForwardNorm ? apply(*layer.feedForwardNorm, source, pass) : normed; // [N, C]
    const torch::Tensor narrow = feedForward(layer, read, decoder, pass); // [N, C]
    return middle + pass.drop(narrow, pass.dropout.hidden, site + 2); // [N, C]
}

torch::Tensor embed(const Decoder &decoder, const torch::Tensor &ids,
                    const torch::Tensor &attentionMask, const DecoderPass &state)
{
    const Pass &pass = state.pass;
    torch::Tensor hidden = apply(decoder.words, ids, pass); // [N, C]
    if (decoder.positions.rows > 0) {
        torch::Tensor positions; // [N]
        if (decoder.countsVisible && attentionMask.defined()) {
            const torch::Tensor counted
                = attentionMask.cumsum(1) * attentionMask - 1; // [B, S], -1 where hidden
            positions = counted.narrow(1, state.past, pass.length).reshape({ -1 });
        } else {
            positions = torch::arange(state.past, state.past + pass.length, torch::kLong)
                            .repeat({ pass.rows });
        }
        hidden = hidden + apply(decoder.positions, positions + decoder.positionOffset, pass);
    }
    return pass.drop(hidden, pass.dropout.embedding, kEmbeddingSite); // [N, C]
}

} // namespace

torch::Tensor decode(const Decoder &decoder, const torch::Tensor &ids,
                     const torch::Tensor &attentionMask, const Pass &pass,
                     std::vector<torch::Tensor> *hiddenStates, KeyValueCache *cache)
{
    const std::int64_t past = cache ? cache->length : 0;
    DecoderPass state { .pass = pass,
                        .rotation = rotationAt(decoder.config.rope, past, pass.length),
                        .mask = scoreMask(attentionMask, pass.length, past, 0),
                        .windowMask = {},
                        .cache = cache,
                        .past = past };
    if (decoder.config.window > 0)
        state.windowMask = scoreMask(attentionMask, pass.length, past, decoder.config.window);

    torch::Tensor hidden = embed(decoder, ids, attentionMask, state); // [N, C]
    for (std::size_t index = 0; index < decoder.layers.size(); ++index) {
        if (hiddenStates)
            hiddenStates->push_back(hidden);
        hidden = applyLayer(decoder, index, hidden, state); // [N, C]
    }
    if (decoder.finalNorm)
        hidden = apply(*decoder.finalNorm, hidden, pass); // [N, C]
    if (hiddenStates)
        hiddenStates->push_back(hidden);
    if (cache)
        cache->length += pass.length;
    return hidden;
}

torch::Tensor lastVisible(const torch::Tensor &hidden, const torch::Tensor &attentionMask,
                          const Pass &pass)
{
    const torch::Tensor states = hidden.view({ pass.rows, pass.length, -1 }); // [B, T, C]
    if (!attentionMask.defined())
        return states.select(1, pass.length - 1); // [B, C]
    const torch::Tensor places = torch::arange(pass.length, torch::kLong); // [T]
    const torch::Tensor last = (attentionMask * places).argmax(1); // [B]
    return states.index({ torch::arange(pass.rows, torch::kLong), last }); // [B, C]
}

torch::Tensor nextTokenLabels(const torch::Tensor &labels)
{
    const torch::Tensor shifted = torch::full_like(labels, kIgnoredLabel); // [B, T]
    const std::int64_t length = labels.size(1);
    shifted.narrow(1, 0, length - 1).copy_(labels.narrow(1, 1, length - 1));
    return shifted.reshape({ -1 }); // [N]
}

} // namespace tamiz::engine
