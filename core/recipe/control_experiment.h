// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/recipe/recipe.h"

namespace tamiz {

/// The recipes that tell what masking a class does: for each of @p seeds seeds, counted up from the
/// recipe's own, without masks, with the recipe's masks, and with masks of the same token budget at
/// random positions. Their names say which ("demo, no mask, seed 42").
std::vector<Recipe> controlExperiment(const Recipe &recipe, int seeds);

} // namespace tamiz
