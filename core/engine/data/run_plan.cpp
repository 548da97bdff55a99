// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/run_plan.h"

#include <algorithm>
#include <cmath>

namespace tamiz::engine {

RunPlan RunPlan::of(const Recipe &recipe, std::int64_t rows)
{
    const TrainingSection &training = recipe.training;
    RunPlan plan;
    plan.rows = rows;
    plan.batchesPerEpoch = (rows + training.batchSize - 1) / training.batchSize;
    plan.stepsPerEpoch = (plan.batchesPerEpoch + training.accumulation - 1) / training.accumulation;
    plan.totalSteps = training.maxSteps > 0
        ? training.maxSteps
        : std::max<std::int64_t>(1,
                                 static_cast<std::int64_t>(std::ceil(
                                     training.epochs * static_cast<double>(plan.batchesPerEpoch)
                                     / training.accumulation)));
    plan.evaluationSteps = recipe.evaluation.steps > 0
        ? recipe.evaluation.steps
        : std::max<std::int64_t>(1, plan.totalSteps / 10);
    plan.checkpointSteps
        = training.checkpointSteps > 0 ? training.checkpointSteps : plan.evaluationSteps;
    return plan;
}

bool RunPlan::isEvaluationStep(std::int64_t stepsDone) const
{
    return stepsDone == totalSteps || stepsDone % evaluationSteps == 0;
}

bool RunPlan::isCheckpointStep(std::int64_t stepsDone) const
{
    return stepsDone == totalSteps || stepsDone % checkpointSteps == 0;
}

double RunPlan::epochAt(std::int64_t microSteps) const
{
    return static_cast<double>(microSteps) / static_cast<double>(batchesPerEpoch);
}

} // namespace tamiz::engine
