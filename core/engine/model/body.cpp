// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/body.h"

#include <limits>

namespace tamiz::engine {

namespace {

/// What is added to attention scores so that hidden positions get no weight: [B, T] -> [B, 1, 1, T];
/// undefined when every position is visible.
torch::Tensor scoreMask(const torch::Tensor &attentionMask)
{
    if (!attentionMask.defined() || !(attentionMask == 0).any().item<bool>())
        return {};
    const torch::Tensor hidden = (attentionMask == 0).to(torch::kFloat); // [B, T]
    return (hidden * std::numeric_limits<float>::lowest()).unsqueeze(1).unsqueeze(1);
}

/// [N, C]
torch::Tensor decodeBatch(const ModelParts &parts, const BatchTensors &batch,
                          const torch::Tensor &ids, const Pass &pass,
                          std::vector<torch::Tensor> *hiddenStates)
{
    const std::size_t before = hiddenStates ? hiddenStates->size() : 0;
    const torch::Tensor hidden
        = decode(*parts.decoder, ids, batch.attentionMask, pass, hiddenStates); // [N, C]
    for (std::size_t i = before; hiddenStates && i < hiddenStates->size(); ++i)
        (*hiddenStates)[i] = (*hiddenStates)[i].view({ pass.rows, pass.length, -1 }); // [B, T, C]
    return hidden;
}

} // namespace

Pass makePass(const ModelParts &parts, const BatchTensors &batch, const ForwardContext &context)
{
    Pass pass;
    pass.rows = batch.inputIds.size(0);
    pass.length = batch.inputIds.size(1);
    TORCH_CHECK(pass.length <= parts.config.maxLength(), "a row of ", pass.length,
                " tokens is longer than the model's ", parts.config.maxLength(), " positions");
    if (!parts.decoder)
        pass.mask = scoreMask(batch.attentionMask);
    pass.isTraining = context.isTraining;
    pass.random = context.dropout;
    pass.dropout = parts.dropout;
    pass.strength = parts.strength;
    pass.arithmetic = parts.arithmetic;
    return pass;
}

torch::Tensor readBatch(const ModelParts &parts, const BatchTensors &batch, const Pass &pass,
                        std::vector<torch::Tensor> *hiddenStates)
{
    const torch::Tensor ids = batch.inputIds.reshape({ -1 }); // [N]
    if (parts.decoder)
        return decodeBatch(parts, batch, ids, pass, hiddenStates);
    const torch::Tensor typeIds = batch.tokenTypeIds.defined() ? batch.tokenTypeIds.reshape({ -1 })
                                                               : torch::zeros_like(ids);
    if (!hiddenStates)
        return encode(parts.encoder, ids, typeIds, pass, nullptr);

    std::vector<torch::Tensor> states;
    const torch::Tensor hidden = encode(parts.encoder, ids, typeIds, pass, &states);
    for (const torch::Tensor &state : states)
        hiddenStates->push_back(state.view({ pass.rows, pass.length, -1 })); // [B, T, C]
    return hidden;
}

torch::Tensor vocabularyLogits(const ModelParts &parts, const torch::Tensor &hidden,
                               const Pass &pass)
{
    if (!parts.decoder)
        return apply(*parts.mlm, parts.encoder.words.weight, hidden, pass);
    if (parts.config.tieWordEmbeddings)
        return linear(hidden, parts.decoder->words.weight, {}, pass.arithmetic);
    return apply(*parts.languageHead, hidden, pass);
}

torch::Tensor predictedLabels(const ModelParts &parts, const torch::Tensor &labels)
{
    return parts.decoder ? nextTokenLabels(labels) : labels.reshape({ -1 });
}

} // namespace tamiz::engine
