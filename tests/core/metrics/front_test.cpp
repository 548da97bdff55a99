// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/front.h"

#include <limits>

#include <gmock/gmock.h>

namespace tamiz {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Front, KeepsWhatNoOtherBeats)
{
    const std::vector<Trade> trades {
        { 0.90, 0.30 }, { 0.80, 0.10 }, { 0.85, 0.35 }, { 0.70, 0.05 }, { 0.75, 0.20 }
    };
    EXPECT_THAT(nonDominated(trades), ElementsAre(3, 1, 0));
}

TEST(Front, EqualGainKeepsTheCheapest)
{
    const std::vector<Trade> trades { { 0.9, 0.3 }, { 0.9, 0.2 }, { 0.9, 0.2 } };
    EXPECT_THAT(nonDominated(trades), testing::UnorderedElementsAre(1, 2));
}

TEST(Front, EqualCostKeepsTheBest)
{
    EXPECT_THAT(nonDominated(std::vector<Trade> { { 0.8, 0.2 }, { 0.9, 0.2 } }), ElementsAre(1));
}

TEST(Front, NegativeCostIsBetterThanNone)
{
    // Forgetting below zero: the reference texts became easier.
    EXPECT_THAT(nonDominated(std::vector<Trade> { { 0.8, 0.0 }, { 0.8, -0.1 } }), ElementsAre(1));
}

TEST(Front, LeavesOutWhatIsNotFinite)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    constexpr double kInf = std::numeric_limits<double>::infinity();
    EXPECT_THAT(
        nonDominated(std::vector<Trade> { { kNan, 0 }, { 1, kNan }, { kInf, 0 }, { 0.5, 0.5 } }),
        ElementsAre(3));
    EXPECT_THAT(nonDominated({}), IsEmpty());
}

} // namespace
} // namespace tamiz
