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

} // namespace

Result<std::vector<RelianceValue>> baseReliance(const Recipe &taskRecipe, RunControl &control)
{
    Recipe recipe = taskRecipe;
    recipe.vocabulary = {}; // the base has no rows for further tokens
    recipe.model.adapter.clear();
    recipe.task = referenceTask(taskRecipe.task);
    recipe.task.textColumn = taskRecipe.task.textColumn;
    recipe.task.textPairColumn = taskRecipe.task.textPairColumn;
    recipe.data = {};
    recipe.data.validation
        = taskRecipe.data.validation.empty() ? taskRecipe.data.train : taskRecipe.data.validation;
    TAMIZ_TRY(const ExperimentData data,
              loadExperimentData(recipe, control, [](const std::string &, double) {}));
    TAMIZ_TRY(const ModelConfig config, ModelConfig::load(recipe.model.path));
    const HeadKind head = config.decoder ? HeadKind::CausalLm : HeadKind::MaskedLm;
    TAMIZ_TRY(
        const auto model,
        Model::load(recipe.model.path, { .head = head, .labels = 0, .seed = 0, .labelNames = {} }));
    if (!model->loadReport().missing.empty()) { // a new head would answer at random
        return fail(
            ErrorCode::Unsupported,
            "the base model has no head for its vocabulary: its reliance cannot be measured",
            recipe.model.path);
    }
    TAMIZ_CHECK(model->moveTo(resolveDevice(recipe.training.device)));
    const Evaluator evaluator(*model, data, recipe);
    const EvaluationGate gate = [&control](double) { return !control.isStopRequested(); };
    const Dataset rows = evenlySpaced(data.validation, kRows);
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
