// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/metrics/metric_event.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// A tuned (or base) model as it lies on disk.
struct ModelChoice
{
    std::filesystem::path model;
    std::filesystem::path adapter; ///< PEFT folder; empty = none
    double strength = 1; ///< factor on the adapter's update, 0..1
};

/// A recipe that evaluates @p choice on data: task and labels from the folder's card or config.json.
/// Needs an explicit @p task where the folder tells none; task.maxLength 0 = the folder's own. In fp32, so
/// that figures of different machines compare.
Result<Recipe> evaluationRecipe(const ModelChoice &choice, const TaskSection &task);

/// Metrics of data.test, per class too; reliance per class where recipe.evaluation.reliance;
/// cross-entropy of data.reference. Series as a run names them, split "test".
Result<std::vector<std::pair<SeriesKey, double>>>
evaluateModel(const Recipe &recipe, const ModelChoice &choice, RunControl &control);

} // namespace tamiz::engine
