// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/recipe/recipe.h"

namespace tamiz {

/// A recipe as far as it could be read, with every problem found (unknown keys name the nearest
/// known one; wrong types name the value). Use it only when hasErrors(problems) is false.
struct ParsedRecipe
{
    Recipe recipe;
    std::vector<Problem> problems;
};

/// Parses YAML text. @p baseFolder makes relative paths absolute; empty leaves them.
ParsedRecipe parseRecipe(std::string_view yaml, const std::filesystem::path &baseFolder = {});

/// Reads a file; the error side is for an unreadable file only, problems are in the value.
Result<ParsedRecipe> loadRecipe(const std::filesystem::path &path);

/// YAML with every field, in section order; parseRecipe(toYaml(r)).recipe == r.
std::string toYaml(const Recipe &recipe);

/// Applies a "path=value" assignment as given to `--set` (value is YAML): "training.epochs=2".
Status applyOverride(Recipe &recipe, std::string_view assignment);

/// Pure checks of values and of fields against each other (no file is opened). All at once.
std::vector<Problem> validateRecipe(const Recipe &recipe);

/// A field that differs, for compare views.
struct FieldDifference
{
    std::string path;
    std::vector<std::string> values; ///< one a recipe, YAML flow style; empty where unset
};

/// Every leaf field as (path, value), in section order.
std::vector<std::pair<std::string, std::string>> flattenRecipe(const Recipe &recipe);

/// Fields that are not the same in all recipes.
std::vector<FieldDifference> diffRecipes(const std::vector<Recipe> &recipes);

/// The published JSON Schema (resources/recipe.schema.json is this text).
std::string recipeJsonSchema();

/// Names used in YAML and JSON ("token-classification", "input", "alternate" ...).
const char *toString(TaskType type);
const char *toString(TokenStart start);
const char *toString(TokenizerKind kind);
/// Nothing for a name that is none.
std::optional<TaskType> taskTypeNamed(std::string_view name);
/// Every task, in the order of the recipe's documentation.
std::vector<TaskType> taskTypes();
const char *toString(TokenClassKind kind);
const char *toString(MaskMode mode);
const char *toString(Replacement replacement);
const char *toString(ScheduleKind kind);
const char *toString(LrSchedule schedule);
const char *toString(Device device);
const char *toString(Precision precision);
const char *toString(OptimizerKind kind);

} // namespace tamiz
