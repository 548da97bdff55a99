// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/task_metrics.h"

#include <algorithm>
#include <array>

#include "core/recipe/recipe_enums.h"

namespace tamiz {

namespace {

constexpr std::string_view kReliance = "reliance_";
constexpr std::string_view kLabelF1 = "f1:";

} // namespace

std::span<const std::string_view> taskMetrics(TaskType task)
{
    static constexpr std::array<std::string_view, 2> kClasses { "accuracy", "f1_macro" };
    static constexpr std::array<std::string_view, 3> kLabelSets { "f1_micro", "f1_macro",
                                                                  "exact_match" };
    static constexpr std::array<std::string_view, 4> kEstimates { "mae", "mse", "pearson",
                                                                  "spearman" };
    static constexpr std::array<std::string_view, 2> kAnswers { "f1", "exact_match" };
    static constexpr std::array<std::string_view, 1> kChoices { "accuracy" };
    switch (task) {
    case TaskType::Classification:
    case TaskType::TokenClassification:
    case TaskType::NextSentence:
        return kClasses;
    case TaskType::MultiLabel:
        return kLabelSets;
    case TaskType::Regression:
        return kEstimates;
    case TaskType::QuestionAnswering:
        return kAnswers;
    case TaskType::MultipleChoice:
    case TaskType::MaskedLm:
    case TaskType::CausalLm:
        break;
    }
    return kChoices;
}

bool isTaskMetric(std::string_view name)
{
    for (const auto &[task, taskName] : fields::EnumNames<TaskType>::names) {
        const auto metrics = taskMetrics(task);
        if (std::find(metrics.begin(), metrics.end(), name) != metrics.end())
            return true;
    }
    return false;
}

std::string relianceMetric(TaskType task)
{
    return std::string(kReliance) + std::string(taskMetrics(task).front());
}

bool isRelianceMetric(std::string_view series)
{
    return series.starts_with(kReliance) && series != "reliance_loss";
}

std::string labelSeries(const std::string &label)
{
    return std::string(kLabelF1) + label;
}

bool isLabelSeries(std::string_view series)
{
    return series.starts_with(kLabelF1);
}

bool isLossInNats(TaskType task)
{
    return task != TaskType::Regression;
}

bool isLowerBetterMetric(std::string_view name)
{
    return name == "loss" || name == "mae" || name == "mse";
}

} // namespace tamiz
