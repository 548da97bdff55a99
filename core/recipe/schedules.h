// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/recipe/recipe.h"

namespace tamiz {

/// Warm-up steps that the settings mean for a run of @p totalSteps.
std::int64_t warmupSteps(const TrainingSection &training, std::int64_t totalSteps);

/// Learning rate of optimiser step @p step (0-based), as transformers' get_*_schedule_with_warmup:
/// linear from 0 over the warm-up, then constant, linear to 0, or half a cosine to 0.
double learningRateAt(const TrainingSection &training, std::int64_t step, std::int64_t totalSteps);

/// Probability with which the rule masks a token of its class at @p step, when the step is active.
double maskProbabilityAt(const MaskRule &rule, std::int64_t step, std::int64_t totalSteps);

} // namespace tamiz
