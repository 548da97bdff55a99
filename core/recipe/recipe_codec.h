// SPDX-License-Identifier: Apache-2.0
#pragma once

// Recipe <-> YAML tree, generic over the field table.

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/recipe/recipe.h"
#include "core/recipe/yaml_value.h"

namespace tamiz {

/// Reads what can be read into @p recipe and adds every problem to @p problems.
void readRecipe(YamlValue &tree, const std::filesystem::path &baseFolder, Recipe &recipe,
                std::vector<Problem> &problems);

/// Every field, in section order. Optional fields that are unset are null; the section `pretrain`
/// is left out where the recipe has none.
YamlValue writeRecipe(const Recipe &recipe);

/// Shortest decimal text that reads back as the same number.
std::string numberText(double value);

/// "training.epochs" of "training" and "epochs"; "epochs" of "" and "epochs".
std::string joinPath(const std::string &section, std::string_view key);

} // namespace tamiz
