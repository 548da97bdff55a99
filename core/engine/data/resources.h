// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// The path that a recipe's path means: "bundled" is the model the product ships, "bundled:x" is x
/// below the resource folder, anything else stays.
std::filesystem::path resolveResource(const std::string &path,
                                      const std::filesystem::path &resources);

/// A copy of @p recipe with every path resolved.
Recipe resolvePaths(Recipe recipe, const std::filesystem::path &resources);

} // namespace tamiz::engine
