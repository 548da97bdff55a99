// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "core/base/translate.h"
#include "core/recipe/masking_checks.h"
#include "core/recipe/recipe_checks.h"
#include "core/recipe/recipe_codec.h"
#include "core/recipe/recipe_io.h"
#include "core/recipe/recipe_limits.h"
#include "core/recipe/task_metrics.h"

namespace tamiz {

namespace {

bool hasOuterWhiteSpace(const std::string &text)
{
    constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";
    return kWhiteSpace.find(text.front()) != std::string_view::npos
        || kWhiteSpace.find(text.back()) != std::string_view::npos;
}

constexpr int kUnusualRank = 64;
constexpr double kUnusualAdamRate = 1e-2;

/// Checks of fields against each other; what one field may hold alone is in the field table.
class Validator : RecipeChecks
{
public:
    using RecipeChecks::RecipeChecks;

    void run()
    {
        checkLimits(m_recipe, m_problems);
        checkModelAndTask();
        checkVocabulary();
        checkData();
        checkLora();
        checkMasking(m_recipe, m_problems);
        checkTraining();
        checkEvaluation();
        if (m_recipe.pretrain)
            checkPretrain(*m_recipe.pretrain);
    }

private:
    void checkModelAndTask()
    {
        const TaskSection &task = m_recipe.task;
        if (m_recipe.model.path.empty() && !m_recipe.pretrain) {
            error("model.path", translate("Recipe", "no base model is given"),
                  translate("Recipe", "Give a folder in Hugging Face layout, or 'bundled'"));
        }
        std::set<std::string> seen;
        for (std::size_t i = 0; i < task.labels.size(); ++i) {
            if (task.labels[i].empty())
                error(at("task.labels", i), translate("Recipe", "a label has no name"));
            else if (!seen.insert(task.labels[i]).second)
                error(at("task.labels", i),
                      fillIn(translate("Recipe", "label '%1' is given twice"), { task.labels[i] }));
        }
        if (task.type == TaskType::Classification && task.labels.size() == 1)
            error("task.labels", translate("Recipe", "one label cannot be told from anything"),
                  translate("Recipe", "Give at least two"));
        const bool hasNoLabels = isLanguageModelling(task.type)
            || task.type == TaskType::QuestionAnswering || task.type == TaskType::MultipleChoice;
        if (hasNoLabels && !task.labels.empty()) {
            warning("task.labels",
                    fillIn(translate("Recipe", "%1 has no labels; they are not used"),
                           { toString(task.type) }));
        }
        if (task.type == TaskType::NextSentence && !task.labels.empty()
            && task.labels.size() != 2) {
            error("task.labels",
                  fillIn(translate("Recipe", "%1 labels: next-sentence has two"),
                         { std::to_string(task.labels.size()) }),
                  translate("Recipe", "Give that of a next sentence first, or none"));
        }
        if (task.type == TaskType::QuestionAnswering && task.docStride >= task.maxLength) {
            error("task.doc_stride",
                  fillIn(translate("Recipe", "%1 is not below max_length, %2"),
                         { std::to_string(task.docStride), std::to_string(task.maxLength) }),
                  translate("Recipe", "Windows that share so much never move on"));
        }
    }

    void checkVocabulary()
    {
        const VocabularySection &vocabulary = m_recipe.vocabulary;
        std::set<std::string> seen;
        for (std::size_t i = 0; i < vocabulary.addTokens.size(); ++i) {
            const std::string &token = vocabulary.addTokens[i];
            const std::string path = at("vocabulary.add_tokens", i);
            if (token.empty())
                error(path, translate("Recipe", "a token is empty"));
            else if (hasOuterWhiteSpace(token))
                error(
                    path,
                    fillIn(translate("Recipe", "'%1' begins or ends with white space"), { token }),
                    translate("Recipe", "Write the token alone"));
            else if (!seen.insert(token).second)
                warning(path, fillIn(translate("Recipe", "'%1' is given twice"), { token }));
        }
        if (vocabulary.isEmpty())
            return;
        if (!m_recipe.model.adapter.empty()) {
            error("vocabulary.add_tokens",
                  translate("Recipe", "an adapter that was trained before gets no new tokens"),
                  translate("Recipe",
                            "Merge the adapter first and take the merged model as the base"));
        }
        if (m_recipe.pretrain) {
            error("vocabulary.add_tokens",
                  translate("Recipe", "a model from nothing learns its own vocabulary"),
                  translate("Recipe", "Raise pretrain.vocab_size"));
        }
    }

    void checkData()
    {
        const DataSection &data = m_recipe.data;
        if (data.train.empty())
            error("data.train", translate("Recipe", "no training data is given"),
                  translate("Recipe", "Give a file or a list of files"));
        if (data.validation.empty()) {
            warning(
                "data.validation",
                translate("Recipe", "no validation data: metrics and reliance are not measured"),
                translate("Recipe", "Give a file that is not trained on"));
        }
        checkFiles(data.train, "data.train");
        checkFiles(data.validation, "data.validation");
        checkFiles(data.test, "data.test");
        checkOverlap(data.validation, "data.validation");
        checkOverlap(data.test, "data.test");

        std::set<std::string> names;
        for (std::size_t i = 0; i < data.reference.size(); ++i) {
            const ReferenceSet &set = data.reference[i];
            const std::string path = at("data.reference", i);
            if (set.path.empty())
                error(path + ".path", translate("Recipe", "the reference set has no file"));
            if (set.name.empty())
                error(path + ".name", translate("Recipe", "the reference set has no name"));
            else if (!names.insert(set.name).second)
                error(path + ".name",
                      fillIn(translate("Recipe", "the name '%1' is taken by another set"),
                             { set.name }));
            if (std::count(data.train.begin(), data.train.end(), set.path) > 0) {
                warning(path + ".path",
                        fillIn(translate("Recipe", "'%1' is trained on too"), { set.path }),
                        translate("Recipe", "Forgetting means little on text that the run learns"));
            }
        }
    }

    void checkFiles(const std::vector<std::string> &files, const std::string &path)
    {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (files[i].empty())
                error(at(path, i), translate("Recipe", "a file name is missing"));
            else if (!seen.insert(files[i]).second)
                warning(at(path, i),
                        fillIn(translate("Recipe", "'%1' is given twice"), { files[i] }));
        }
    }

    void checkOverlap(const std::vector<std::string> &files, const std::string &path)
    {
        const std::vector<std::string> &train = m_recipe.data.train;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!files[i].empty() && std::count(train.begin(), train.end(), files[i]) > 0) {
                warning(at(path, i),
                        fillIn(translate("Recipe", "'%1' is trained on too"), { files[i] }),
                        translate("Recipe", "The metrics will look better than the model is"));
            }
        }
    }

    void checkLora()
    {
        const LoraSection &lora = m_recipe.layers.lora;
        for (std::size_t i = 0; i < lora.targets.size(); ++i) {
            if (lora.targets[i].empty())
                error(at("layers.lora.targets", i), translate("Recipe", "a target has no name"));
            else if (std::count(lora.targets.begin(), lora.targets.begin() + static_cast<int>(i),
                                lora.targets[i])
                     > 0)
                warning(at("layers.lora.targets", i),
                        fillIn(translate("Recipe", "'%1' is given twice"), { lora.targets[i] }));
        }
        if (lora.rank > kUnusualRank)
            warnAboutRank("layers.lora.rank", lora.rank);
        std::set<std::pair<int, std::string>> seen;
        for (std::size_t i = 0; i < lora.overrides.size(); ++i) {
            const LoraOverride &one = lora.overrides[i];
            const std::string path = at("layers.lora.overrides", i);
            if (!seen.emplace(one.layer, one.target).second)
                error(
                    path,
                    one.target.empty()
                        ? fillIn(translate("Recipe", "layer %1 has two overrides for every target"),
                                 { std::to_string(one.layer) })
                        : fillIn(translate("Recipe", "layer %1 has two overrides for '%2'"),
                                 { std::to_string(one.layer), one.target }));
            if (one.rank && *one.rank > kUnusualRank)
                warnAboutRank(path + ".rank", *one.rank);
        }
    }

    void warnAboutRank(const std::string &path, int rank)
    {
        warning(path,
                fillIn(translate("Recipe", "rank %1 is unusually high"), { std::to_string(rank) }),
                translate("Recipe", "Ranks of 4 to 32 mostly learn the same with less to forget"));
    }

    void checkTraining()
    {
        const TrainingSection &training = m_recipe.training;
        const bool hasClasses = m_recipe.task.type != TaskType::MultiLabel
            && m_recipe.task.type != TaskType::Regression;
        if (training.labelSmoothing > 0 && !hasClasses) {
            warning("training.label_smoothing",
                    fillIn(translate("Recipe",
                                     "%1 has no classes that exclude each other; it is not used"),
                           { toString(m_recipe.task.type) }));
        }
        if (training.maxSteps > 0 && training.warmupSteps >= training.maxSteps) {
            warning("training.warmup_steps",
                    fillIn(translate("Recipe",
                                     "the warm-up of %1 steps does not end within max_steps, %2"),
                           { std::to_string(training.warmupSteps),
                             std::to_string(training.maxSteps) }));
        } else if (training.warmupSteps == 0 && training.warmupRatio == 1) {
            warning("training.warmup_ratio", translate("Recipe", "the whole run is warm-up"));
        }
        if (training.optimizer == OptimizerKind::AdamW
            && training.learningRate > kUnusualAdamRate) {
            warning(
                "training.learning_rate",
                fillIn(translate("Recipe", "%1 is very high for AdamW"),
                       { numberText(training.learningRate) }),
                translate("Recipe", "Usual: 1e-5 to 1e-4 for full training, up to 1e-3 for LoRA"));
        }
    }

    void checkEvaluation()
    {
        const EvaluationSection &evaluation = m_recipe.evaluation;
        const auto metrics = taskMetrics(m_recipe.task.type);
        const bool isOwn
            = std::find(metrics.begin(), metrics.end(), evaluation.bestMetric) != metrics.end();
        if (isTaskMetric(evaluation.bestMetric) && !isOwn) {
            std::string known = "loss";
            for (const std::string_view metric : metrics)
                known += ", " + std::string(metric);
            error("evaluation.best_metric",
                  fillIn(translate("Recipe", "%1 has no %2"),
                         { toString(m_recipe.task.type), evaluation.bestMetric }),
                  fillIn(translate("Recipe", "Use one of %1"), { known }));
        }
        if (m_recipe.training.maxSteps > 0 && evaluation.steps > m_recipe.training.maxSteps) {
            warning(
                "evaluation.steps",
                fillIn(translate("Recipe",
                                 "the run ends after %1 steps: it is evaluated only at its end"),
                       { std::to_string(m_recipe.training.maxSteps) }));
        }
    }

    void checkPretrain(const PretrainSection &pretrain)
    {
        if (pretrain.heads > 0 && pretrain.hiddenSize % pretrain.heads != 0) {
            error("pretrain.heads",
                  fillIn(translate("Recipe", "%1 heads do not divide hidden_size, %2"),
                         { std::to_string(pretrain.heads), std::to_string(pretrain.hiddenSize) }));
        }
        if (m_recipe.task.maxLength > pretrain.maxPositions) {
            error("task.max_length",
                  fillIn(translate("Recipe", "%1 is above pretrain.max_positions, %2"),
                         { std::to_string(m_recipe.task.maxLength),
                           std::to_string(pretrain.maxPositions) }));
        }
        if (m_recipe.task.type != TaskType::MaskedLm)
            error("task.type",
                  fillIn(translate("Recipe", "pretraining needs masked-lm, not %1"),
                         { toString(m_recipe.task.type) }));
    }
};

} // namespace

std::vector<Problem> validateRecipe(const Recipe &recipe)
{
    std::vector<Problem> problems;
    Validator(recipe, problems).run();
    return problems;
}

} // namespace tamiz
