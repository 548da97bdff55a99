// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/control_experiment.h"

#include <set>

#include <gtest/gtest.h>

namespace tamiz {
namespace {

TEST(ControlExperiment, threeRecipesASeedThatDifferInMasksOnly)
{
    Recipe recipe;
    recipe.output.name = "demo";
    recipe.seed = 7;
    recipe.masking.classes = { TokenClass {} };
    recipe.masking.rules = { MaskRule {}, MaskRule {} };
    const std::vector<Recipe> recipes = controlExperiment(recipe, 2);
    ASSERT_EQ(recipes.size(), 6u);
    std::set<std::string> names;
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        names.insert(recipes[i].output.name);
        EXPECT_EQ(recipes[i].seed, i < 3 ? 7u : 8u);
        EXPECT_EQ(recipes[i].masking.classes, recipe.masking.classes);
        EXPECT_EQ(recipes[i].training, recipe.training);
        EXPECT_EQ(recipes[i].masking.rules.size(), i % 3 == 0 ? 0u : 2u);
        for (const MaskRule &rule : recipes[i].masking.rules)
            EXPECT_EQ(rule.randomControl, i % 3 == 2);
    }
    EXPECT_EQ(names.size(), 6u);
    EXPECT_EQ(recipes[2].output.name, "demo, random mask, seed 7");
}

TEST(ControlExperiment, aRecipeWithoutANameGetsOne)
{
    EXPECT_EQ(controlExperiment(Recipe {}, 1).at(0).output.name, "experiment, no mask, seed 42");
    EXPECT_TRUE(controlExperiment(Recipe {}, 0).empty());
}

} // namespace
} // namespace tamiz
