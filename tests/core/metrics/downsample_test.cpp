// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/downsample.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/random.h"
#include "core/metrics/smoothing.h"

namespace tamiz {
namespace {

using testing::ElementsAre;
using Indices = std::vector<std::size_t>;

std::vector<double> ramp(std::size_t count)
{
    std::vector<double> x(count);
    std::iota(x.begin(), x.end(), 0.0);
    return x;
}

TEST(Downsample, FewPointsAllStay)
{
    const std::vector<double> y { 3, 1, 2 };
    EXPECT_THAT(downsample(ramp(3), y, 0, 2, 100), ElementsAre(0, 1, 2));
}

TEST(Downsample, EachColumnGivesLowestHighestAndLastInOrder)
{
    const std::vector<double> y { 5, 9, 1, 4, /**/ 0, 0, 0, 0 };
    EXPECT_THAT(downsample(ramp(8), y, 0, 8, 2), ElementsAre(1, 2, 3, 4, 7));
}

TEST(Downsample, NeighboursOutsideAreIncluded)
{
    EXPECT_THAT(downsample(ramp(10), ramp(10), 3.5, 5.5, 10), ElementsAre(3, 4, 5, 6));
    EXPECT_THAT(downsample(ramp(10), ramp(10), 20, 30, 10), ElementsAre(9));
    EXPECT_THAT(downsample(ramp(10), ramp(10), 4.2, 4.4, 10), ElementsAre(4, 5));
}

TEST(Downsample, EmptyAndNonsenseRangesGiveNothingToDraw)
{
    EXPECT_TRUE(downsample({}, {}, 0, 1, 10).empty());
    EXPECT_TRUE(downsample(ramp(3), ramp(3), 0, 2, 0).empty());
    EXPECT_TRUE(downsample(ramp(3), ramp(3), 2, 0, 5).empty());
    EXPECT_TRUE(downsample(ramp(3), ramp(3), std::nan(""), 1, 5).empty());
}

TEST(Downsample, ManyPointsAtOnePlaceAreOneColumn)
{
    const std::vector<double> x(1000, 4.0);
    const auto y = ramp(1000);
    EXPECT_THAT(downsample(x, y, 4, 4, 50), ElementsAre(0, 999));
}

TEST(Downsample, NonFiniteValuesNeverHideAPeak)
{
    const double nan = std::nan("");
    const std::vector<double> y { nan, 7, nan, 2, nan, nan };
    EXPECT_THAT(downsample(ramp(6), y, 0, 8, 2), ElementsAre(1, 3, 5));
}

TEST(ExtremaIndex, AgreesWithTheDirectWay)
{
    const CounterRandom random(7);
    for (const std::size_t count : { 1U, 15U, 16U, 17U, 255U, 256U, 257U, 4096U, 5000U }) {
        std::vector<double> x(count);
        std::vector<double> y(count);
        for (std::size_t i = 0; i < count; ++i) {
            x[i] = static_cast<double>(i) + random.uniform(2 * i);
            y[i] = std::floor(40 * random.uniform(2 * i + 1)); // with ties
            if (random.at(1).below(20, i) == 0)
                y[i] = std::nan("");
        }
        ExtremaIndex index;
        index.append(std::span<const double>(y).first(count / 2));
        for (std::size_t i = count / 2; i < count; ++i)
            index.append(y[i]);
        const auto end = static_cast<double>(count);
        for (const auto &[from, to] :
             { std::pair { 0.0, end }, { end / 3, end / 2 }, { -5.0, end + 5 } }) {
            for (const int buckets : { 1, 3, 100 })
                EXPECT_EQ(index.downsample(x, from, to, buckets),
                          downsample(x, y, from, to, buckets));
        }
    }
}

TEST(ExtremaIndex, PiecesOfAnySizeGiveWhatAllAtOnceGives)
{
    const CounterRandom random(11);
    std::vector<double> y(6000);
    for (std::size_t i = 0; i < y.size(); ++i)
        y[i] = random.uniform(i);
    const auto x = ramp(static_cast<int>(y.size()));
    for (const std::size_t piece : { 1U, 7U, 16U, 250U, 4095U }) {
        ExtremaIndex index;
        const std::span<const double> all(y);
        for (std::size_t from = 0; from < y.size(); from += piece)
            index.append(all.subspan(from, std::min(piece, y.size() - from)));
        EXPECT_EQ(index.downsample(x, 0, 6000, 13), downsample(x, y, 0, 6000, 13));
        EXPECT_EQ(index.downsample(x, 100, 4444, 2), downsample(x, y, 100, 4444, 2));
    }
}

TEST(ExtremaIndex, AMillionPointsReduceToTheScreen)
{
    ExtremaIndex index;
    const auto x = ramp(1'000'000);
    for (const double value : x)
        index.append(std::sin(value));
    const Indices drawn = index.downsample(x, 0, 1e6, 1000);
    EXPECT_LE(drawn.size(), 3002U);
    EXPECT_TRUE(std::is_sorted(drawn.begin(), drawn.end()));
    EXPECT_EQ(drawn.back(), 999'999U);
}

TEST(MovingAverage, StartsAtTheFirstValueAndFollows)
{
    const std::vector<double> ones { 1, 1, 1 };
    for (const double value : smooth(ones, 0.9))
        EXPECT_DOUBLE_EQ(value, 1);
    const std::vector<double> values { 1, 3 };
    EXPECT_DOUBLE_EQ(smooth(values, 0.5)[1], (0.25 * 1 + 0.5 * 3) / 0.75);
    EXPECT_EQ(smooth(values, 0), values);
}

TEST(MovingAverage, NonFiniteValuesPassThroughAndLeaveNoTrace)
{
    const std::vector<double> values { 2, std::nan(""), std::numeric_limits<double>::infinity(),
                                       2 };
    const auto smoothed = smooth(values, 0.9);
    EXPECT_TRUE(std::isnan(smoothed[1]));
    EXPECT_TRUE(std::isinf(smoothed[2]));
    EXPECT_DOUBLE_EQ(smoothed[3], 2);
}

} // namespace
} // namespace tamiz
