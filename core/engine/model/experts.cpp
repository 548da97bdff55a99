// SPDX-License-Identifier: Apache-2.0
// The feed-forward part of a decoder's layer, alone or as a mixture of experts.
#include <torch/types.h>

#include "core/engine/model/decoder.h"
#include "core/engine/model/gated_silu.h"

namespace tamiz::engine {

namespace {

torch::Tensor applyOne(const FeedForward &part, const torch::Tensor &x, Activation activation,
                       const Pass &pass, double dropout, std::uint64_t site)
{
    torch::Tensor active; // [N, F]
    if (part.gate && activation == Activation::Silu) {
        const torch::ScalarType type = operandType(pass.arithmetic);
        active = gatedSilu(apply(*part.gate, x, pass, type), apply(part.up, x, pass, type),
                           pass.arithmetic);
    } else if (part.gate) {
        active = apply(activation, apply(*part.gate, x, pass), pass) * apply(part.up, x, pass);
    } else {
        active = apply(activation, apply(part.up, x, pass, inputType(activation, pass)), pass);
    }
    return apply(part.down, pass.drop(active, dropout, site), pass); // [N, C]
}

/// Each token goes through the likeliest experts, weighted by their share among those (Jiang et al.,
/// "Mixtral of Experts", section 2.1).
torch::Tensor mixExperts(const DecoderLayer &layer, const torch::Tensor &x, const Decoder &decoder,
                         const Pass &pass)
{
    const torch::Tensor chances = torch::softmax(apply(*layer.router, x, pass), -1); // [N, E]
    const auto [largest, chosen] = chances.topk(decoder.config.expertsPerToken, -1); // [N, k]
    const torch::Tensor shares = largest / largest.sum(-1, true); // [N, k]
    if (pass.routing)
        pass.routing->push_back({ chances, chosen });
    torch::Tensor mixed = torch::zeros_like(x); // [N, C]
    for (std::size_t expert = 0; expert < layer.feedForwards.size(); ++expert) {
        const torch::Tensor places
            = torch::nonzero(chosen == static_cast<std::int64_t>(expert)); // [n, 2]
        if (places.size(0) == 0)
            continue;
        const torch::Tensor tokens = places.select(1, 0); // [n]
        const torch::Tensor share
            = shares.index({ tokens, places.select(1, 1) }).unsqueeze(1); // [n, 1]
        const torch::Tensor output = applyOne(layer.feedForwards[expert], x.index_select(0, tokens),
                                              decoder.activation, pass, 0, 0); // [n, C]
        mixed = mixed.index_add(0, tokens, output * share); // [N, C]
    }
    return mixed;
}

} // namespace

torch::Tensor feedForward(const DecoderLayer &layer, const torch::Tensor &x, const Decoder &decoder,
                          const Pass &pass, std::uint64_t site)
{
    return layer.router ? mixExperts(layer, x, decoder, pass)
                        : applyOne(layer.feedForwards.front(), x, decoder.activation, pass,
                                   pass.dropout.activation, site);
}

torch::Tensor imbalance(const std::vector<Routing> &routing, const torch::Tensor &visible)
{
    const std::int64_t experts = routing.front().chances.size(1); // E
    const torch::TensorOptions options = routing.front().chances.options(); // f32, where it is
    torch::Tensor tokens = torch::zeros({ experts }, options); // [E], the share of choices
    torch::Tensor chances = torch::zeros({ experts }, options); // [E], the mean
    for (const Routing &layer : routing) {
        torch::Tensor share = visible.defined()
            ? visible.reshape({ -1, 1 }).to(options)
            : torch::ones({ layer.chances.size(0), 1 }, options); // [N, 1]
        share = share / (share.sum() * static_cast<double>(routing.size())); // [N, 1]
        const torch::Tensor picked
            = torch::one_hot(layer.chosen, experts).sum(1).to(torch::kFloat); // [N, E]
        tokens = tokens + (picked * share).sum(0); // [E]
        chances = chances + (layer.chances * share).sum(0); // [E]
    }
    return (tokens * chances).sum() * experts; // scalar
}

} // namespace tamiz::engine
