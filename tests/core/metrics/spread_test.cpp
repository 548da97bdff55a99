// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/spread.h"

#include <limits>

#include <gmock/gmock.h>

namespace tamiz {
namespace {

using testing::ElementsAre;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Spread, MeanAndSampleDeviation)
{
    const Spread spread = spreadOf(std::vector<double> { 2, 4, 4, 4, 5, 5, 7, 9 });
    EXPECT_EQ(spread.count, 8u);
    EXPECT_DOUBLE_EQ(spread.mean, 5);
    EXPECT_DOUBLE_EQ(spread.deviation, std::sqrt(32.0 / 7));
    EXPECT_EQ(spread.min, 2);
    EXPECT_EQ(spread.max, 9);
}

TEST(Spread, OneValueHasNoDeviation)
{
    EXPECT_EQ(spreadOf(std::vector<double> { 3, kNan }), (Spread { 1, 3, 0, 3, 3 }));
    EXPECT_EQ(spreadOf({}), Spread {});
}

TEST(Spread, LargeOffsetKeepsItsDigits)
{
    const Spread spread = spreadOf(std::vector<double> { 1e9 + 1, 1e9 + 2, 1e9 + 3 });
    EXPECT_DOUBLE_EQ(spread.deviation, 1);
}

TEST(Spread, PairsLeaveOutWhatOneSideLacks)
{
    const Spread spread
        = pairedSpread(std::vector<double> { 1, 2, kNan }, std::vector<double> { 2, 5, 9 });
    EXPECT_EQ(spread.count, 2u);
    EXPECT_DOUBLE_EQ(spread.mean, 2);
}

TEST(Spread, RecipesThatDifferInSeedOnlyAreOneGroup)
{
    Recipe plain;
    plain.seed = 1;
    plain.output.name = "plain-1";
    Recipe masked = plain;
    masked.masking.rules.push_back({});
    Recipe plainAgain = plain;
    plainAgain.seed = 2;
    plainAgain.output.name = "plain-2";
    plainAgain.output.folder = "/elsewhere";
    EXPECT_THAT(groupBySeed(std::vector<Recipe> { plain, masked, plainAgain }),
                ElementsAre(ElementsAre(0, 2), ElementsAre(1)));
}

} // namespace
} // namespace tamiz
