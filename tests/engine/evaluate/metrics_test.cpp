// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/classification_metrics.h"

#include <gtest/gtest.h>

namespace tamiz::engine {
namespace {

// Expected values: sklearn.metrics.f1_score(..., average="macro") and accuracy_score, by hand.
TEST(ConfusionMatrix, equalsTheDefinitionOnASmallCase)
{
    ConfusionMatrix matrix(3);
    const std::int64_t labels[] { 0, 0, 1, 1, 1, 2 };
    const std::int64_t predictions[] { 0, 1, 1, 1, 0, 2 };
    for (int i = 0; i < 6; ++i)
        matrix.add(labels[i], predictions[i]);
    EXPECT_DOUBLE_EQ(matrix.accuracy(), 4.0 / 6);
    // F1: class 0 = 2*1/(2+2), class 1 = 2*2/(3+3), class 2 = 1.
    EXPECT_DOUBLE_EQ(matrix.macroF1(), (0.5 + 4.0 / 6 + 1) / 3);
}

TEST(ConfusionMatrix, labelsThatNeverOccurDoNotCount)
{
    ConfusionMatrix matrix(4);
    matrix.add(0, 0);
    matrix.add(0, 3); // 3 occurs as a prediction only: F1 0
    EXPECT_DOUBLE_EQ(matrix.macroF1(), (2.0 / 3 + 0) / 2);
}

TEST(ConfusionMatrix, emptyIsZero)
{
    const ConfusionMatrix matrix(2);
    EXPECT_EQ(matrix.accuracy(), 0);
    EXPECT_EQ(matrix.macroF1(), 0);
}

} // namespace
} // namespace tamiz::engine
