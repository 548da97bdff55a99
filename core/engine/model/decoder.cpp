// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/decoder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <ATen/core/grad_mode.h>

#include "core/engine/data/batch.h"
#include "core/engine/model/attention_weights.h"
#include "core/engine/model/checkpointing.h"
#include "core/engine/model/fused_attention.h"
#include "core/engine/model/rotary.h"

namespace tamiz::engine {

namespace {

/// What the layers of one pass share.
struct DecoderPass
{
    const Pass &pass;
    Rotation rotation; ///< of the longest row
    std::vector<torch::Tensor>
        masks; ///< a block: [R or 1, 1, T, S] added to scores; undefined = all visible
    std::vector<torch::Tensor> windowMasks; ///< the same of layers with a sliding window
    KeyValueCache *cache = nullptr;
    std::int64_t past = 0; ///< tokens in the cache before this pass
};

struct Heads
{
    torch::Tensor query; ///< [R, H, T, D]
    torch::Tensor key, value; ///< [R, K, T, D]
};

/// What is added to scores so that a token sees itself and the visible ones before it, at most
/// @p window of them: [R or 1, 1, T, S]; undefined where a single token sees all.
torch::Tensor scoreMask(const Block &block, std::int64_t past, std::int64_t window,
                        torch::Device device)
{
    const torch::Tensor queries
        = torch::arange(past, past + block.length, torch::kLong).unsqueeze(1); // [T, 1]
    const torch::Tensor keys
        = torch::arange(past + block.length, torch::kLong).unsqueeze(0); // [1, S]
    torch::Tensor isHidden = keys > queries; // [T, S]
    if (window > 0)
        isHidden = isHidden.logical_or(keys <= queries - window);
    isHidden = isHidden.unsqueeze(0).unsqueeze(0); // [1, 1, T, S]
    if (block.visible.defined()) {
        const torch::Tensor isMasked
            = (block.visible == 0).unsqueeze(1).unsqueeze(1); // [R, 1, 1, T]
        // A hidden token still sees itself: without any it would see all, the future included.
        isHidden = isHidden.logical_or(isMasked.logical_and(keys != queries)); // [R, 1, T, T]
    }
    if (!isHidden.any().item<bool>())
        return {};
    return isHidden.to(device, torch::kFloat) * std::numeric_limits<float>::lowest();
}

/// What the projections make of all tokens: query, key and value [N, heads * D], or one with all three.
struct Projected
{
    torch::Tensor query, key, value;
    torch::Tensor all; ///< [N, 3 H D]
};

/// In the operand type where products read them as they are.
Projected project(const DecoderLayer &layer, const torch::Tensor &x, bool turns, const Pass &pass)
{
    const torch::ScalarType operands = operandType(pass.arithmetic);
    const torch::ScalarType type = turns || layer.queryNorm ? torch::kFloat : operands;
    if (layer.fused)
        return { {}, {}, {}, apply(*layer.fused, x, pass, type) };
    return { apply(layer.query, x, pass, type),
             apply(layer.key, x, pass, type),
             apply(layer.value, x, pass, operands),
             {} };
}

Heads headsOf(const Projected &projected, const Decoder &decoder, const DecoderLayer &layer,
              const Block &block, const Pass &pass)
{
    if (projected.all.defined()) {
        const torch::Tensor all = block.of(projected.all); // [R * T, 3 H D]
        const torch::Tensor parts = decoder.fusedLayout == FusedLayout::PerHead
            ? all.view({ block.rows, block.length, decoder.heads, 3, -1 })
                  .permute({ 3, 0, 2, 1, 4 })
            : all.view({ block.rows, block.length, 3, decoder.heads, -1 })
                  .permute({ 2, 0, 3, 1, 4 }); // [3, R, H, T, D]
        return { parts.select(0, 0), parts.select(0, 1), parts.select(0, 2) };
    }
    const auto split
        = [&](const torch::Tensor &x, std::int64_t heads, const std::optional<Norm> &norm = {}) {
              const torch::Tensor tokens
                  = block.of(x).view({ block.rows, block.length, heads, -1 }); // [R, T, H, D]
              return (norm ? apply(*norm, tokens, pass) : tokens).transpose(1, 2); // [R, H, T, D]
          };
    return { split(projected.query, decoder.heads, layer.queryNorm),
             split(projected.key, decoder.config.keyValueHeads, layer.keyNorm),
             split(projected.value, decoder.config.keyValueHeads) };
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
        torch::Tensor grown = torch::empty(sizes, x.options());
        if (past > 0)
            grown.narrow(2, 0, past).copy_(room.narrow(2, 0, past));
        room = grown;
    }
    room.narrow(2, past, x.size(2)).copy_(x);
    return room.narrow(2, 0, length);
}

/// softmax(Q K^T / sqrt(D)) V within each sequence: [N, C] -> [N, H D].
torch::Tensor attention(const Decoder &decoder, std::size_t index, const torch::Tensor &x,
                        const DecoderPass &state)
{
    const Pass &pass = state.pass;
    const DecoderLayer &layer = decoder.layers[index];
    const DecoderConfig &config = decoder.config;
    double scale = config.scalesScores ? 1 / std::sqrt(static_cast<double>(config.headSize)) : 1;
    if (config.scalesByLayer)
        scale /= static_cast<double>(index + 1);
    const bool hasWindow
        = config.window > 0 && static_cast<std::int64_t>(index) >= config.firstWindowLayer;
    const std::vector<torch::Tensor> &masks = hasWindow ? state.windowMasks : state.masks;
    const Projected projected = project(layer, x, state.rotation.turns(), pass);

    return pass.layout.overBlocks([&](const Block &block, std::size_t blockIndex) {
        auto [query, key, value] = headsOf(projected, decoder, layer, block, pass);
        const Rotation rotation = state.rotation.upTo(block.length);
        query = rotate(query, rotation, pass.arithmetic); // [R, H, T, D]
        key = rotate(key, rotation, pass.arithmetic); // [R, K, T, D]
        if (state.cache) {
            key = extend(state.cache->keys, index, key, state.past); // [R, K, S, D]
            value = extend(state.cache->values, index, value, state.past); // [R, K, S, D]
        }
        if (isAttentionFused(pass)) {
            const auto perHead = [&](const torch::Tensor &shared) { // [R, K, S, D] -> [R, H, S, D]
                return shared.repeat_interleave(decoder.heads / config.keyValueHeads, 1);
            };
            // The kernel divides by sqrt(D), which not every family does.
            const torch::Tensor scaled
                = query * (scale * std::sqrt(static_cast<double>(config.headSize)));
            const torch::Tensor context
                = fusedAttention(scaled, perHead(key), perHead(value), masks[blockIndex],
                                 kLayerSite + 8 * index, pass); // [R, H, T, D]
            return context.transpose(1, 2).reshape({ block.tokens(), -1 }); // [R * T, H D]
        }
        // The heads of a group stand under one another, so that its keys are not copied for each.
        const std::int64_t all = key.size(2); // S
        const torch::Tensor grouped = query.reshape(
            { block.rows, config.keyValueHeads, -1, config.headSize }); // [R, K, H / K * T, D]
        const torch::Tensor scores = matmul(grouped, key.transpose(-1, -2), pass.arithmetic)
                                         .reshape({ block.rows, decoder.heads, block.length, all });
        const torch::Tensor weights
            = attentionWeights(scores, masks[blockIndex], scale, pass.dropout.attention,
                               pass.randomAt(kLayerSite + 8 * index, blockIndex), pass.isTraining,
                               pass.arithmetic); // [R, H, T, S]
        const torch::Tensor context
            = matmul(weights.reshape({ block.rows, config.keyValueHeads, -1, all }), value,
                     pass.arithmetic, operandType(pass.arithmetic))
                  .reshape({ block.rows, decoder.heads, block.length, config.headSize });
        return context.transpose(1, 2).reshape({ block.tokens(), -1 }); // [R * T, H D]
    });
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
    const torch::Tensor narrow = feedForward(layer, read, decoder, pass, site + 3); // [N, C]
    return middle + pass.drop(narrow, pass.dropout.hidden, site + 2); // [N, C]
}

/// Rows of the learned positions: by place, fillers beyond @p last at that one, or counting visible
/// tokens only. [R * T] i64
torch::Tensor positionsOf(const Decoder &decoder, const Block &block, std::int64_t past,
                          std::int64_t last)
{
    const torch::Tensor visible = block.visible; // [R, T]
    if (decoder.countsVisible && visible.defined())
        return (visible.cumsum(1) * visible - 1).reshape({ -1 }) + decoder.positionOffset;
    return torch::arange(past, past + block.length, torch::kLong)
               .clamp_max(last)
               .repeat({ block.rows })
        + decoder.positionOffset;
}

torch::Tensor embed(const Decoder &decoder, const torch::Tensor &ids, const DecoderPass &state)
{
    const Pass &pass = state.pass;
    torch::Tensor hidden = apply(decoder.words, ids, pass); // [N, C]
    if (decoder.config.wordScale != 1)
        hidden = hidden * decoder.config.wordScale; // [N, C]
    if (decoder.positions.rows > 0) {
        const std::int64_t last = state.past + pass.layout.length - 1;
        const torch::Tensor positions
            = pass.layout.overBlocks([&](const Block &block, std::size_t) {
                  return positionsOf(decoder, block, state.past, last);
              }); // [N]
        hidden = hidden + apply(decoder.positions, positions.to(pass.device), pass);
    }
    return pass.drop(hidden, pass.dropout.embedding, kEmbeddingSite); // [N, C]
}

DecoderPass passOf(const Decoder &decoder, const Pass &pass, KeyValueCache *cache)
{
    const std::int64_t past = cache ? cache->length : 0;
    TORCH_CHECK(!cache || (pass.layout.rows == 1 && !pass.layout.blocks.front().visible.defined()),
                "a cache holds one row, all visible");
    DecoderPass state { .pass = pass,
                        .rotation = rotationAt(decoder.config.rope, past, pass.layout.longest(),
                                               past + pass.layout.length, pass.device),
                        .masks = {},
                        .windowMasks = {},
                        .cache = cache,
                        .past = past };
    for (const Block &block : pass.layout.blocks) {
        state.masks.push_back(scoreMask(block, past, 0, pass.device));
        if (decoder.config.window > 0)
            state.windowMasks.push_back(scoreMask(block, past, decoder.config.window, pass.device));
    }
    return state;
}

torch::Tensor checkpointedLayer(const Decoder &decoder, std::size_t index,
                                const torch::Tensor &input, const DecoderPass &state)
{
    // The pass ends before backward begins: the layer has its own copy.
    const auto layer =
        [&decoder, index, pass = state.pass, rotation = state.rotation, masks = state.masks,
         windowMasks = state.windowMasks](const torch::Tensor &hidden, const torch::Tensor &) {
            return applyLayer(
                decoder, index, hidden,
                { .pass = pass, .rotation = rotation, .masks = masks, .windowMasks = windowMasks });
        };
    return recomputedInBackward(layer, input, torch::empty({ 0 }));
}

/// Layers from @p first to before @p last. Hidden states are what each receives.
torch::Tensor applyLayers(const Decoder &decoder, torch::Tensor hidden, std::size_t first,
                          std::size_t last, const DecoderPass &state,
                          std::vector<torch::Tensor> *hiddenStates)
{
    for (std::size_t index = first; index < last; ++index) {
        if (hiddenStates)
            hiddenStates->push_back(hidden);
        hidden = state.pass.checkpointsLayers ? checkpointedLayer(decoder, index, hidden, state)
                                              : applyLayer(decoder, index, hidden, state); // [N, C]
    }
    return hidden;
}

torch::Tensor finish(const Decoder &decoder, torch::Tensor hidden, const Pass &pass,
                     std::vector<torch::Tensor> *hiddenStates)
{
    if (decoder.finalNorm)
        hidden = apply(*decoder.finalNorm, hidden, pass); // [N, C]
    if (hiddenStates)
        hiddenStates->push_back(hidden);
    return hidden;
}

} // namespace

torch::Tensor decodeFrozen(const Decoder &decoder, const torch::Tensor &ids, const Pass &pass,
                           std::vector<torch::Tensor> *hiddenStates)
{
    Pass quiet = pass;
    quiet.isTraining = false;
    const DecoderPass state = passOf(decoder, quiet, nullptr);
    const torch::Tensor hidden = embed(decoder, ids, state); // [N, C]
    return applyLayers(decoder, hidden, 0, pass.frozenStages - 1, state, hiddenStates);
}

torch::Tensor decodeOn(const Decoder &decoder, const torch::Tensor &hidden, const Pass &pass,
                       std::vector<torch::Tensor> *hiddenStates)
{
    const DecoderPass state = passOf(decoder, pass, nullptr);
    const torch::Tensor last = applyLayers(decoder, hidden, pass.frozenStages - 1,
                                           decoder.layers.size(), state, hiddenStates); // [N, C]
    return finish(decoder, last, pass, hiddenStates);
}

torch::Tensor decode(const Decoder &decoder, const torch::Tensor &ids, const Pass &pass,
                     std::vector<torch::Tensor> *hiddenStates, KeyValueCache *cache)
{
    if (pass.frozenStages > 0) {
        const torch::Tensor hidden = decodeFrozen(decoder, ids, pass, hiddenStates); // [N, C]
        return decodeOn(decoder, hidden, pass, hiddenStates);
    }
    const DecoderPass state = passOf(decoder, pass, cache);
    const torch::Tensor hidden = embed(decoder, ids, state); // [N, C]
    const torch::Tensor last = applyLayers(decoder, hidden, 0, decoder.layers.size(), state,
                                           hiddenStates); // [N, C]
    if (cache)
        cache->length += pass.layout.length;
    return finish(decoder, last, pass, hiddenStates);
}

torch::Tensor lastVisible(const torch::Tensor &hidden, const torch::Tensor &attentionMask,
                          const TokenLayout &layout)
{
    const auto stateOf = [&hidden](const torch::Tensor &tokens) {
        return hidden.index_select(0, tokens.to(hidden.device()));
    };
    if (!attentionMask.defined())
        return stateOf(layout.rowStarts + torch::tensor(layout.lengths, torch::kLong)
                       - 1); // [B, C]
    const torch::Tensor places = torch::arange(layout.length, torch::kLong); // [T]
    const torch::Tensor last = (attentionMask * places).argmax(1); // [B]
    return stateOf(layout.rowStarts + last); // [B, C]
}

torch::Tensor nextTokenLabels(const torch::Tensor &labels)
{
    const torch::Tensor shifted = torch::full_like(labels, kIgnoredLabel); // [B, T]
    const std::int64_t length = labels.size(1);
    shifted.narrow(1, 0, length - 1).copy_(labels.narrow(1, 1, length - 1));
    return shifted.reshape({ -1 }); // [N]
}

} // namespace tamiz::engine
