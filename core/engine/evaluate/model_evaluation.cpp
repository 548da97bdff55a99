// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/model_evaluation.h"

#include <algorithm>
#include <utility>

#include "core/engine/data/collator.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/data/task_card.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/evaluator.h"
#include "core/engine/masking/hidden_classes.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"
#include "core/engine/train/training_setup.h"

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

Result<std::unique_ptr<Model>> loadChoice(const ModelChoice &choice, const Recipe &recipe,
                                          const Tokenizer &tokenizer, const LabelMap &labels)
{
    TAMIZ_TRY(std::unique_ptr<Model> model, loadTaskModel(recipe, labels));
    if (!choice.adapter.empty()) {
        TAMIZ_CHECK(model->loadAdapter(choice.adapter));
        model->setStrength(choice.strength);
    }
    TAMIZ_CHECK(model->checkVocabulary(tokenizer.vocabSize(), choice.model));
    TAMIZ_CHECK(model->moveTo(resolveDevice(recipe.training.device)));
    return model;
}

std::vector<LabelScore> best(const torch::Tensor &probabilities, std::int64_t count,
                             const std::function<std::string(std::int64_t)> &name)
{
    const auto [values, ids] = probabilities.topk(std::min(count, probabilities.numel())); // [k]
    std::vector<LabelScore> scores;
    for (std::int64_t i = 0; i < ids.numel(); ++i)
        scores.push_back({ name(ids.data_ptr<std::int64_t>()[i]), values.data_ptr<float>()[i] });
    return scores;
}

class TaskPredictor final : public Predictor
{
public:
    TaskPredictor(Recipe recipe, std::unique_ptr<Tokenizer> tokenizer, LabelMap labels,
                  std::unique_ptr<Model> model, int threads)
        : m_recipe(std::move(recipe))
        , m_tokenizer(std::move(tokenizer))
        , m_labels(std::move(labels))
        , m_model(std::move(model))
        , m_threads(threads)
    {
    }

    using Predictor::predict;
    Result<Prediction> predict(const std::string &text, const std::string &pair,
                               const TokenClassifier *hidden) override
    {
        return guarded([&] {
            const ThreadCount threads(m_threads);
            return answer(text, pair, hidden);
        });
    }

    const Tokenizer &tokenizer() const override { return *m_tokenizer; }

private:
    /// The row with the tokens of the classes out of sight; every other vector is left empty.
    MaskableRow seen(const Encoding &encoding, const std::string &text, const std::string &pair,
                     const TokenClassifier *hidden) const
    {
        MaskableRow row;
        row.ids = encoding.ids;
        row.isHidden.assign(encoding.ids.size(), 0);
        if (!hidden)
            return row;
        for (std::size_t i = 0; i < row.ids.size(); ++i)
            row.isSpecial.push_back(encoding.isSpecial[i] || m_tokenizer->isSpecial(row.ids[i]));
        const auto ofFirst = hidden->classify(text, encoding.offsets);
        const auto ofPair = hidden->classify(pair, encoding.offsets);
        for (std::size_t i = 0; i < row.ids.size(); ++i)
            row.classes.push_back(encoding.isSecond[i] ? ofPair[i] : ofFirst[i]);
        hideClasses(row, ~std::uint64_t { 0 }, m_tokenizer->special());
        return row;
    }

    Result<Prediction> answer(const std::string &text, const std::string &pair,
                              const TokenClassifier *hidden)
    {
        const torch::NoGradGuard noGrad;
        const Encoding encoding = m_tokenizer->encode(
            text, pair.empty() ? std::optional<std::string_view> {} : pair,
            { .addSpecialTokens = true, .maxLength = m_recipe.task.maxLength });
        const MaskableRow row = seen(encoding, text, pair, hidden);
        Batch batch;
        batch.rows = 1;
        batch.length = static_cast<std::int64_t>(encoding.ids.size());
        batch.lengths = { batch.length };
        batch.inputIds = row.ids;
        batch.tokenTypeIds = encoding.typeIds;
        for (const std::uint8_t isHidden : row.isHidden)
            batch.attentionMask.push_back(isHidden ? 0 : 1);
        const torch::Tensor logits
            = m_model->forward(toTensors(batch), {}).logits.cpu(); // [1, L] or [1, T, L]
        const torch::Tensor probabilities = logits[0].softmax(-1);
        Prediction prediction;
        prediction.isTruncated = encoding.isTruncated;
        for (std::size_t i = 0; i < row.ids.size(); ++i) {
            const bool isChanged = row.ids[i] != encoding.ids[i] || row.isHidden[i];
            if (isChanged && !encoding.isSecond[i])
                prediction.hidden.push_back(encoding.offsets[i]);
        }
        const auto label
            = [this](std::int64_t id) { return m_labels.names().at(static_cast<std::size_t>(id)); };
        if (m_recipe.task.type == TaskType::Classification) {
            prediction.labels = best(probabilities, m_labels.size(), label);
            return prediction;
        }
        const bool isVocabulary = isLanguageModelling(m_recipe.task.type);
        const bool isCausal = m_recipe.task.type == TaskType::CausalLm;
        for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
            const bool isAsked = isCausal ? i + 1 == encoding.ids.size()
                : isVocabulary
                ? encoding.ids[i] == m_tokenizer->special().mask
                : !encoding.isSpecial[i] && !m_tokenizer->token(encoding.ids[i]).starts_with("##");
            if (!isAsked)
                continue;
            const torch::Tensor scores = probabilities[static_cast<std::int64_t>(i)]; // [L] or [V]
            prediction.tokens.push_back(
                { encoding.offsets[i].begin, encoding.offsets[i].end,
                  isVocabulary
                      ? best(scores, 5, [this](std::int64_t id) { return m_tokenizer->token(id); })
                      : best(scores, 5, label) });
        }
        return prediction;
    }

    const Recipe m_recipe;
    const std::unique_ptr<Tokenizer> m_tokenizer;
    const LabelMap m_labels;
    const std::unique_ptr<Model> m_model;
    const int m_threads;
};

} // namespace

Result<Recipe> evaluationRecipe(const ModelChoice &choice, const TaskSection &task)
{
    Recipe recipe;
    recipe.model.path = choice.model.string();
    recipe.model.adapter = choice.adapter.string();
    recipe.task = task;
    const auto &folder = choice.adapter.empty() ? choice.model : choice.adapter;
    TAMIZ_TRY(const std::optional<TaskSection> card, readTaskCard(folder));
    int ownLength = 0;
    if (card && card->type == task.type) {
        recipe.task.labels = card->labels;
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
        Recipe reading = recipe;
        if (reading.task.labels.empty())
            reading.data.train = reading.data.test; // the labels are those of the data
        TAMIZ_TRY(const ExperimentData data,
                  loadExperimentData(reading, control, [](const std::string &, double) {}));
        TAMIZ_TRY(const auto model, loadChoice(choice, recipe, *data.tokenizer, data.labels));
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
            values.push_back({ { "accuracy", test.name, {}, {} }, plain.all.accuracy });
            if (!isLanguageModelling(recipe.task.type))
                values.push_back({ { "f1_macro", test.name, {}, {} }, plain.macroF1 });
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
                    values.push_back({ { "reliance_accuracy", test.name, name, {} },
                                       plain.all.accuracy - masked.all.accuracy });
                    values.push_back({ { "reliance_loss", test.name, name, {} },
                                       masked.all.loss - plain.all.loss });
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

Result<std::unique_ptr<Predictor>> Predictor::load(const ModelChoice &choice,
                                                   const TaskSection &task, int threads)
{
    return guarded([&]() -> Result<std::unique_ptr<Predictor>> {
        TAMIZ_TRY(Recipe recipe, evaluationRecipe(choice, task));
        TAMIZ_TRY(std::unique_ptr<Tokenizer> tokenizer,
                  loadTokenizer(choice.model, choice.adapter));
        TAMIZ_TRY(const ModelConfig config, ModelConfig::load(choice.model));
        LabelMap labels(recipe.task.labels);
        if (labels.size() == 0 && !isLanguageModelling(task.type)) {
            std::vector<std::string> names;
            for (const auto &[id, name] : config.id2label)
                names.push_back(name);
            labels = LabelMap(names);
        }
        TAMIZ_TRY(auto model, loadChoice(choice, recipe, *tokenizer, labels));
        return std::unique_ptr<Predictor>(std::make_unique<TaskPredictor>(
            std::move(recipe), std::move(tokenizer), std::move(labels), std::move(model), threads));
    });
}

} // namespace tamiz::engine
