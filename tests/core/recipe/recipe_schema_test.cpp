// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/recipe/nearest_name.h"
#include "core/recipe/recipe_io.h"

namespace tamiz {
namespace {

using ::testing::ElementsAre;

const std::filesystem::path kPublished
    = std::filesystem::path(TAMIZ_SOURCE_DIR) / "resources" / "recipe.schema.json";

TEST(RecipeSchema, thePublishedFileIsUpToDate)
{
    if (std::getenv("TAMIZ_UPDATE_GOLDEN") != nullptr) {
        ASSERT_TRUE(writeFileAtomically(kPublished, recipeJsonSchema()));
    }
    const auto published = readFile(kPublished);
    ASSERT_TRUE(published);
    EXPECT_TRUE(*published == recipeJsonSchema())
        << "run this test with TAMIZ_UPDATE_GOLDEN=1 and commit " << kPublished;
}

TEST(RecipeSchema, statesTypesLimitsAndDefaults)
{
    const auto schema = nlohmann::json::parse(recipeJsonSchema());
    EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    EXPECT_EQ(schema["additionalProperties"], false);
    const auto &rule = schema["properties"]["masking"]["properties"]["rules"]["items"];
    EXPECT_EQ(rule["properties"]["probability"]["maximum"], 1);
    EXPECT_EQ(rule["properties"]["mode"]["enum"], nlohmann::json({ "input", "loss", "attention" }));
    EXPECT_EQ(rule["additionalProperties"], false);
    const auto &training = schema["properties"]["training"]["properties"];
    EXPECT_EQ(training["learning_rate"]["exclusiveMinimum"], 0);
    EXPECT_EQ(training["learning_rate"]["default"], 5e-5);
    EXPECT_EQ(training["dropout"]["type"], nlohmann::json({ "number", "null" }));
    EXPECT_TRUE(schema["properties"]["data"]["properties"]["train"].contains("anyOf"));
}

TEST(RecipeSchema, everyLeafOfARecipeIsInTheSchema)
{
    const auto schema = nlohmann::json::parse(recipeJsonSchema());
    for (const auto &[path, value] : flattenRecipe(Recipe {})) {
        const nlohmann::json *place = &schema;
        for (std::size_t begin = 0; begin <= path.size();) {
            const std::size_t dot = std::min(path.find('.', begin), path.size());
            const std::string key = path.substr(begin, dot - begin);
            ASSERT_TRUE((*place)["properties"].contains(key)) << path;
            place = &(*place)["properties"][key];
            begin = dot + 1;
        }
        EXPECT_TRUE(place->contains("description")) << path;
    }
}

TEST(RecipeNames, areTheOnesInYaml)
{
    EXPECT_STREQ(toString(TaskType::TokenClassification), "token-classification");
    EXPECT_STREQ(toString(TaskType::MaskedLm), "masked-lm");
    EXPECT_STREQ(toString(TokenClassKind::Any), "any");
    EXPECT_STREQ(toString(MaskMode::Attention), "attention");
    EXPECT_STREQ(toString(Replacement::Drop), "drop");
    EXPECT_STREQ(toString(ScheduleKind::Alternate), "alternate");
    EXPECT_STREQ(toString(LrSchedule::Cosine), "cosine");
    EXPECT_STREQ(toString(Device::Cuda), "cuda");
    EXPECT_STREQ(toString(Precision::Bf16), "bf16");
    EXPECT_STREQ(toString(OptimizerKind::AdamW), "adamw");
}

TEST(NearestName, countsEditsAndSwaps)
{
    EXPECT_EQ(editDistance("", "abc"), 3);
    EXPECT_EQ(editDistance("abc", "abc"), 0);
    EXPECT_EQ(editDistance("lora", "laro"), 2);
    EXPECT_EQ(editDistance("rnak", "rank"), 1);
    EXPECT_EQ(nearestNameHint("rnak", { "alpha", "rank" }), "Did you mean 'rank'?");
    EXPECT_EQ(nearestNameHint("x", {}), "");
}

} // namespace
} // namespace tamiz
