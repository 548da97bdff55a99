// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/schedules.h"

#include <gtest/gtest.h>

namespace tamiz {
namespace {

TEST(LearningRate, warmsUpAndThenFollowsTheSchedule)
{
    TrainingSection training;
    training.learningRate = 1;
    training.warmupRatio = 0.1;
    EXPECT_EQ(warmupSteps(training, 95), 10);
    EXPECT_DOUBLE_EQ(learningRateAt(training, 0, 100), 0);
    EXPECT_DOUBLE_EQ(learningRateAt(training, 5, 100), 0.5);
    EXPECT_DOUBLE_EQ(learningRateAt(training, 10, 100), 1);
    EXPECT_DOUBLE_EQ(learningRateAt(training, 55, 100), 0.5);
    EXPECT_DOUBLE_EQ(learningRateAt(training, 100, 100), 0);
    training.schedule = LrSchedule::Cosine;
    EXPECT_NEAR(learningRateAt(training, 55, 100), 0.5, 1e-12);
    EXPECT_NEAR(learningRateAt(training, 150, 100), 0, 1e-12);
    training.schedule = LrSchedule::Constant;
    EXPECT_DOUBLE_EQ(learningRateAt(training, 99, 100), 1);
    training.warmupSteps = 50;
    EXPECT_EQ(warmupSteps(training, 100), 50);
}

TEST(MaskProbability, followsItsSchedule)
{
    MaskRule rule;
    rule.probability = 0.6;
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 0, 100), 0.6);
    rule.schedule = { ScheduleKind::Ramp, 0.2, 0.25, 0.75, 50 };
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 10, 101), 0.2);
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 50, 101), 0.4);
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 80, 101), 0.6);
    rule.schedule = { ScheduleKind::Ramp, 0, 0.5, 0.5, 50 };
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 49, 101), 0);
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 50, 101), 0.6);
    rule.schedule = { ScheduleKind::Alternate, 0, 0, 1, 20 };
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 19, 100), 0.6);
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 20, 100), 0);
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 40, 100), 0.6);
    EXPECT_DOUBLE_EQ(maskProbabilityAt(rule, 0, 1), 0.6);
}

} // namespace
} // namespace tamiz
