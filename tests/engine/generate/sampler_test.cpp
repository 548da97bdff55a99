// SPDX-License-Identifier: Apache-2.0
#include "core/engine/generate/sampler.h"

#include <cmath>
#include <map>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace tamiz::engine {

namespace {

// Probabilities 0.5, 0.25, 0.125, 0.125 at temperature 1.
const std::vector<float> kScores { std::log(4.0F), std::log(2.0F), 0.0F, 0.0F };

std::map<std::int64_t, double> shares(const SamplingOptions &options)
{
    constexpr int kDraws = 4000;
    const Sampler sampler(options);
    std::map<std::int64_t, double> result;
    for (std::uint64_t i = 0; i < kDraws; ++i)
        result[sampler.choose(kScores, {}, i)] += 1.0 / kDraws;
    return result;
}

TEST(Sampler, WithoutTemperatureTheLikeliestWinsAndTheFirstOfEqualOnes)
{
    EXPECT_EQ(Sampler({}).choose(kScores, {}, 0), 0);
    EXPECT_EQ(Sampler({}).choose(std::vector<float> { 1, 3, 3 }, {}, 0), 1);
}

TEST(Sampler, DrawsFollowTheProbabilities)
{
    const auto drawn = shares({ .temperature = 1, .seed = 3 });
    EXPECT_NEAR(drawn.at(0), 0.5, 0.03);
    EXPECT_NEAR(drawn.at(1), 0.25, 0.03);
    EXPECT_NEAR(drawn.at(2), 0.125, 0.03);
    EXPECT_NEAR(drawn.at(3), 0.125, 0.03);
    EXPECT_NEAR(shares({ .temperature = 0.5, .seed = 3 }).at(0), 16.0 / 22, 0.03);
}

TEST(Sampler, TopKAndTopPLeaveOutTheUnlikely)
{
    const auto two = shares({ .temperature = 1, .topK = 2, .seed = 3 });
    EXPECT_EQ(two.size(), 2U);
    EXPECT_NEAR(two.at(0), 2.0 / 3, 0.03);
    EXPECT_EQ(shares({ .temperature = 1, .topP = 0.5, .seed = 3 }).size(), 1U);
    EXPECT_EQ(shares({ .temperature = 1, .topP = 0.51, .seed = 3 }).size(), 2U);
    EXPECT_EQ(shares({ .temperature = 1, .topK = 99, .topP = 1, .seed = 3 }).size(), 4U);
}

TEST(Sampler, APenaltyMakesWhatStandsInTheTextLessLikely)
{
    const std::vector<float> scores { 2, 1.5F, -1 };
    const Sampler sampler({ .repetitionPenalty = 2 });
    EXPECT_EQ(sampler.choose(scores, {}, 0), 0);
    EXPECT_EQ(sampler.choose(scores, std::vector<std::int64_t> { 0, 0 }, 0), 1);
    EXPECT_EQ(sampler.choose(scores, std::vector<std::int64_t> { 0, 1 }, 0), 0);
    EXPECT_EQ(sampler.choose(std::vector<float> { -1, -1.5F }, std::vector<std::int64_t> { 0 }, 0),
              1)
        << "a negative score is multiplied";
}

TEST(Sampler, TheSeedDecidesAndNothingElse)
{
    const auto draw = [](std::uint64_t seed) {
        const Sampler sampler({ .temperature = 1, .seed = seed });
        std::vector<std::int64_t> ids;
        for (std::uint64_t i = 0; i < 40; ++i)
            ids.push_back(sampler.choose(kScores, {}, i));
        return ids;
    };
    EXPECT_EQ(draw(7), draw(7));
    EXPECT_NE(draw(7), draw(8));
}

} // namespace

} // namespace tamiz::engine
