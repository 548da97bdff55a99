// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/control_experiment.h"

#include <string>

namespace tamiz {

std::vector<Recipe> controlExperiment(const Recipe &recipe, int seeds)
{
    const std::string base = recipe.output.name.empty() ? "experiment" : recipe.output.name;
    std::vector<Recipe> recipes;
    for (int i = 0; i < seeds; ++i) {
        Recipe masked = recipe;
        masked.seed = recipe.seed + static_cast<std::uint64_t>(i);
        const std::string suffix = ", seed " + std::to_string(masked.seed);

        Recipe plain = masked;
        plain.masking.rules.clear();
        Recipe random = masked;
        for (MaskRule &rule : random.masking.rules)
            rule.randomControl = true;

        plain.output.name = base + ", no mask" + suffix;
        masked.output.name = base + ", class mask" + suffix;
        random.output.name = base + ", random mask" + suffix;
        recipes.insert(recipes.end(), { plain, masked, random });
    }
    return recipes;
}

} // namespace tamiz
