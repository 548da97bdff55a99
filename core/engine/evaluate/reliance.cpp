// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/reliance.h"

#include "core/engine/data/experiment_data.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/evaluator.h"
#include "core/engine/model/model.h"

namespace tamiz::engine {

namespace {

// Enough for a stable mean, few enough for an answer while a person waits.
constexpr std::int64_t kRows = 200;

/// The validation rows, read as the task's and tokenised for @p reference.
Result<ExperimentData> loadTexts(const Recipe &recipe, const TaskSection &reference,
                                 RunControl &control)
{
    const DataSection &files = recipe.data;
    TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer, loadTokenizer(recipe.model.path));
    TAMIZ_TRY(const ExampleSet rows,
              readExamples(files.validation.empty() ? files.train : files.validation, recipe.task,
                           control));
    TAMIZ_CHECK(failOnErrors(rows.problems));
    TAMIZ_TRY(TokenClassifier classifier, classifierOf(recipe.masking.classes, rows));
    ExperimentData data { .tokenizer = std::move(tokenizer),
                          .domainTokens = {},
                          .classifier = std::move(classifier),
                          .labels = {},
                          .train = {},
                          .validation = {},
                          .tests = {},
                          .references = {},
                          .warnings = {} };
    TAMIZ_TRY(data.validation,
              buildDataset(rows,
                           { .task = reference,
                             .tokenizer = *data.tokenizer,
                             .classifier = data.classifier,
                             .labels = data.labels },
                           control));
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
    TAMIZ_TRY(const Dataset rows, evenlySpaced(data.validation, kRows));
    TAMIZ_TRY(const Evaluation plain, evaluator.evaluate(rows, -1, gate));
    std::vector<RelianceValue> values;
    for (std::size_t i = 0; i < recipe.masking.classes.size(); ++i) {
        TAMIZ_TRY(const Evaluation masked, evaluator.evaluate(rows, static_cast<int>(i), gate));
        values.push_back({ .tokenClass = recipe.masking.classes[i].name,
                           .metric = plain.all.loss,
                           .metricMasked = masked.all.loss,
                           .reliance = masked.all.loss - plain.all.loss,
                           .tokens = plain.classes[i].count });
    }
    return values;
}

} // namespace tamiz::engine
