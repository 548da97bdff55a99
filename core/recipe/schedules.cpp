// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/schedules.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tamiz {

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
    const auto rest = static_cast<double>(std::max<std::int64_t>(1, totalSteps - warmup));
    const double progress = std::min(1.0, static_cast<double>(step - warmup) / rest);
    switch (training.schedule) {
    case LrSchedule::Constant:
        break;
    case LrSchedule::Linear:
        return training.learningRate * (1 - progress);
    case LrSchedule::Cosine:
        return training.learningRate * 0.5 * (1 + std::cos(std::numbers::pi * progress));
    }
    return training.learningRate;
}

double maskProbabilityAt(const MaskRule &rule, std::int64_t step, std::int64_t totalSteps)
{
    const MaskSchedule &schedule = rule.schedule;
    switch (schedule.kind) {
    case ScheduleKind::Constant:
        break;
    case ScheduleKind::Alternate:
        return step / std::max(1, schedule.period) % 2 == 0 ? rule.probability : 0;
    case ScheduleKind::Ramp: {
        const double place = static_cast<double>(step)
            / static_cast<double>(std::max<std::int64_t>(1, totalSteps - 1));
        if (place >= schedule.rampEnd)
            return rule.probability;
        if (place <= schedule.rampBegin)
            return schedule.startProbability;
        const double share = (place - schedule.rampBegin) / (schedule.rampEnd - schedule.rampBegin);
        return schedule.startProbability + share * (rule.probability - schedule.startProbability);
    }
    }
    return rule.probability;
}

} // namespace tamiz
