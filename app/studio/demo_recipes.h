// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/recipe/recipe.h"

namespace tamiz::ui {

/// The recipes of the demo, resources/recipes/demo-*.yaml, in the order of their names; the first
/// one is what "Start the demo" runs. Fails when there is none or one cannot be used.
Result<std::vector<Recipe>> loadDemoRecipes(const std::filesystem::path &resourceFolder);

/// The demo's recipes cut to a few steps each, for pictures with real curves in a minute.
std::vector<Recipe> shortened(std::vector<Recipe> recipes);

} // namespace tamiz::ui
