// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch through model.h.

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/batch_source.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/data/run_plan.h"
#include "core/engine/model/model.h"
#include "core/engine/train/optimizer.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Everything a training step needs, built from a recipe. Lives where it was made: parts refer to
/// each other. Trainer thread only.
struct TrainingSetup
{
    Recipe recipe; ///< paths resolved
    ExperimentData data;
    std::unique_ptr<Model> model;
    RunPlan plan;
    std::unique_ptr<BatchSource> batches;
    std::unique_ptr<Optimizer> optimizer;

    std::int64_t trainableParameters() const;
    std::int64_t totalParameters() const;

    /// Context of a micro-step: dropout keyed by its number.
    ForwardContext context(std::int64_t microStep) const;
};

/// What a run may take to keep the output of frozen layers; its file stands in @p folder.
FrozenStates::Budget frozenBudget(const TrainingSection &training,
                                  const std::filesystem::path &folder);

/// Reads data and weights, freezes, adds LoRA, makes the optimiser. All data problems at once.
Result<std::unique_ptr<TrainingSetup>>
prepareTraining(const Recipe &resolvedRecipe, RunControl &control, const LoadProgress &progress);

/// The recipe's model for its task, without freezing or adapter of the recipe's own.
Result<std::unique_ptr<Model>> loadTaskModel(const Recipe &resolvedRecipe, const LabelMap &labels);

/// Head that a task needs.
HeadKind headOf(TaskType task);
/// What its classifier of rows says; Unset where it has none.
ProblemType problemOf(TaskType task);

} // namespace tamiz::engine
