// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/lora_plan.h"

#include <gmock/gmock.h>

namespace tamiz {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string> kProjections {
    "query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"
};
using Ranks = std::vector<std::vector<int>>;

Ranks ranksOf(const LoraSection &lora, int layers)
{
    Ranks ranks;
    for (int layer = 0; layer < layers; ++layer) {
        auto &row = ranks.emplace_back();
        for (const std::string &projection : kProjections)
            row.push_back(loraRank(lora, layer, projection));
    }
    return ranks;
}

TEST(LoraPlan, targetsMatchWholeNamesAtTheEnd)
{
    EXPECT_TRUE(matchesLoraTarget("query", "query"));
    EXPECT_TRUE(matchesLoraTarget("attention.output.dense", "output.dense"));
    EXPECT_FALSE(matchesLoraTarget("my_query", "query"));
    EXPECT_FALSE(matchesLoraTarget("query", ""));
    EXPECT_FALSE(matchesLoraTarget("query", "attention.query"));
}

TEST(LoraPlan, theFamilysTargetsStandWhereNoneAreNamed)
{
    LoraSection lora;
    EXPECT_THAT(withDefaultTargets(lora, { "q_proj", "v_proj" }).targets,
                ElementsAre("q_proj", "v_proj"));
    lora.targets = { "key" };
    EXPECT_THAT(withDefaultTargets(lora, { "q_proj", "v_proj" }).targets, ElementsAre("key"));
}

TEST(LoraPlan, aPlainPatternNeedsNoOverrides)
{
    LoraSection lora;
    lora.rank = 8;
    lora.targets = { "query", "value" };
    const Ranks wanted { { 8, 0, 8, 0, 0, 0 }, { 8, 0, 8, 0, 0, 0 }, { 8, 0, 8, 0, 0, 0 } };
    const LoraSection made = withLoraRanks(lora, kProjections, wanted);
    EXPECT_EQ(made, lora);
    EXPECT_EQ(ranksOf(made, 3), wanted);
}

TEST(LoraPlan, holesAndOtherRanksBecomeOverrides)
{
    LoraSection lora;
    lora.rank = 8;
    const Ranks wanted { { 0, 0, 0, 0, 0, 0 }, { 8, 0, 0, 0, 0, 0 }, { 16, 0, 8, 0, 0, 0 } };
    const LoraSection made = withLoraRanks(lora, kProjections, wanted);
    EXPECT_THAT(made.layers, ElementsAre(1, 2));
    EXPECT_THAT(made.targets, ElementsAre("query", "value"));
    EXPECT_EQ(made.overrides.size(), 2u);
    EXPECT_EQ(ranksOf(made, 3), wanted);
}

TEST(LoraPlan, aNameThatEndsAnotherStaysApart)
{
    LoraSection lora;
    lora.rank = 4;
    const Ranks wanted { { 0, 0, 0, 0, 0, 4 }, { 0, 0, 0, 4, 0, 0 } };
    EXPECT_EQ(ranksOf(withLoraRanks(lora, kProjections, wanted), 2), wanted);
}

TEST(LoraPlan, everyPatternOfASmallModelSurvives)
{
    LoraSection lora;
    lora.rank = 8;
    for (int pattern = 1; pattern < 1 << 12; ++pattern) {
        Ranks wanted(2, std::vector<int>(6));
        for (std::size_t bit = 0; bit < 12; ++bit)
            wanted[bit / 6][bit % 6] = (pattern >> bit & 1) != 0 ? 8 : 0;
        ASSERT_EQ(ranksOf(withLoraRanks(lora, kProjections, wanted), 2), wanted) << pattern;
    }
}

TEST(LoraPlan, noCellMeansNoLora)
{
    LoraSection lora;
    lora.rank = 8;
    const LoraSection made = withLoraRanks(lora, kProjections, Ranks(2, std::vector<int>(6)));
    EXPECT_FALSE(usesLora(made));
    EXPECT_THAT(made.overrides, IsEmpty());
    EXPECT_EQ(made.targets, lora.targets);
}

} // namespace
} // namespace tamiz
