// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/model_evaluation.h"

#include <algorithm>
#include <utility>

#include "core/engine/data/experiment_data.h"
#include "core/engine/data/task_card.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/evaluator.h"
#include "core/engine/evaluate/model_choice.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"

namespace tamiz::engine {

namespace {

/// Label names of config.json, unless they are the placeholders that transformers writes.
std::vector<std::string> labelsOf(const ModelConfig &config)
{
    std::vector<std::string> names;
    for (const auto &[id, name] : config.id2label)
        names.push_back(name);
    const bool isPlaceholder = !names.empty() && names.front() == "LABEL_0";
    return isPlaceholder ? std::vector<std::string> {} : names;
}

} // namespace

Result<Recipe> evaluationRecipe(const ModelChoice &choice, const TaskSection &task)
{
    Recipe recipe;
    recipe.model.path = choice.model.string();
    recipe.model.adapter = choice.adapter.string();
    recipe.task = task;
    recipe.training.precision = Precision::Fp32;
    const auto &folder = choice.adapter.empty() ? choice.model : choice.adapter;
    TAMIZ_TRY(const std::optional<TaskSection> card, readTaskCard(folder));
    int ownLength = 0;
    if (card && card->type == task.type) {
        recipe.task.labels = card->labels;
        recipe.task.docStride = card->docStride;
        recipe.task.maxAnswerLength = card->maxAnswerLength;
        ownLength = card->maxLength;
    } else {
        TAMIZ_TRY(const ModelConfig config, ModelConfig::load(choice.model));
        if (recipe.task.labels.empty() && !isLanguageModelling(task.type))
            recipe.task.labels = labelsOf(config);
        ownLength = static_cast<int>(
            std::min<std::int64_t>(TaskSection {}.maxLength, config.maxLength()));
    }
    if (task.maxLength <= 0)
        recipe.task.maxLength = ownLength;
    return recipe;
}

Result<std::vector<std::pair<SeriesKey, double>>>
evaluateModel(const Recipe &recipe, const ModelChoice &choice, RunControl &control)
{
    return guarded([&]() -> Result<std::vector<std::pair<SeriesKey, double>>> {
        const ThreadCount threads(recipe.training.threads);
        TAMIZ_CHECK(checkPrecision(recipe.training.precision, recipe.training.device));
        Recipe reading = recipe;
        if (reading.task.labels.empty())
            reading.data.train = reading.data.test; // the labels are those of the data
        TAMIZ_TRY(const ExperimentData data,
                  loadExperimentData(reading, control, [](const std::string &, double) {}));
        TAMIZ_TRY(const auto model, loadChoice(choice, recipe, *data.tokenizer, data.labels));
        model->setArithmetic(arithmeticOf(recipe.training.precision, recipe.training.device));
        const bool needsVocabulary
            = isLanguageModelling(recipe.task.type) || !data.references.empty();
        if (needsVocabulary && !model->hasVocabularyHead()) {
            return fail(
                ErrorCode::Unsupported,
                "the model has no head for its vocabulary: its loss on a text cannot be measured",
                recipe.model.path, "Name a base model that has one, with its adapter");
        }
        const Evaluator evaluator(*model, data, recipe);
        const EvaluationGate gate = [&control](double) { return !control.isStopRequested(); };

        std::vector<std::pair<SeriesKey, double>> values;
        for (const NamedDataset &test : data.tests) {
            TAMIZ_TRY(const Evaluation plain, evaluator.evaluate(test.data, -1, gate));
            values.push_back({ { "loss", test.name, {}, {} }, plain.all.loss });
            for (const Metric &metric : plain.metrics)
                values.push_back({ { metric.name, test.name, {}, {} }, metric.value });
            for (const Metric &label : plain.labels)
                values.push_back({ { labelSeries(label.name), test.name, {}, {} }, label.value });
            for (std::size_t i = 0; i < recipe.masking.classes.size(); ++i) {
                const std::string &name = recipe.masking.classes[i].name;
                if (i < plain.classes.size() && plain.classes[i].count > 0) {
                    values.push_back({ { "loss", test.name, name, {} }, plain.classes[i].loss });
                    values.push_back(
                        { { "accuracy", test.name, name, {} }, plain.classes[i].accuracy });
                }
                if (recipe.evaluation.reliance) {
                    TAMIZ_TRY(const Evaluation masked,
                              evaluator.evaluate(test.data, static_cast<int>(i), gate));
                    const TaskType task = recipe.task.type;
                    values.push_back({ { relianceMetric(task), test.name, name, {} },
                                       reliance(plain, masked, taskMetrics(task).front()) });
                    values.push_back({ { "reliance_loss", test.name, name, {} },
                                       reliance(plain, masked, "loss") });
                }
            }
        }
        for (const NamedDataset &reference : data.references) {
            TAMIZ_TRY(const Evaluation measured, evaluator.evaluateReference(reference.data, gate));
            values.push_back({ { "reference_loss", {}, {}, reference.name }, measured.all.loss });
        }
        return values;
    });
}

} // namespace tamiz::engine
