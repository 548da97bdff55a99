// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/forward_file.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include <ATen/core/grad_mode.h>
#include <torch/types.h>

#include "core/engine/adapters/adapter_info.h"
#include "core/engine/adapters/peft_config.h"
#include "core/engine/model/model.h"
#include "core/engine/model/safetensors_header.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/model/torch_error.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

/// The named tensors of the input file.
class InputFile
{
public:
    static Result<InputFile> open(const ForwardFileOptions &options)
    {
        InputFile input;
        input.m_path = options.input;
        input.m_prefix = options.prefix;
        TAMIZ_TRY(input.m_file, SafetensorsFile::open(options.input));
        return input;
    }

    /// Undefined when the file does not hold it. Values must lie in [low, high], or be -100 where
    /// @p mayBeIgnored.
    Result<torch::Tensor> tensor(const std::string &name, std::int64_t low, std::int64_t high,
                                 bool mayBeIgnored = false) const
    {
        const auto found = m_file->tensors().find(m_prefix + name);
        if (found == m_file->tensors().end())
            return torch::Tensor();
        TAMIZ_TRY(torch::Tensor values, loadTensor(found->second, found->first, m_path));
        if (values.scalar_type() != torch::kLong) {
            return fail(ErrorCode::InvalidInput,
                        "tensor '" + found->first + "' has the type " + found->second.dtype
                            + ", integers were expected",
                        m_path.string());
        }
        torch::Tensor isWrong = (values < low).logical_or(values > high);
        if (mayBeIgnored)
            isWrong = isWrong.logical_and(values != kIgnoredLabel);
        const torch::Tensor wrong = values.masked_select(isWrong);
        if (wrong.numel() > 0) {
            return fail(ErrorCode::InvalidInput,
                        "tensor '" + found->first + "' holds "
                            + std::to_string(wrong[0].item<std::int64_t>())
                            + ": values must lie in [" + std::to_string(low) + ", "
                            + std::to_string(high) + "]",
                        m_path.string());
        }
        return values;
    }

    /// Numbers of any type, as f32; undefined when the file does not hold them.
    Result<torch::Tensor> numbers(const std::string &name) const
    {
        const auto found = m_file->tensors().find(m_prefix + name);
        if (found == m_file->tensors().end())
            return torch::Tensor();
        TAMIZ_TRY(const torch::Tensor values, loadTensor(found->second, found->first, m_path));
        return values.to(torch::kFloat);
    }

    Error shapeError(const std::string &name, const torch::Tensor &tensor,
                     const std::string &expected) const
    {
        return { ErrorCode::Mismatch,
                 "tensor '" + m_prefix + name + "' has the shape " + shapeText(tensor.sizes().vec())
                     + ", " + expected + " was expected",
                 m_path.string(),
                 {},
                 {} };
    }

    std::string name(const std::string &part) const { return m_prefix + part; }
    const fs::path &path() const { return m_path; }

private:
    std::shared_ptr<const SafetensorsFile> m_file;
    fs::path m_path;
    std::string m_prefix;
};

/// The choices of a row, [B, C, T], one under another: [B * C, T].
void stackChoices(BatchTensors &batch)
{
    batch.choices = batch.inputIds.size(1);
    for (torch::Tensor *x : { &batch.inputIds, &batch.tokenTypeIds, &batch.attentionMask }) {
        if (x->defined())
            *x = x->reshape({ -1, x->size(-1) });
    }
}

Result<BatchTensors> readBatch(const InputFile &input, const Model &model)
{
    const ModelConfig &config = model.config();
    const bool hasTargets = model.head() == HeadKind::SequenceClassification
        && config.problem() != ProblemType::SingleLabel;
    const bool isVocabulary
        = model.head() == HeadKind::MaskedLm || model.head() == HeadKind::CausalLm;
    std::int64_t classes
        = isVocabulary ? config.vocabSize : static_cast<std::int64_t>(config.id2label.size());
    constexpr std::int64_t kAny = std::int64_t { 1 } << 40;

    BatchTensors batch;
    TAMIZ_TRY(batch.inputIds, input.tensor("input_ids", 0, config.vocabSize - 1));
    const bool isChoice = model.head() == HeadKind::MultipleChoice && batch.inputIds.defined()
        && batch.inputIds.dim() == 3;
    if (isChoice)
        classes = batch.inputIds.size(1);
    TAMIZ_TRY(
        batch.tokenTypeIds,
        input.tensor("token_type_ids", 0, std::max<std::int64_t>(0, config.typeVocabSize - 1)));
    TAMIZ_TRY(batch.attentionMask, input.tensor("attention_mask", 0, 1));
    if (hasTargets) {
        TAMIZ_TRY(batch.targets, input.numbers("labels"));
    } else {
        TAMIZ_TRY(batch.labels, input.tensor("labels", 0, classes - 1, true));
    }
    TAMIZ_TRY(batch.startPositions, input.tensor("start_positions", -kAny, kAny));
    TAMIZ_TRY(batch.endPositions, input.tensor("end_positions", -kAny, kAny));

    if (!batch.inputIds.defined()) {
        return fail(ErrorCode::InvalidInput,
                    "the tensor '" + input.name("input_ids") + "' is missing",
                    input.path().string(), "Check --prefix");
    }
    if (isChoice)
        stackChoices(batch);
    const bool isMatrix = batch.inputIds.dim() == 2 && batch.inputIds.numel() > 0;
    if (!isMatrix || batch.inputIds.size(1) > config.maxLength()) {
        return tl::unexpected<Error>(
            input.shapeError("input_ids", batch.inputIds,
                             "[rows, at most " + std::to_string(config.maxLength()) + " tokens]"));
    }
    using Shape = std::vector<std::int64_t>;
    const std::int64_t rows = batch.inputIds.size(0);
    const auto check
        = [&input](const char *name, const torch::Tensor &tensor, const Shape &shape) -> Status {
        if (!tensor.defined() || tensor.sizes().vec() == shape)
            return {};
        return tl::unexpected<Error>(input.shapeError(name, tensor, shapeText(shape)));
    };
    if (hasTargets && batch.targets.defined() && batch.targets.dim() == 1)
        batch.targets = batch.targets.unsqueeze(1); // [B, 1]
    const Shape perToken = batch.inputIds.sizes().vec();
    TAMIZ_CHECK(check("token_type_ids", batch.tokenTypeIds, perToken));
    TAMIZ_CHECK(check("attention_mask", batch.attentionMask, perToken));
    TAMIZ_CHECK(check("labels", batch.labels,
                      saysOfRows(model.head()) ? Shape { rows / batch.choices } : perToken));
    TAMIZ_CHECK(check("labels", batch.targets, { rows, classes }));
    TAMIZ_CHECK(check("start_positions", batch.startPositions, { rows }));
    TAMIZ_CHECK(check("end_positions", batch.endPositions, { rows }));
    return batch;
}

Result<HeadKind> parseHead(const std::string &name)
{
    for (const HeadKind head :
         { HeadKind::SequenceClassification, HeadKind::TokenClassification, HeadKind::MaskedLm,
           HeadKind::QuestionAnswering, HeadKind::MultipleChoice, HeadKind::NextSentence,
           HeadKind::CausalLm }) {
        if (name == toString(head))
            return head;
    }
    return fail(ErrorCode::InvalidArgument, "unknown head '" + name + "'", "--head",
                "Known heads: sequence-classification, token-classification, masked-lm, "
                "question-answering, multiple-choice, next-sentence, causal-lm");
}

Result<std::unique_ptr<Model>> loadModel(const ForwardFileOptions &options)
{
    Model::LoadOptions load;
    if (!options.adapter.empty()) {
        TAMIZ_TRY(const AdapterInfo info, inspectAdapter(options.adapter));
        load.head = info.head;
        load.labels = info.labels;
    }
    if (!options.head.empty()) {
        TAMIZ_TRY(load.head, parseHead(options.head));
    }
    TAMIZ_TRY(std::unique_ptr<Model> model, Model::load(options.model, load));
    if (!options.adapter.empty())
        TAMIZ_CHECK(model->loadAdapter(options.adapter));
    return model;
}

/// Our parameter name -> the one of PEFT's model in memory.
std::string peftName(const std::string &name, const std::set<std::string> &all,
                     const std::vector<std::string> &savedModules)
{
    const std::string prefix = kAdapterPrefix;
    for (const std::string end : { ".lora_A.weight", ".lora_B.weight" }) {
        if (name.ends_with(end)) {
            const std::string stem = name.substr(0, name.size() - std::string(".weight").size());
            return prefix + stem + ".default.weight";
        }
    }
    if (name.find(".lora_") != std::string::npos)
        return prefix + name + ".default";
    for (const std::string &module : savedModules) {
        if (name.starts_with(module + "."))
            return prefix + module + ".modules_to_save.default" + name.substr(module.size());
    }
    if (name.ends_with(".bias")) {
        const std::string module = name.substr(0, name.size() - std::string(".bias").size());
        if (all.contains(module + ".lora_A.weight"))
            return prefix + module + ".base_layer.bias";
    }
    return prefix + name;
}

/// "grad.<parameter>" of every parameter that trains.
std::vector<NamedTensor> gradients(const Model &model)
{
    const std::vector<NamedTensor> parameters = model.trainableParameters();
    const std::vector<std::string> saved = model.savedModules();
    std::set<std::string> names;
    for (const NamedTensor &parameter : parameters)
        names.insert(parameter.name);
    std::vector<NamedTensor> tensors;
    for (const NamedTensor &parameter : parameters) {
        const std::string name
            = model.hasAdapter() ? peftName(parameter.name, names, saved) : parameter.name;
        const torch::Tensor &gradient = parameter.tensor.grad();
        tensors.push_back({ "grad." + name,
                            gradient.defined() ? gradient : torch::zeros_like(parameter.tensor) });
    }
    return tensors;
}

Result<ForwardFileReport> run(const ForwardFileOptions &options)
{
    TAMIZ_TRY(const std::unique_ptr<Model> model, loadModel(options));
    TAMIZ_TRY(const InputFile input, InputFile::open(options));
    TAMIZ_TRY(const BatchTensors batch, readBatch(input, *model));

    model->setArithmetic(
        Arithmetic::Plain); // other programs are checked against the reference path
    const at::AutoGradMode gradMode(options.needsGradients);
    std::vector<torch::Tensor> hidden;
    ForwardContext context;
    context.hiddenStates = &hidden;
    const ModelOutput output = model->forward(batch, context);
    std::vector<NamedTensor> tensors;
    const auto add = [&](const std::string &name, const torch::Tensor &tensor) {
        if (tensor.defined())
            tensors.push_back({ name, tensor });
    };
    add("logits", output.logits);
    add("start_logits", output.startLogits);
    add("end_logits", output.endLogits);
    add("loss", output.loss);
    for (std::size_t i = 0; i < hidden.size(); ++i)
        add("hidden." + std::to_string(i), hidden[i]);

    ForwardFileReport report;
    if (output.loss.defined())
        report.loss = output.loss.item<double>();
    if (options.needsGradients) {
        if (!output.loss.defined()) {
            return fail(ErrorCode::InvalidArgument,
                        "gradients need a loss, and the input has no labels for this head",
                        "--grad",
                        "Add " + options.prefix
                            + (model->head() == HeadKind::QuestionAnswering
                                   ? "start_positions and end_positions"
                                   : "labels"));
        }
        output.loss.backward();
        for (const NamedTensor &entry : gradients(*model))
            tensors.push_back(entry);
    }
    TAMIZ_CHECK(saveTensors(options.output, tensors));
    for (const NamedTensor &entry : tensors)
        report.tensors.push_back(entry.name);
    report.problems = model->loadReport().problems;
    return report;
}

} // namespace

Result<ForwardFileReport> forwardFile(const ForwardFileOptions &options)
{
    return guarded([&] { return run(options); });
}

} // namespace tamiz::engine
