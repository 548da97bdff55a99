// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/model.h"

#include <algorithm>
#include <utility>

#include <torch/types.h>

#include "core/engine/adapters/lora.h"
#include "core/engine/adapters/peft_io.h"
#include "core/engine/engine.h"
#include "core/engine/model/body.h"
#include "core/engine/model/decoder_parts.h"
#include "core/engine/model/model_parts.h"
#include "core/engine/model/operands.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/model/vocabulary_growth.h"

namespace tamiz::engine {

namespace {

template<typename T>
torch::Tensor toTensor(const std::vector<T> &values, const std::vector<std::int64_t> &shape)
{
    if (values.empty())
        return {};
    torch::Tensor tensor = torch::empty(shape, c10::CppTypeToScalarType<T>::value);
    TORCH_CHECK(tensor.numel() == static_cast<std::int64_t>(values.size()), "a batch of ",
                values.size(), " values does not fit its shape ", tensor.sizes());
    std::copy(values.begin(), values.end(), tensor.template data_ptr<T>());
    return tensor;
}

ModelOutput classifySequences(const ModelParts &parts, const torch::Tensor &hidden,
                              const BatchTensors &batch, const ForwardContext &context,
                              const Pass &pass)
{
    torch::Tensor pooled = parts.decoder
        ? lastVisible(hidden, batch.attentionMask, pass.layout)
        : pool(*parts.pooler, parts.poolerActivation, hidden, pass); // [B, C]
    pooled = pass.drop(pooled, pass.dropout.classifier, kClassifierSite);
    ModelOutput output;
    output.logits = apply(*parts.classifier, pooled, pass); // [B, labels] or [B, 1]
    ProblemType problem = ProblemType::SingleLabel;
    if (parts.head == HeadKind::MultipleChoice)
        output.logits = output.logits.reshape({ -1, batch.choices }); // [B / choices, choices]
    else if (parts.head == HeadKind::SequenceClassification)
        problem = parts.config.problem();
    if (batch.labels.defined() || batch.targets.defined())
        output.loss = rowLoss(output.logits, batch, problem, context.labelSmoothing);
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
    output.logits = pass.layout.toRows(logits); // [B, T, labels]
    if (batch.labels.defined())
        output.loss = crossEntropy(logits, pass.layout.perToken(batch.labels, kIgnoredLabel),
                                   context.labelSmoothing);
    return output;
}

/// As transformers: the routers' imbalance joins the loss of a language model.
torch::Tensor withBalance(const ModelParts &parts, const torch::Tensor &loss,
                          const BatchTensors &batch, const Pass &pass)
{
    if (!pass.routing)
        return loss;
    const torch::Tensor visible = batch.attentionMask.defined()
        ? pass.layout.perToken(batch.attentionMask)
        : torch::Tensor(); // [N]
    return loss + imbalance(*pass.routing, visible) * parts.decoder->config.balanceLoss;
}

ModelOutput predictVocabulary(const ModelParts &parts, const torch::Tensor &hidden,
                              const BatchTensors &batch, const ForwardContext &context,
                              const Pass &pass)
{
    ModelOutput output;
    const torch::Tensor labels = batch.labels.defined() ? predictedLabels(parts, batch.labels)
                                                        : torch::Tensor(); // [B * T]
    if (context.needsLogits || !labels.defined()) {
        const torch::Tensor logits = vocabularyLogits(parts, hidden, pass); // [N, V]
        output.logits = pass.layout.toRows(logits); // [B, T, V]
        if (labels.defined())
            output.loss
                = withBalance(parts,
                              crossEntropy(logits, pass.layout.perToken(labels, kIgnoredLabel),
                                           context.labelSmoothing),
                              batch, pass);
        return output;
    }
    const torch::Tensor places = labelledPositions(labels); // [L]
    const std::int64_t fillers
        = usedTokens(std::max<std::int64_t>(1, places.numel())) - places.numel();
    const torch::Tensor positions
        = torch::cat({ places, torch::zeros({ fillers }, torch::kLong) }); // [M]
    const torch::Tensor wanted
        = torch::cat({ labels.index_select(0, places),
                       torch::full({ fillers }, kIgnoredLabel, torch::kLong) }); // [M]
    output.loss = withBalance(parts,
                              vocabularyLoss(parts, pass.layout.at(hidden, positions), wanted,
                                             context.labelSmoothing, pass),
                              batch, pass);
    return output;
}

ModelOutput answerQuestions(const ModelParts &parts, const torch::Tensor &hidden,
                            const BatchTensors &batch, const ForwardContext &context,
                            const Pass &pass)
{
    const torch::Tensor dropped
        = pass.drop(hidden, pass.dropout.classifier, kClassifierSite); // [N, C]
    const torch::Tensor logits
        = pass.layout.toRows(apply(*parts.classifier, dropped, pass)); // [B, T, 2]
    ModelOutput output;
    output.startLogits = logits.select(2, 0); // [B, T]
    output.endLogits = logits.select(2, 1); // [B, T]
    if (batch.startPositions.defined() && batch.endPositions.defined())
        output.loss = spanLoss(output.startLogits, output.endLogits, batch, context.labelSmoothing);
    return output;
}

} // namespace

BatchTensors toTensors(const Batch &batch)
{
    const std::vector<std::int64_t> perToken = { batch.rows, batch.length };
    const std::vector<std::int64_t> perRow = { batch.rows };
    BatchTensors tensors;
    tensors.inputIds = toTensor(batch.inputIds, perToken);
    tensors.tokenTypeIds = toTensor(batch.tokenTypeIds, perToken);
    tensors.attentionMask = toTensor(batch.attentionMask, perToken);
    tensors.lengths = batch.lengths;
    tensors.isMasked = batch.isMasked;
    tensors.choices = batch.choices;
    const std::int64_t labelled = batch.rows / batch.choices;
    const bool isLabelPerToken = static_cast<std::int64_t>(batch.labels.size()) != labelled;
    tensors.labels = toTensor(batch.labels,
                              isLabelPerToken ? perToken : std::vector<std::int64_t> { labelled });
    tensors.targets = toTensor(batch.targets, { batch.rows, batch.targetsPerRow() });
    tensors.startPositions = toTensor(batch.startPositions, perRow);
    tensors.endPositions = toTensor(batch.endPositions, perRow);
    return tensors;
}

BatchTensors BatchTensors::unlabelled() const
{
    BatchTensors batch = *this;
    batch.labels = batch.targets = batch.startPositions = batch.endPositions = torch::Tensor();
    return batch;
}

Model::Model(std::unique_ptr<Parts> parts)
    : m_parts(std::move(parts))
{
}

Model::~Model()
{
    m_parts.reset();
    releaseOperands(); // of its frozen weights
}

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
    Pass pass = makePass(*m_parts, batch, context);
    std::vector<Routing> routing;
    if (m_parts->head == HeadKind::CausalLm && m_parts->decoder->config.balanceLoss > 0)
        pass.routing = &routing;
    const torch::Tensor hidden = readBatch(*m_parts, batch, pass, context.hiddenStates); // [N, C]
    switch (m_parts->head) {
    case HeadKind::SequenceClassification:
    case HeadKind::MultipleChoice:
    case HeadKind::NextSentence:
        return classifySequences(*m_parts, hidden, batch, context, pass);
    case HeadKind::TokenClassification:
        return classifyTokens(*m_parts, hidden, batch, context, pass);
    case HeadKind::MaskedLm:
    case HeadKind::CausalLm:
        return predictVocabulary(*m_parts, hidden, batch, context, pass);
    case HeadKind::QuestionAnswering:
        return answerQuestions(*m_parts, hidden, batch, context, pass);
    case HeadKind::None:
        break;
    }
    return {};
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
    for (const VocabularyMatrix &matrix : vocabularyMatrices(*m_parts)) {
        if (!matrix.trained->isEmpty())
            tensors.push_back(
                { matrix.name, matrix.trained->rows(), true, matrix.trained->first() });
    }
    return tensors;
}

Status Model::configure(const LayersSection &layers, std::uint64_t seed)
{
    forgetFrozenStates();
    return guarded([&] { return configureLayers(*m_parts, layers, seed); });
}

Status Model::growVocabulary(std::int64_t first,
                             const std::vector<std::vector<std::int64_t>> &pieces)
{
    forgetFrozenStates();
    return guarded([&]() -> Status {
        if (m_parts->adapter)
            return fail(ErrorCode::InvalidArgument, "a model with an adapter gets no new tokens");
        if (pieces.empty())
            return {};
        engine::growVocabulary(*m_parts, first, pieces);
        return {};
    });
}

bool Model::hasNewTokens() const
{
    return m_parts->newRows.has_value();
}

Status Model::loadAdapter(const std::filesystem::path &folder)
{
    forgetFrozenStates();
    return guarded([&] { return readPeftAdapter(*m_parts, folder); });
}

Status Model::moveTo(Device device)
{
    TAMIZ_CHECK(checkDevice(device));
    return guarded([&]() -> Status {
        const torch::Device target(device == Device::Cuda ? torch::kCUDA : torch::kCPU);
        const auto move = [&](const torch::Tensor &tensor) { // every handle sees the new place
            if (tensor.defined())
                tensor.set_data(tensor.detach().to(target));
        };
        for (const ParameterRef &ref : baseParameters(*m_parts))
            move(*ref.tensor);
        for (const NamedTensor &entry : adapterTensors(*m_parts))
            move(entry.tensor);
        for (const Linear *linear : linears(*m_parts))
            move(linear->baseBias);
        for (const Norm *norm : norms(*m_parts))
            move(norm->baseBias);
        for (const VocabularyMatrix &matrix : vocabularyMatrices(*m_parts)) {
            if (!matrix.trained->isEmpty())
                matrix.trained->follow(*matrix.weight);
        }
        return {};
    });
}

Device Model::device() const
{
    return deviceOf(*m_parts).is_cuda() ? Device::Cuda : Device::Cpu;
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
    if (strength != m_parts->strength)
        forgetFrozenStates(); // an adapter that does not train may stand among them
    m_parts->strength = std::clamp(strength, 0.0, 1.0);
}

void Model::setArithmetic(Arithmetic arithmetic)
{
    forgetFrozenStates();
    m_parts->arithmetic = arithmetic;
}

void Model::roundFrozenWeights()
{
    if (m_parts->adapter && m_parts->adapter->isDora)
        return;
    const torch::NoGradGuard noGrad;
    const torch::ScalarType type = operandType(m_parts->arithmetic);
    for (Linear *const linear : linears(*m_parts)) {
        // A head whose new rows train keeps the others to the bit.
        if (!linear->weight.requires_grad() && linear->trained.isEmpty())
            linear->weight = linear->weight.to(type); // [out, in]
    }
    releaseOperands();
}

Arithmetic Model::arithmetic() const
{
    return m_parts->arithmetic;
}

void Model::keepFrozenStates(const std::optional<FrozenStates::Budget> &budget)
{
    m_parts->frozenStates = budget ? std::make_shared<FrozenStates>(*budget) : nullptr;
}

const FrozenStates *Model::frozenStates() const
{
    return m_parts->frozenStates.get();
}

void Model::forgetFrozenStates()
{
    if (m_parts->frozenStates)
        m_parts->frozenStates->clear();
}

Status Model::merge()
{
    forgetFrozenStates();
    return guarded([&] { return mergeAdapter(*m_parts); });
}

Status Model::saveAdapter(const std::filesystem::path &folder,
                          const std::string &baseModelPath) const
{
    return guarded([&] { return writePeftAdapter(*m_parts, folder, baseModelPath); });
}

void Model::setDropout(double probability)
{
    if (m_parts->decoder) {
        setDecoderDropout(*m_parts, probability);
        return;
    }
    ModelConfig config = m_parts->config;
    config.hiddenDropout = probability;
    config.attentionDropout = probability;
    config.classifierDropout = probability;
    if (m_parts->family->keys.answerDropout)
        config.answerDropout = probability;
    if (m_parts->family->keys.poolerDropout)
        config.poolerDropout = probability;
    if (m_parts->family->keys.summaryDropout)
        config.summaryDropout = probability;
    const double lora = m_parts->dropout.lora;
    m_parts->dropout = describeDropout(config, *m_parts->family, m_parts->head);
    m_parts->dropout.lora = lora;
}

} // namespace tamiz::engine
