// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>
#include <optional>
#include <vector>

#include <torch/types.h>

#include "core/engine/model/decoder_config.h"
#include "core/engine/model/decoder_family.h"
#include "core/engine/model/encoder.h"

namespace tamiz::engine {

/// down(activation(gate x) * up x), or down(activation(up x)) without a gate.
struct FeedForward
{
    std::optional<Linear> gate; ///< C -> F
    Linear up; ///< C -> F
    Linear down; ///< F -> C
};

struct DecoderLayer
{
    Norm attentionNorm;
    std::optional<Linear> fused; ///< C -> (H + 2 K) D; instead of the next three
    Linear query; ///< C -> H D
    Linear key, value; ///< C -> K D
    std::optional<Norm> queryNorm, keyNorm; ///< of each head, [D]
    Linear attentionOutput; ///< H D -> C
    std::optional<Norm> feedForwardNorm; ///< nothing = the attention's
    std::optional<Linear> router; ///< C -> E, of a mixture of experts
    std::vector<FeedForward> feedForwards; ///< one, or the experts
};

struct Decoder
{
    Embedding words;
    Embedding positions; ///< rows == 0: rotary
    std::vector<DecoderLayer> layers;
    std::optional<Norm> finalNorm;

    DecoderConfig config;
    FusedLayout fusedLayout = FusedLayout::None;
    std::int64_t heads = 1; ///< H
    std::int64_t positionOffset = 0;
    bool countsVisible = false; ///< learned positions count visible tokens only
    Activation activation = Activation::Silu;
};

/// Keys and values of the tokens that a decoder has read, so that the next one costs one token.
struct KeyValueCache
{
    std::int64_t length = 0; ///< tokens read
    std::vector<torch::Tensor> keys, values; ///< a layer: [B, K, room, D]
};

/// The stages that do not train (pass.frozenStages, not 0), without dropout: N ids -> [N, C].
torch::Tensor decodeFrozen(const Decoder &decoder, const torch::Tensor &ids, const Pass &pass,
                           std::vector<torch::Tensor> *hiddenStates);
/// The stages above those: [N, C] -> [N, C] behind the final norm.
torch::Tensor decodeOn(const Decoder &decoder, const torch::Tensor &hidden, const Pass &pass,
                       std::vector<torch::Tensor> *hiddenStates);
/// All stages: ids of N tokens -> [N, C] behind the final norm. A token sees itself and what is visible before it.
/// With a @p cache the pass holds one row, all visible. @p hiddenStates receives the embeddings' output, that of each layer but the last, and the
/// result, as transformers lists them.
torch::Tensor decode(const Decoder &decoder, const torch::Tensor &ids, const Pass &pass,
                     std::vector<torch::Tensor> *hiddenStates, KeyValueCache *cache = nullptr);

/// Output of the layer's feed-forward part: the experts that its router chooses for each token where
/// there is one. @p site is of the dropout within; experts have none. [N, C] -> [N, C]
torch::Tensor feedForward(const DecoderLayer &layer, const torch::Tensor &x, const Decoder &decoder,
                          const Pass &pass, std::uint64_t site);

/// How unevenly routers spread the visible tokens over their experts (Fedus et al., "Switch
/// Transformers", equation 4; over all layers at once, as transformers). @p visible [N] i64;
/// undefined = all visible. -> scalar
torch::Tensor imbalance(const std::vector<Routing> &routing, const torch::Tensor &visible);

/// The state of each row's last visible token: [N, C] -> [B, C].
torch::Tensor lastVisible(const torch::Tensor &hidden, const torch::Tensor &attentionMask,
                          const TokenLayout &layout);

/// Labels as the predictions of one position before: [B, T] -> [B * T], -100 at each row's end.
torch::Tensor nextTokenLabels(const torch::Tensor &labels);

} // namespace tamiz::engine
