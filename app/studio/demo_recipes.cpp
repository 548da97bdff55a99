// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/demo_recipes.h"

#include <algorithm>
#include <system_error>

#include "core/recipe/recipe_io.h"

namespace tamiz::ui {

namespace {

constexpr std::int64_t kShortSteps = 60;
constexpr int kShortEvaluationRows = 96;
constexpr int kShortReferenceRows = 24;

std::vector<std::filesystem::path> demoFiles(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> files;
    std::error_code status;
    for (const auto &entry : std::filesystem::directory_iterator(folder, status)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("demo") && entry.path().extension() == ".yaml")
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

Result<std::vector<Recipe>> loadDemoRecipes(const std::filesystem::path &resourceFolder)
{
    const std::filesystem::path folder = resourceFolder / "recipes";
    std::vector<Recipe> recipes;
    for (const std::filesystem::path &file : demoFiles(folder)) {
        TAMIZ_TRY(ParsedRecipe parsed, loadRecipe(file));
        for (const Problem &problem : parsed.problems) {
            if (problem.severity == Severity::Error)
                return fail(ErrorCode::InvalidInput, problem.message,
                            file.string() + ": " + problem.path, problem.hint);
        }
        recipes.push_back(std::move(parsed.recipe));
    }
    if (recipes.empty())
        return fail(ErrorCode::NotFound, "there is no demo recipe", folder.string(),
                    "Install the program's resources, or set TAMIZ_RESOURCES to them");
    return recipes;
}

std::vector<Recipe> shortened(std::vector<Recipe> recipes)
{
    for (Recipe &recipe : recipes) {
        recipe.training.maxSteps = kShortSteps;
        recipe.evaluation.steps = kShortSteps / 6;
        recipe.evaluation.maxRows = kShortEvaluationRows;
        for (ReferenceSet &reference : recipe.data.reference)
            reference.maxRows = std::min(reference.maxRows, kShortReferenceRows);
    }
    return recipes;
}

} // namespace tamiz::ui
