// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "core/recipe/nearest_name.h"
#include "core/recipe/recipe_codec.h"
#include "core/recipe/recipe_io.h"
#include "core/recipe/recipe_limits.h"
#include "core/recipe/task_metrics.h"

namespace tamiz {

namespace {

/// Bits of a token's class mask.
constexpr std::size_t kMaxClasses = 64;
constexpr int kUnusualRank = 64;
constexpr double kUnusualAdamRate = 1e-2;

/// Checks of fields against each other; what one field may hold alone is in the field table.
class Validator
{
public:
    explicit Validator(const Recipe &recipe)
        : m_recipe(recipe)
    {
    }

    std::vector<Problem> run()
    {
        checkLimits(m_recipe, m_problems);
        checkModelAndTask();
        checkData();
        checkLora();
        checkClasses();
        for (std::size_t i = 0; i < m_recipe.masking.rules.size(); ++i)
            checkRule(i);
        checkTraining();
        checkEvaluation();
        if (m_recipe.pretrain)
            checkPretrain(*m_recipe.pretrain);
        return std::move(m_problems);
    }

private:
    void error(const std::string &path, std::string message, std::string hint = {})
    {
        m_problems.push_back({ Severity::Error, path, std::move(message), std::move(hint) });
    }

    void warning(const std::string &path, std::string message, std::string hint = {})
    {
        m_problems.push_back({ Severity::Warning, path, std::move(message), std::move(hint) });
    }

    static std::string at(const std::string &list, std::size_t index)
    {
        return list + "[" + std::to_string(index) + "]";
    }

    void checkModelAndTask()
    {
        const TaskSection &task = m_recipe.task;
        if (m_recipe.model.path.empty() && !m_recipe.pretrain) {
            error("model.path", "no base model is given",
                  "Give a folder in Hugging Face layout, or 'bundled'");
        }
        std::set<std::string> seen;
        for (std::size_t i = 0; i < task.labels.size(); ++i) {
            if (task.labels[i].empty())
                error(at("task.labels", i), "a label has no name");
            else if (!seen.insert(task.labels[i]).second)
                error(at("task.labels", i), "label '" + task.labels[i] + "' is given twice");
        }
        if (task.type == TaskType::Classification && task.labels.size() == 1)
            error("task.labels", "one label cannot be told from anything", "Give at least two");
        const bool hasNoLabels = isLanguageModelling(task.type)
            || task.type == TaskType::QuestionAnswering || task.type == TaskType::MultipleChoice;
        if (hasNoLabels && !task.labels.empty()) {
            warning("task.labels",
                    std::string(toString(task.type)) + " has no labels; they are not used");
        }
        if (task.type == TaskType::NextSentence && !task.labels.empty()
            && task.labels.size() != 2) {
            error("task.labels",
                  std::to_string(task.labels.size()) + " labels: next-sentence has two",
                  "Give that of a next sentence first, or none");
        }
        if (task.type == TaskType::QuestionAnswering && task.docStride >= task.maxLength) {
            error("task.doc_stride",
                  std::to_string(task.docStride) + " is not below max_length, "
                      + std::to_string(task.maxLength),
                  "Windows that share so much never move on");
        }
    }

    void checkData()
    {
        const DataSection &data = m_recipe.data;
        if (data.train.empty())
            error("data.train", "no training data is given", "Give a file or a list of files");
        if (data.validation.empty()) {
            warning("data.validation", "no validation data: metrics and reliance are not measured",
                    "Give a file that is not trained on");
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
                error(path + ".path", "the reference set has no file");
            if (set.name.empty())
                error(path + ".name", "the reference set has no name");
            else if (!names.insert(set.name).second)
                error(path + ".name", "the name '" + set.name + "' is taken by another set");
            if (std::count(data.train.begin(), data.train.end(), set.path) > 0) {
                warning(path + ".path", "'" + set.path + "' is trained on too",
                        "Forgetting means little on text that the run learns");
            }
        }
    }

    void checkFiles(const std::vector<std::string> &files, const std::string &path)
    {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (files[i].empty())
                error(at(path, i), "a file name is missing");
            else if (!seen.insert(files[i]).second)
                warning(at(path, i), "'" + files[i] + "' is given twice");
        }
    }

    void checkOverlap(const std::vector<std::string> &files, const std::string &path)
    {
        const std::vector<std::string> &train = m_recipe.data.train;
        for (std::size_t i = 0; i < files.size(); ++i) {
            if (!files[i].empty() && std::count(train.begin(), train.end(), files[i]) > 0) {
                warning(at(path, i), "'" + files[i] + "' is trained on too",
                        "The metrics will look better than the model is");
            }
        }
    }

    void checkLora()
    {
        const LoraSection &lora = m_recipe.layers.lora;
        for (std::size_t i = 0; i < lora.targets.size(); ++i) {
            if (lora.targets[i].empty())
                error(at("layers.lora.targets", i), "a target has no name");
            else if (std::count(lora.targets.begin(), lora.targets.begin() + static_cast<int>(i),
                                lora.targets[i])
                     > 0)
                warning(at("layers.lora.targets", i), "'" + lora.targets[i] + "' is given twice");
        }
        if (lora.rank > kUnusualRank)
            warnAboutRank("layers.lora.rank", lora.rank);
        std::set<std::pair<int, std::string>> seen;
        for (std::size_t i = 0; i < lora.overrides.size(); ++i) {
            const LoraOverride &one = lora.overrides[i];
            const std::string path = at("layers.lora.overrides", i);
            if (!seen.emplace(one.layer, one.target).second)
                error(path,
                      "layer " + std::to_string(one.layer) + " has two overrides for "
                          + (one.target.empty() ? "every target" : "'" + one.target + "'"));
            if (one.rank && *one.rank > kUnusualRank)
                warnAboutRank(path + ".rank", *one.rank);
        }
    }

    void warnAboutRank(const std::string &path, int rank)
    {
        warning(path, "rank " + std::to_string(rank) + " is unusually high",
                "Ranks of 4 to 32 mostly learn the same with less to forget");
    }

    void checkClasses()
    {
        const std::vector<TokenClass> &classes = m_recipe.masking.classes;
        if (classes.size() > kMaxClasses) {
            error("masking.classes",
                  std::to_string(classes.size()) + " classes, at most "
                      + std::to_string(kMaxClasses) + " are possible");
        }
        std::set<std::string> names;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            const TokenClass &one = classes[i];
            const std::string path = at("masking.classes", i);
            if (one.name.empty())
                error(path + ".name", "the class has no name");
            else if (!names.insert(one.name).second)
                error(path + ".name", "the name '" + one.name + "' is taken by another class");
            checkDefinition(one, path);
            const bool isMasked
                = std::any_of(m_recipe.masking.rules.begin(), m_recipe.masking.rules.end(),
                              [&one](const MaskRule &rule) { return rule.tokenClass == one.name; });
            if (!isMasked && !m_recipe.evaluation.reliance) {
                warning(path, "class '" + one.name + "' is neither masked nor measured",
                        "Add a rule, or set evaluation.reliance");
            }
        }
    }

    void checkDefinition(const TokenClass &one, const std::string &path)
    {
        switch (one.kind) {
        case TokenClassKind::Property:
        case TokenClassKind::Pattern:
            if (one.expression.empty()) {
                error(path + ".expression",
                      one.kind == TokenClassKind::Pattern ? "the pattern is empty"
                                                          : "the property is empty",
                      one.kind == TokenClassKind::Pattern
                          ? "Write a regular expression, for example \\d+"
                          : "Write for example punctuation, digits or [:Lu:]");
            }
            break;
        case TokenClassKind::Words:
            if (one.words.empty() && one.wordsFile.empty())
                error(path + ".words", "the word list is empty", "Give words or words_file");
            break;
        case TokenClassKind::Frequency:
            if (one.minShare > one.maxShare) {
                error(path + ".min_share",
                      numberText(one.minShare) + " is above max_share, "
                          + numberText(one.maxShare));
            } else if (one.minShare == 0 && one.maxShare == 1) {
                warning(path + ".min_share", "shares from 0 to 1 hold every word",
                        "Narrow the range, or use kind any");
            }
            break;
        case TokenClassKind::Any:
            break;
        }
    }

    void checkRule(std::size_t index)
    {
        const MaskRule &rule = m_recipe.masking.rules[index];
        const std::string path = at("masking.rules", index);
        checkRuleClass(rule, path);
        if (rule.mode == MaskMode::Loss && !labelsTokens(m_recipe.task.type)) {
            error(path + ".mode",
                  std::string("mode loss ignores the labels of tokens, but ")
                      + toString(m_recipe.task.type) + " labels whole rows",
                  "Use mode input or attention");
        }
        if (rule.mode != MaskMode::Input && rule.replacement != Replacement::Mask) {
            warning(path + ".replacement",
                    std::string("mode ") + toString(rule.mode) + " replaces nothing; '"
                        + toString(rule.replacement) + "' is not used");
        }
        if (rule.probability == 0 && rule.schedule.kind != ScheduleKind::Ramp)
            warning(path + ".probability", "the rule never masks: its probability is 0");
        if (rule.shareOfSteps == 0)
            warning(path + ".share_of_steps", "the rule never masks: it is active in no step");
        if (rule.schedule.kind == ScheduleKind::Ramp
            && rule.schedule.rampBegin > rule.schedule.rampEnd) {
            error(path + ".schedule.ramp_begin",
                  numberText(rule.schedule.rampBegin) + " is after ramp_end, "
                      + numberText(rule.schedule.rampEnd));
        }
        const auto &rules = m_recipe.masking.rules;
        const bool isRepeated
            = std::any_of(rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(index),
                          [&rule](const MaskRule &other) {
                              return other.tokenClass == rule.tokenClass && other.mode == rule.mode
                                  && other.randomControl == rule.randomControl;
                          });
        if (isRepeated) {
            warning(path,
                    "a second rule masks class '" + rule.tokenClass + "' in mode "
                        + toString(rule.mode),
                    "Both apply, one after the other");
        }
    }

    void checkRuleClass(const MaskRule &rule, const std::string &path)
    {
        std::vector<std::string> names;
        const TokenClass *found = nullptr;
        for (const TokenClass &one : m_recipe.masking.classes) {
            names.push_back(one.name);
            if (one.name == rule.tokenClass)
                found = &one;
        }
        if (found == nullptr) {
            error(path + ".token_class",
                  rule.tokenClass.empty() ? "the rule names no class"
                                          : "no class is called '" + rule.tokenClass + "'",
                  names.empty() ? "Define it in masking.classes"
                                : nearestNameHint(rule.tokenClass, names));
            return;
        }
        const bool hidesAll = found->kind == TokenClassKind::Any && rule.mode != MaskMode::Loss
            && rule.probability == 1 && rule.shareOfSteps == 1
            && rule.schedule.kind == ScheduleKind::Constant;
        if (hidesAll)
            warning(path + ".probability", "every token is hidden in every step: nothing to learn");
    }

    void checkTraining()
    {
        const TrainingSection &training = m_recipe.training;
        const bool hasClasses = m_recipe.task.type != TaskType::MultiLabel
            && m_recipe.task.type != TaskType::Regression;
        if (training.labelSmoothing > 0 && !hasClasses) {
            warning("training.label_smoothing",
                    std::string(toString(m_recipe.task.type))
                        + " has no classes that exclude each other; it is not used");
        }
        if (training.maxSteps > 0 && training.warmupSteps >= training.maxSteps) {
            warning("training.warmup_steps",
                    "the warm-up of " + std::to_string(training.warmupSteps)
                        + " steps does not end within max_steps, "
                        + std::to_string(training.maxSteps));
        } else if (training.warmupSteps == 0 && training.warmupRatio == 1) {
            warning("training.warmup_ratio", "the whole run is warm-up");
        }
        if (training.optimizer == OptimizerKind::AdamW
            && training.learningRate > kUnusualAdamRate) {
            warning("training.learning_rate",
                    numberText(training.learningRate) + " is very high for AdamW",
                    "Usual: 1e-5 to 1e-4 for full training, up to 1e-3 for LoRA");
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
            for (std::size_t i = 0; i < metrics.size(); ++i)
                known += (i + 1 < metrics.size() ? ", " : " or ") + std::string(metrics[i]);
            error("evaluation.best_metric",
                  std::string(toString(m_recipe.task.type)) + " has no " + evaluation.bestMetric,
                  "Use " + known);
        }
        if (m_recipe.training.maxSteps > 0 && evaluation.steps > m_recipe.training.maxSteps) {
            warning("evaluation.steps",
                    "the run ends after " + std::to_string(m_recipe.training.maxSteps)
                        + " steps: it is evaluated only at its end");
        }
    }

    void checkPretrain(const PretrainSection &pretrain)
    {
        if (pretrain.heads > 0 && pretrain.hiddenSize % pretrain.heads != 0) {
            error("pretrain.heads",
                  std::to_string(pretrain.heads) + " heads do not divide hidden_size, "
                      + std::to_string(pretrain.hiddenSize));
        }
        if (m_recipe.task.maxLength > pretrain.maxPositions) {
            error("task.max_length",
                  std::to_string(m_recipe.task.maxLength) + " is above pretrain.max_positions, "
                      + std::to_string(pretrain.maxPositions));
        }
        if (m_recipe.task.type != TaskType::MaskedLm)
            error("task.type",
                  "pretraining needs masked-lm, not " + std::string(toString(m_recipe.task.type)));
    }

    const Recipe &m_recipe;
    std::vector<Problem> m_problems;
};

} // namespace

std::vector<Problem> validateRecipe(const Recipe &recipe)
{
    return Validator(recipe).run();
}

} // namespace tamiz
