// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/training_setup.h"

#include <utility>

#include "core/engine/engine.h"
#include "core/engine/process.h"

namespace tamiz::engine {

namespace {

constexpr std::uint64_t kDropoutStream = 0x64726f70;

/// A row for each token that the recipe gave the tokenizer.
Status growVocabulary(Model &model, const DomainTokens &added, TokenStart start)
{
    if (added.firstId > model.config().vocabSize)
        return {}; // the tokenizer is another model's: checkVocabulary() says so
    std::vector<std::vector<std::int64_t>> pieces;
    for (const DomainTokens::Token &token : added.tokens)
        pieces.push_back(start == TokenStart::Pieces ? token.pieces : std::vector<std::int64_t> {});
    return model.growVocabulary(added.firstId, pieces);
}

std::int64_t countElements(const std::vector<NamedTensor> &tensors)
{
    std::int64_t count = 0;
    for (const NamedTensor &named : tensors)
        count += named.tensor.numel();
    return count;
}

} // namespace

std::int64_t TrainingSetup::trainableParameters() const
{
    return countElements(model->trainableParameters());
}

std::int64_t TrainingSetup::totalParameters() const
{
    return countElements(model->parameters());
}

ForwardContext TrainingSetup::context(std::int64_t microStep) const
{
    ForwardContext context;
    context.isTraining = true;
    context.dropout
        = CounterRandom(recipe.seed).at(kDropoutStream).at(static_cast<std::uint64_t>(microStep));
    context.labelSmoothing = recipe.training.labelSmoothing;
    context.needsLogits = false;
    context.checkpointsLayers = recipe.training.gradientCheckpointing;
    return context;
}

HeadKind headOf(TaskType task)
{
    switch (task) {
    case TaskType::Classification:
    case TaskType::MultiLabel:
    case TaskType::Regression:
        return HeadKind::SequenceClassification;
    case TaskType::QuestionAnswering:
        return HeadKind::QuestionAnswering;
    case TaskType::MultipleChoice:
        return HeadKind::MultipleChoice;
    case TaskType::NextSentence:
        return HeadKind::NextSentence;
    case TaskType::TokenClassification:
        return HeadKind::TokenClassification;
    case TaskType::CausalLm:
        return HeadKind::CausalLm;
    case TaskType::MaskedLm:
        break;
    }
    return HeadKind::MaskedLm;
}

ProblemType problemOf(TaskType task)
{
    switch (task) {
    case TaskType::Classification:
        return ProblemType::SingleLabel;
    case TaskType::MultiLabel:
        return ProblemType::MultiLabel;
    case TaskType::Regression:
        return ProblemType::Regression;
    default:
        return ProblemType::Unset;
    }
}

Result<std::unique_ptr<Model>> loadTaskModel(const Recipe &recipe, const LabelMap &labels)
{
    TAMIZ_TRY(std::unique_ptr<Model> model,
              Model::load(recipe.model.path,
                          { .head = headOf(recipe.task.type),
                            .problem = problemOf(recipe.task.type),
                            .labels = labels.size(),
                            .seed = recipe.seed,
                            .labelNames = labels.names() }));
    const ModelConfig &config = model->config();
    if (recipe.task.maxLength > config.maxLength()) {
        return fail(ErrorCode::InvalidInput,
                    "max_length " + std::to_string(recipe.task.maxLength)
                        + " is longer than the model's " + std::to_string(config.maxLength())
                        + " positions",
                    "task.max_length", "Lower it to the model's positions");
    }
    if (recipe.training.dropout)
        model->setDropout(*recipe.training.dropout);
    return model;
}

FrozenStates::Budget frozenBudget(const TrainingSection &training,
                                  const std::filesystem::path &folder)
{
    const auto bytes
        = [](std::int64_t megabytes) { return static_cast<std::uint64_t>(megabytes) * 1'000'000; };
    return { training.cacheMemoryMb > 0 ? bytes(training.cacheMemoryMb)
                                        : availableMemoryBytes() / 4,
             bytes(training.cacheDiskMb), folder };
}

Result<std::unique_ptr<TrainingSetup>> prepareTraining(const Recipe &recipe, RunControl &control,
                                                       const LoadProgress &progress)
{
    TAMIZ_CHECK(checkDevice(recipe.training.device));
    TAMIZ_CHECK(checkPrecision(recipe.training.precision, recipe.training.device));
    TAMIZ_TRY(ExperimentData data, loadExperimentData(recipe, control, progress));
    progress("model", 0);
    TAMIZ_TRY(std::unique_ptr<Model> model, loadTaskModel(recipe, data.labels));
    TAMIZ_CHECK(growVocabulary(*model, data.domainTokens, recipe.vocabulary.initialise));
    if (recipe.model.adapter.empty())
        TAMIZ_CHECK(model->configure(recipe.layers, recipe.seed));
    else
        TAMIZ_CHECK(model->loadAdapter(recipe.model.adapter));
    TAMIZ_CHECK(model->checkVocabulary(data.tokenizer->vocabSize(), recipe.model.path));
    TAMIZ_TRY(Masker masker, Masker::build(recipe.masking, *data.tokenizer, recipe.seed));

    TAMIZ_CHECK(model->moveTo(resolveDevice(recipe.training.device)));
    model->setArithmetic(arithmeticOf(recipe.training.precision, recipe.training.device));
    if (model->hasAdapter())
        model->roundFrozenWeights();

    auto setup = std::make_unique<TrainingSetup>(TrainingSetup { .recipe = recipe,
                                                                 .data = std::move(data),
                                                                 .model = std::move(model),
                                                                 .plan = {},
                                                                 .batches = nullptr,
                                                                 .optimizer = nullptr });
    setup->plan = RunPlan::of(recipe, setup->data.train.size());
    setup->batches = std::make_unique<BatchSource>(
        setup->data, setup->recipe, setup->plan,
        RowMasker(*setup->data.tokenizer, recipe, std::move(masker)));
    setup->optimizer
        = std::make_unique<Optimizer>(setup->model->trainableParameters(), recipe.training);
    progress("model", 1);
    return setup;
}

} // namespace tamiz::engine
