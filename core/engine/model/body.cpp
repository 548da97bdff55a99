// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/body.h"

namespace tamiz::engine {

namespace {

torch::Tensor readTokens(const ModelParts &parts, const BatchTensors &batch, const Pass &pass,
                         std::vector<torch::Tensor> *states)
{
    const torch::Tensor ids = pass.layout.perToken(batch.inputIds); // [N]
    if (parts.decoder)
        return decode(*parts.decoder, ids, pass, states);
    const torch::Tensor typeIds = batch.tokenTypeIds.defined()
        ? pass.layout.perToken(batch.tokenTypeIds)
        : torch::zeros_like(ids); // [N]
    return encode(parts.encoder, ids, typeIds, pass, states);
}

} // namespace

Pass makePass(const ModelParts &parts, const BatchTensors &batch, const ForwardContext &context)
{
    Pass pass;
    const std::int64_t length = batch.inputIds.size(1);
    TORCH_CHECK(length <= parts.config.maxLength(), "a row of ", length,
                " tokens is longer than the model's ", parts.config.maxLength(), " positions");
    // An answer is sought among all places of a row, padding included, as in transformers.
    pass.layout = parts.head == HeadKind::QuestionAnswering
        ? paddedLayout(batch.inputIds.size(0), length, batch.attentionMask)
        : layoutOf(batch);
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
    if (!hiddenStates)
        return readTokens(parts, batch, pass, nullptr);
    std::vector<torch::Tensor> states;
    const torch::Tensor hidden = readTokens(parts, batch, pass, &states); // [N, C]
    for (const torch::Tensor &state : states)
        hiddenStates->push_back(pass.layout.toRows(state)); // [B, T, C]
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
