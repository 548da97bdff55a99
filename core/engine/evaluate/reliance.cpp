// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/reliance.h"

#include <algorithm>

#include "core/engine/data/dataset_builder.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/evaluator.h"
#include "core/engine/model/model.h"

namespace tamiz::engine {

namespace {

// Enough for a stable mean, few enough for an answer while a person waits.
constexpr std::int64_t kRows = 200;

/// kRows of the validation rows, evenly spaced, read as the task's and tokenised for @p reference.
Result<ExperimentData> loadTexts(const Recipe &recipe, const TaskSection &reference,
                                 RunControl &control)
{
    const std::vector<std::string> &paths
        = recipe.data.validation.empty() ? recipe.data.train : recipe.data.validation;
    const std::vector<std::filesystem::path> files(paths.begin(), paths.end());
    TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer, loadTokenizer(recipe.model.path));
    std::int64_t count = 0;
    ProblemList problems;
    TAMIZ_CHECK(
        forEachExample(files, recipe.task, problems, control, [&count](const Example &) -> Status {
            ++count;
            return {};
        }));
    TAMIZ_CHECK(failOnErrors(std::move(problems).take()));
    TAMIZ_TRY(TokenClassifier classifier,
              classifierOf(recipe.masking.classes, files, recipe.task, control));
    ExperimentData data { .tokenizer = std::move(tokenizer),
                          .domainTokens = {},
                          .classifier = std::move(classifier),
                          .labels = {},
                          .train = {},
                          .validation = {},
                          .tests = {},
                          .references = {},
                          .warnings = {} };
    const DatasetSpec spec { .task = reference,
                             .tokenizer = *data.tokenizer,
                             .classifier = data.classifier,
                             .labels = data.labels };
    DatasetBuilder builder(spec, files, RowWriter(DatasetBuilder::limits(spec)), control);
    const std::int64_t wanted = std::min(count, kRows);
    std::int64_t index = 0;
    std::int64_t taken = 0;
    ProblemList ignored; // none
    TAMIZ_CHECK(forEachExample(files, recipe.task, ignored, control, [&](const Example &row) {
        const bool isWanted = taken < wanted && index++ == taken * count / wanted;
        taken += isWanted;
        return isWanted ? builder.add(row) : builder.skip();
    }));
    TAMIZ_TRY(data.validation, std::move(builder).finish());
    return data;
}

} // namespace

Result<std::vector<RelianceValue>> baseReliance(const Recipe &taskRecipe, RunControl &control)
{
    Recipe recipe = taskRecipe;
    recipe.vocabulary = {}; // the base has no rows for further tokens
    recipe.model.adapter.clear();
    recipe.task = referenceTask(taskRecipe.task);
    TAMIZ_TRY(const ExperimentData data, loadTexts(taskRecipe, recipe.task, control));
    TAMIZ_TRY(const ModelConfig config, ModelConfig::load(recipe.model.path));
    const HeadKind head = config.decoder ? HeadKind::CausalLm : HeadKind::MaskedLm;
    TAMIZ_TRY(const auto model, Model::load(recipe.model.path, { .head = head, .labelNames = {} }));
    if (!model->loadReport().missing.empty()) { // a new head would answer at random
        return fail(
            ErrorCode::Unsupported,
            "the base model has no head for its vocabulary: its reliance cannot be measured",
            recipe.model.path);
    }
    TAMIZ_CHECK(checkPrecision(recipe.training.precision, recipe.training.device));
    TAMIZ_CHECK(model->moveTo(resolveDevice(recipe.training.device)));
    model->setArithmetic(arithmeticOf(recipe.training.precision, recipe.training.device));
    const Evaluator evaluator(*model, data, recipe);
    const EvaluationGate gate = [&control](double) { return !control.isStopRequested(); };
    TAMIZ_TRY(const Evaluation plain, evaluator.evaluate(data.validation, -1, gate));
    std::vector<RelianceValue> values;
    for (std::size_t i = 0; i < recipe.masking.classes.size(); ++i) {
        TAMIZ_TRY(const Evaluation masked,
                  evaluator.evaluate(data.validation, static_cast<int>(i), gate));
        values.push_back({ .tokenClass = recipe.masking.classes[i].name,
                           .metric = plain.all.loss,
                           .metricMasked = masked.all.loss,
                           .reliance = masked.all.loss - plain.all.loss,
                           .tokens = plain.classes[i].count });
    }
    return values;
}

} // namespace tamiz::engine
