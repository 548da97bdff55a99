// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// A run's length and rhythm, derived from the recipe and the number of training rows.
struct RunPlan
{
    std::int64_t rows = 0;
    std::int64_t batchesPerEpoch = 0; ///< micro-steps; the last one of an epoch may be smaller
    std::int64_t stepsPerEpoch = 0; ///< optimiser steps, rounded up
    std::int64_t totalSteps = 0;
    std::int64_t evaluationSteps = 0; ///< evaluate every n steps, and at the end
    std::int64_t checkpointSteps = 0;

    static RunPlan of(const Recipe &recipe, std::int64_t rows);

    bool isEvaluationStep(std::int64_t stepsDone) const;
    bool isCheckpointStep(std::int64_t stepsDone) const;
    double epochAt(std::int64_t microSteps) const;
};

} // namespace tamiz::engine
