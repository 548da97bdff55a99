// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/lr_schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tamiz::engine {

std::int64_t warmupSteps(const TrainingSection &training, std::int64_t totalSteps)
{
    if (training.warmupSteps > 0)
        return training.warmupSteps;
    return static_cast<std::int64_t>(
        std::ceil(training.warmupRatio * static_cast<double>(totalSteps)));
}

double learningRateAt(const TrainingSection &training, std::int64_t step, std::int64_t totalSteps)
{
    const std::int64_t warmup = warmupSteps(training, totalSteps);
    if (step < warmup) {
        return training.learningRate * static_cast<double>(step)
            / static_cast<double>(std::max<std::int64_t>(1, warmup));
    }
    const double rest = static_cast<double>(std::max<std::int64_t>(1, totalSteps - warmup));
    const double progress = static_cast<double>(step - warmup) / rest;
    switch (training.schedule) {
    case LrSchedule::Constant:
        return training.learningRate;
    case LrSchedule::Linear:
        return training.learningRate * std::max(0.0, 1 - progress);
    case LrSchedule::Cosine:
        // Past the end the rate stays at 0, where the cosine would rise again.
        return training.learningRate * 0.5
            * (1 + std::cos(std::numbers::pi * std::min(1.0, progress)));
    }
    return training.learningRate;
}

} // namespace tamiz::engine
