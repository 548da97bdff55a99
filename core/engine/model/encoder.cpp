// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/encoder.h"

#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/engine/model/attention.h"
#include "core/engine/model/checkpointing.h"
#include "core/engine/model/dropout.h"
#include "core/engine/model/gelu.h"
#include "core/engine/model/residual_norm.h"
#include "core/engine/model/rms_norm.h"

namespace tamiz::engine {

namespace {

/// The bias between the base's (strength 0) and the adapter's (strength 1).
torch::Tensor effectiveBias(const torch::Tensor &bias, const torch::Tensor &baseBias,
                            double strength)
{
    if (!baseBias.defined() || strength == 1)
        return bias; // [out]
    return strength == 0 ? baseBias : torch::lerp(baseBias, bias, strength); // [out]
}

/// Row norms of W + scale * B A, held constant as in section 4.3 of the DoRA paper.
torch::Tensor directionNorm(const torch::Tensor &weight, const LowRank &lora)
{
    const torch::NoGradGuard noGrad;
    const torch::Tensor direction
        = weight + torch::matmul(lora.b, lora.a) * lora.scale; // [out, in]
    return direction.norm(2, 1); // [out]
}

torch::Tensor lowRankUpdate(const Linear &linear, const torch::Tensor &x, const Pass &pass)
{
    const LowRank &lora = *linear.lora;
    const torch::Tensor dropped = pass.drop(x, pass.dropout.lora, lora.site); // [N, in]
    const torch::Tensor narrow = engine::linear(dropped, lora.a, {}, pass.arithmetic); // [N, r]
    const torch::Tensor update
        = engine::linear(narrow, lora.b, {}, pass.arithmetic) * lora.scale; // [N, out]
    if (!lora.magnitude.defined())
        return update;
    const torch::Tensor factor = lora.magnitude / directionNorm(linear.matrix(), lora); // [out]
    const torch::Tensor base
        = engine::linear(dropped, linear.matrix(), {}, pass.arithmetic); // [N, out]
    return (factor - 1) * base + factor * update; // [N, out]
}

/// By place, never by id: equal to transformers' count of ids that are not padding on every real token
/// of a row that is padded behind. Padding has the place before the first one where there is one, as
/// there: an answer's start and end are sought among its scores too. [N] i64
torch::Tensor positionsOf(const Encoder &encoder, const Pass &pass)
{
    const std::int64_t first = encoder.firstPosition;
    const std::int64_t last
        = first + pass.layout.length - 1; // also that of fillers beyond the batch's
    const torch::Tensor positions
        = pass.layout.overBlocks([first, last](const Block &block, std::size_t) {
              const torch::Tensor places = torch::arange(first, first + block.length, torch::kLong)
                                               .clamp_max(last)
                                               .repeat({ block.rows, 1 }); // [R, T]
              if (first == 0 || !block.visible.defined())
                  return places.flatten(); // [R * T]
              const torch::Tensor seenFromHere = block.visible.flip(1).cumsum(1).flip(
                  1); // [R, T], 0 behind the last visible token
              return torch::where(seenFromHere > 0, places, first - 1).flatten(); // [R * T]
          }); // [N]
    return positions.to(pass.device);
}

torch::Tensor embed(const Encoder &encoder, const torch::Tensor &ids, const torch::Tensor &typeIds,
                    const Pass &pass)
{
    torch::Tensor hidden = apply(encoder.words, ids, pass); // [N, E]
    if (encoder.tokenTypes.rows > 0)
        hidden = hidden + apply(encoder.tokenTypes, typeIds, pass); // [N, E]
    if (encoder.positions.rows > 0)
        hidden = hidden + apply(encoder.positions, positionsOf(encoder, pass), pass); // [N, E]
    hidden = apply(encoder.embeddingNorm, hidden, pass); // [N, E]
    hidden = pass.drop(hidden, pass.dropout.hidden, kEmbeddingSite); // [N, E]
    return encoder.projection ? apply(*encoder.projection, hidden, pass) : hidden; // [N, C]
}

/// norm(dropout(x) + residual): [N, C]
torch::Tensor addAndNorm(const Norm &norm, const torch::Tensor &x, const torch::Tensor &residual,
                         double dropped, std::uint64_t site, const Pass &pass)
{
    const torch::Tensor bias = effectiveBias(norm.bias, norm.baseBias, pass.strength); // [C]
    return residualNorm(x, residual, norm.weight, bias, norm.eps, dropped, pass.randomAt(site),
                        pass.isTraining, pass.arithmetic);
}

torch::Tensor applyLayer(const Encoder &encoder, std::size_t index, const torch::Tensor &input,
                         const AttentionSetting &setting, const Pass &pass)
{
    const EncoderLayer &layer = encoder.layers[index];
    const std::uint64_t site = kLayerSite + 8 * index;

    torch::Tensor mixed = attention(encoder, layer, input, setting, site, pass); // [N, C]
    mixed = apply(layer.attentionOutput, mixed, pass, operandType(pass.arithmetic)); // [N, C]
    const torch::Tensor middle
        = addAndNorm(layer.attentionNorm, mixed, input, pass.dropout.hidden, site + 1, pass);

    torch::Tensor wide
        = apply(layer.intermediate, middle, pass, inputType(encoder.activation, pass)); // [N, F]
    wide = apply(encoder.activation, wide, pass); // [N, F]
    const torch::Tensor narrow
        = apply(layer.output, wide, pass, operandType(pass.arithmetic)); // [N, C]
    const double dropped = encoder.dropsOutput ? pass.dropout.hidden : 0;
    return addAndNorm(layer.outputNorm, narrow, middle, dropped, site + 2, pass); // [N, C]
}

torch::Tensor checkpointedLayer(const Encoder &encoder, std::size_t index,
                                const torch::Tensor &input, const AttentionSetting &setting,
                                const Pass &pass)
{
    // Only one of them is there; both come from weights of their own.
    const bool hasVectors = setting.vectors.defined();
    const torch::Tensor &shared = hasVectors ? setting.vectors : setting.bias;
    const auto layer = [&encoder, index, setting, pass, hasVectors](const torch::Tensor &hidden,
                                                                    const torch::Tensor &common) {
        AttentionSetting own = setting;
        if (hasVectors)
            own.vectors = common; // [2S, C]
        else if (own.bias.defined())
            own.bias = common; // [1, H, T, T]
        return applyLayer(encoder, index, hidden, own, pass);
    };
    return recomputedInBackward(layer, input, shared.defined() ? shared : torch::empty({ 0 }));
}

/// Layer steps from @p first to before @p last: [N, C] -> [N, C]
torch::Tensor applyLayers(const Encoder &encoder, torch::Tensor hidden, std::size_t first,
                          std::size_t last, const Pass &pass,
                          std::vector<torch::Tensor> *hiddenStates)
{
    const AttentionSetting setting = attentionSetting(encoder, pass);
    for (std::size_t step = first; step < last; ++step) {
        const std::size_t index = encoder.passes[step];
        Pass layerPass = pass;
        if (index != step) // a layer that comes again must not drop the same again
            layerPass.random = pass.random.at(kLayerSite + 8 * step);
        hidden = pass.checkpointsLayers
            ? checkpointedLayer(encoder, index, hidden, setting, layerPass)
            : applyLayer(encoder, index, hidden, setting, layerPass); // [N, C]
        if (hiddenStates && (step + 1) % encoder.innerPasses == 0)
            hiddenStates->push_back(hidden);
    }
    return hidden;
}

} // namespace

torch::Tensor Pass::drop(const torch::Tensor &x, double probability, std::uint64_t site,
                         std::size_t block) const
{
    return isTraining ? engine::dropout(x, probability, randomAt(site, block)) : x;
}

torch::Tensor apply(const Linear &linear, const torch::Tensor &x, const Pass &pass,
                    torch::ScalarType type)
{
    const torch::Tensor bias = effectiveBias(linear.bias, linear.baseBias, pass.strength); // [out]
    const bool isUpdated = linear.lora && pass.strength != 0;
    torch::Tensor y = engine::linear(x, linear.matrix(), bias, pass.arithmetic,
                                     isUpdated ? torch::kFloat : type); // [N, out]
    if (!linear.trained.isEmpty())
        y = linear.trained.inProduct(y, x, bias, pass.arithmetic); // [N, out]
    if (!isUpdated)
        return y;
    return y.add_(lowRankUpdate(linear, x, pass),
                  pass.strength); // [N, out], which nothing else reads
}

torch::Tensor apply(const Norm &norm, const torch::Tensor &x, const Pass &pass)
{
    if (norm.isRms)
        return rmsNorm(x, norm.weight, norm.eps, pass.arithmetic); // [..., C]
    const torch::Tensor bias = effectiveBias(norm.bias, norm.baseBias, pass.strength); // [C]
    return torch::layer_norm(x, { norm.size }, norm.weight, bias, norm.eps); // [..., C]
}

torch::Tensor apply(const Embedding &embedding, const torch::Tensor &ids, const Pass &pass)
{
    const bool isSparse
        = pass.isTraining && embedding.weight.is_cpu() && readsFewRows(ids.numel(), embedding.rows);
    const bool isShared = pass.words && pass.words->source.is_same(embedding.weight);
    torch::Tensor y = torch::embedding(isShared ? pass.words->lookUp : embedding.weight, ids,
                                       embedding.paddingIndex, false, isSparse); // [N, C]
    if (!embedding.trained.isEmpty())
        y = embedding.trained.inLookUp(y, ids); // [N, C]
    if (!embedding.lora || pass.strength == 0)
        return y;
    const LowRank &lora = *embedding.lora;
    const torch::Tensor narrow
        = torch::embedding(lora.a.t(), ids, embedding.paddingIndex); // [N, r]
    return torch::add(y, engine::linear(narrow, lora.b, {}, pass.arithmetic),
                      lora.scale * pass.strength); // [N, C]
}

torch::ScalarType inputType(Activation activation, const Pass &pass)
{
    const bool isGelu = activation == Activation::Gelu || activation == Activation::GeluTanh;
    return isGelu ? operandType(pass.arithmetic) : torch::kFloat;
}

torch::Tensor apply(Activation activation, const torch::Tensor &x, const Pass &pass)
{
    switch (activation) {
    case Activation::Gelu:
        return gelu(x, GeluKind::Exact, pass.arithmetic);
    case Activation::GeluTanh:
        return gelu(x, GeluKind::Tanh, pass.arithmetic);
    case Activation::Relu:
        return torch::relu(x);
    case Activation::Silu:
        return torch::silu(x);
    case Activation::Tanh:
        return torch::tanh(x);
    }
    return x;
}

torch::Tensor mergedWeight(const Linear &linear, double strength)
{
    const torch::NoGradGuard noGrad;
    if (!linear.lora)
        return linear.weight;
    const LowRank &lora = *linear.lora;
    const torch::Tensor base = linear.matrix(); // [out, in]
    torch::Tensor merged = base + torch::matmul(lora.b, lora.a) * lora.scale; // [out, in]
    if (lora.magnitude.defined())
        merged = merged * (lora.magnitude / merged.norm(2, 1)).unsqueeze(1); // [out, in]
    if (strength != 1)
        merged = torch::lerp(base, merged, strength); // [out, in]
    return linear.isTransposed ? merged.t().contiguous() : merged;
}

torch::Tensor mergedWeight(const Embedding &embedding, double strength)
{
    const torch::NoGradGuard noGrad;
    if (!embedding.lora)
        return embedding.weight; // [V, C]
    const LowRank &lora = *embedding.lora;
    return embedding.weight + torch::matmul(lora.b, lora.a).t() * (lora.scale * strength); // [V, C]
}

torch::Tensor encodeFrozen(const Encoder &encoder, const torch::Tensor &ids,
                           const torch::Tensor &typeIds, const Pass &pass,
                           std::vector<torch::Tensor> *hiddenStates)
{
    Pass quiet = pass;
    quiet.isTraining = false;
    torch::Tensor hidden = embed(encoder, ids, typeIds, quiet); // [N, C]
    if (hiddenStates)
        hiddenStates->push_back(hidden);
    return applyLayers(encoder, hidden, 0, pass.frozenStages - 1, quiet, hiddenStates);
}

torch::Tensor encodeOn(const Encoder &encoder, const torch::Tensor &hidden, const Pass &pass,
                       std::vector<torch::Tensor> *hiddenStates)
{
    return applyLayers(encoder, hidden, pass.frozenStages - 1, encoder.passes.size(), pass,
                       hiddenStates);
}

torch::Tensor encode(const Encoder &encoder, const torch::Tensor &ids, const torch::Tensor &typeIds,
                     const Pass &pass, std::vector<torch::Tensor> *hiddenStates)
{
    if (pass.frozenStages > 0) {
        const torch::Tensor hidden
            = encodeFrozen(encoder, ids, typeIds, pass, hiddenStates); // [N, C]
        return encodeOn(encoder, hidden, pass, hiddenStates);
    }
    const torch::Tensor hidden = embed(encoder, ids, typeIds, pass); // [N, C]
    if (hiddenStates)
        hiddenStates->push_back(hidden);
    return applyLayers(encoder, hidden, 0, encoder.passes.size(), pass, hiddenStates);
}

} // namespace tamiz::engine
