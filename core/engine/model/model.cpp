// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/model.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <ATen/core/Reduction.h>
#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/engine/adapters/lora.h"
#include "core/engine/adapters/peft_io.h"
#include "core/engine/model/model_parts.h"
#include "core/engine/model/torch_error.h"

namespace tamiz::engine {

namespace {

torch::Tensor toTensor(const std::vector<std::int64_t> &values, std::vector<std::int64_t> shape)
{
    if (values.empty())
        return {};
    torch::Tensor tensor = torch::empty(shape, torch::kLong);
    TORCH_CHECK(tensor.numel() == static_cast<std::int64_t>(values.size()), "a batch of ",
                values.size(), " values does not fit its shape ", tensor.sizes());
    std::copy(values.begin(), values.end(), tensor.data_ptr<std::int64_t>());
    return tensor;
}

/// What is added to attention scores so that hidden positions get no weight: [B, T] -> [B, 1, 1, T];
/// undefined when every position is visible.
torch::Tensor scoreMask(const torch::Tensor &attentionMask)
{
    if (!attentionMask.defined() || !(attentionMask == 0).any().item<bool>())
        return {};
    const torch::Tensor hidden = (attentionMask == 0).to(torch::kFloat); // [B, T]
    return (hidden * std::numeric_limits<float>::lowest()).unsqueeze(1).unsqueeze(1);
}

Pass makePass(const ModelParts &parts, const BatchTensors &batch, const ForwardContext &context)
{
    Pass pass;
    pass.rows = batch.inputIds.size(0);
    pass.length = batch.inputIds.size(1);
    TORCH_CHECK(pass.length <= parts.config.maxLength(), "a row of ", pass.length,
                " tokens is longer than the model's ", parts.config.maxLength(), " positions");
    pass.mask = scoreMask(batch.attentionMask);
    pass.isTraining = context.isTraining;
    pass.random = context.dropout;
    pass.dropout = parts.dropout;
    pass.strength = parts.strength;
    pass.arithmetic = parts.arithmetic;
    return pass;
}

/// [N, C]
torch::Tensor encodeBatch(const ModelParts &parts, const BatchTensors &batch, const Pass &pass,
                          std::vector<torch::Tensor> *hiddenStates)
{
    const torch::Tensor ids = batch.inputIds.reshape({ -1 }); // [N]
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

ModelOutput classifySequences(const ModelParts &parts, const torch::Tensor &hidden,
                              const BatchTensors &batch, const ForwardContext &context,
                              const Pass &pass)
{
    torch::Tensor pooled = pool(*parts.pooler, parts.poolerActivation, hidden, pass); // [B, C]
    pooled = pass.drop(pooled, pass.dropout.classifier, kClassifierSite);
    ModelOutput output;
    output.logits = apply(*parts.classifier, pooled, pass); // [B, labels]
    if (batch.labels.defined()) {
        output.loss
            = crossEntropy(output.logits, batch.labels.reshape({ -1 }), context.labelSmoothing);
    }
    return output;
}

ModelOutput classifyTokens(const ModelParts &parts, const torch::Tensor &hidden,
                           const BatchTensors &batch, const ForwardContext &context,
                           const Pass &pass)
{
    const torch::Tensor dropped
        = pass.drop(hidden, pass.dropout.classifier, kClassifierSite); // [N, C]
    const torch::Tensor logits = apply(*parts.classifier, dropped, pass); // [N, labels]
    ModelOutput output;
    output.logits = logits.view({ pass.rows, pass.length, -1 }); // [B, T, labels]
    if (batch.labels.defined())
        output.loss = crossEntropy(logits, batch.labels.reshape({ -1 }), context.labelSmoothing);
    return output;
}

ModelOutput predictVocabulary(const ModelParts &parts, const torch::Tensor &hidden,
                              const BatchTensors &batch, const ForwardContext &context,
                              const Pass &pass)
{
    const auto head = [&](const torch::Tensor &x) {
        return apply(*parts.mlm, parts.encoder.words.weight, x, pass);
    };
    ModelOutput output;
    const torch::Tensor labels
        = batch.labels.defined() ? batch.labels.reshape({ -1 }) : torch::Tensor(); // [N]
    if (context.needsLogits || !labels.defined()) {
        const torch::Tensor logits = head(hidden); // [N, V]
        output.logits = logits.view({ pass.rows, pass.length, -1 }); // [B, T, V]
        if (labels.defined())
            output.loss = crossEntropy(logits, labels, context.labelSmoothing);
        return output;
    }
    torch::Tensor positions = labelledPositions(labels); // [L]
    if (positions.numel() == 0)
        positions = torch::zeros({ 1 }, torch::kLong); // its label is -100: loss and gradient are 0
    output.loss = crossEntropy(head(hidden.index_select(0, positions)), // [L, V]
                               labels.index_select(0, positions), context.labelSmoothing);
    return output;
}

ModelOutput answerQuestions(const ModelParts &parts, const torch::Tensor &hidden,
                            const BatchTensors &batch, const ForwardContext &context,
                            const Pass &pass)
{
    const torch::Tensor dropped
        = pass.drop(hidden, pass.dropout.classifier, kClassifierSite); // [N, C]
    const torch::Tensor logits
        = apply(*parts.classifier, dropped, pass).view({ pass.rows, pass.length, 2 }); // [B, T, 2]
    ModelOutput output;
    output.startLogits = logits.select(2, 0); // [B, T]
    output.endLogits = logits.select(2, 1); // [B, T]
    if (batch.startPositions.defined() && batch.endPositions.defined()) {
        // A position past the row's end means "no answer here" and is ignored, as in transformers.
        const auto loss = [&](const torch::Tensor &scores, const torch::Tensor &positions) {
            const torch::Tensor labels = positions.reshape({ -1 }); // [B]
            const torch::Tensor isOutside = (labels < 0).logical_or(labels >= pass.length);
            return crossEntropy(scores, labels.masked_fill(isOutside, kIgnoredLabel),
                                context.labelSmoothing);
        };
        output.loss = (loss(output.startLogits, batch.startPositions)
                       + loss(output.endLogits, batch.endPositions))
            / 2;
    }
    return output;
}

} // namespace

BatchTensors toTensors(const Batch &batch)
{
    const std::vector<std::int64_t> perToken = { batch.rows, batch.length };
    const bool isLabelPerRow = static_cast<std::int64_t>(batch.labels.size()) == batch.rows;
    BatchTensors tensors;
    tensors.inputIds = toTensor(batch.inputIds, perToken);
    tensors.tokenTypeIds = toTensor(batch.tokenTypeIds, perToken);
    tensors.attentionMask = toTensor(batch.attentionMask, perToken);
    tensors.labels = toTensor(batch.labels,
                              isLabelPerRow ? std::vector<std::int64_t> { batch.rows } : perToken);
    return tensors;
}

Model::Model(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Model::~Model() = default;

const ModelConfig &Model::config() const
{
    return m_parts->config;
}

HeadKind Model::head() const
{
    return m_parts->head;
}

const LoadReport &Model::loadReport() const
{
    return m_parts->report;
}

ModelOutput Model::forward(const BatchTensors &batch, const ForwardContext &context) const
{
    const Pass pass = makePass(*m_parts, batch, context);
    const torch::Tensor hidden = encodeBatch(*m_parts, batch, pass, context.hiddenStates); // [N, C]
    switch (m_parts->head) {
    case HeadKind::SequenceClassification:
        return classifySequences(*m_parts, hidden, batch, context, pass);
    case HeadKind::TokenClassification:
        return classifyTokens(*m_parts, hidden, batch, context, pass);
    case HeadKind::MaskedLm:
        return predictVocabulary(*m_parts, hidden, batch, context, pass);
    case HeadKind::QuestionAnswering:
        return answerQuestions(*m_parts, hidden, batch, context, pass);
    case HeadKind::None:
        break;
    }
    return {};
}

bool Model::hasMaskedLmHead() const
{
    return m_parts->mlm.has_value();
}

MaskedLmScores Model::maskedLmScores(const BatchTensors &batch) const
{
    TORCH_CHECK(m_parts->mlm, "the model has no masked-LM head");
    const at::NoGradGuard noGrad;
    const Pass pass = makePass(*m_parts, batch, {});
    const torch::Tensor hidden = encodeBatch(*m_parts, batch, pass, nullptr); // [N, C]
    const torch::Tensor labels = batch.labels.reshape({ -1 }); // [N]

    std::vector<torch::Tensor> losses;
    std::vector<torch::Tensor> isRight;
    for (const torch::Tensor &positions : labelledPositions(labels).split(kLossChunk)) {
        const torch::Tensor wanted = labels.index_select(0, positions); // [L]
        const torch::Tensor logits
            = apply(*m_parts->mlm, m_parts->encoder.words.weight, hidden.index_select(0, positions),
                    pass); // [L, V]
        losses.push_back(torch::cross_entropy_loss(logits, wanted, {}, at::Reduction::None)); // [L]
        isRight.push_back(logits.argmax(1) == wanted); // [L]
    }
    if (losses.empty())
        return { torch::empty({ 0 }), torch::empty({ 0 }, torch::kBool) };
    return { torch::cat(losses), torch::cat(isRight) };
}

std::vector<NamedTensor> Model::parameters() const
{
    std::vector<NamedTensor> tensors;
    for (const ParameterRef &ref : baseParameters(*m_parts)) {
        if (ref.section != Section::KeptHead)
            tensors.push_back({ ref.name, *ref.tensor, ref.decays() });
    }
    return tensors;
}

std::vector<NamedTensor> Model::trainableParameters() const
{
    std::vector<NamedTensor> tensors;
    for (const NamedTensor &entry : adapterTensors(*m_parts)) {
        if (entry.tensor.requires_grad())
            tensors.push_back(entry);
    }
    for (const NamedTensor &entry : parameters()) {
        if (entry.tensor.requires_grad())
            tensors.push_back(entry);
    }
    return tensors;
}

Status Model::configure(const LayersSection &layers, std::uint64_t seed)
{
    return guarded([&] { return configureLayers(*m_parts, layers, seed); });
}

Status Model::loadAdapter(const std::filesystem::path &folder)
{
    return guarded([&] { return readPeftAdapter(*m_parts, folder); });
}

bool Model::hasAdapter() const
{
    return m_parts->adapter.has_value();
}

std::vector<std::string> Model::savedModules() const
{
    return engine::savedModules(*m_parts);
}

void Model::setStrength(double strength)
{
    m_parts->strength = std::clamp(strength, 0.0, 1.0);
}

void Model::setArithmetic(Arithmetic arithmetic)
{
    m_parts->arithmetic = arithmetic;
}

Arithmetic Model::arithmetic() const
{
    return m_parts->arithmetic;
}

Status Model::merge()
{
    return guarded([&] { return mergeAdapter(*m_parts); });
}

Status Model::saveAdapter(const std::filesystem::path &folder,
                          const std::string &baseModelPath) const
{
    return guarded([&] { return writePeftAdapter(*m_parts, folder, baseModelPath); });
}

void Model::setDropout(double probability)
{
    ModelConfig config = m_parts->config;
    config.hiddenDropout = probability;
    config.attentionDropout = probability;
    config.classifierDropout = probability;
    if (m_parts->family->keys.answerDropout)
        config.answerDropout = probability;
    if (m_parts->family->keys.poolerDropout)
        config.poolerDropout = probability;
    const double lora = m_parts->dropout.lora;
    m_parts->dropout = describeDropout(config, *m_parts->family, m_parts->head);
    m_parts->dropout.lora = lora;
}

} // namespace tamiz::engine
