// SPDX-License-Identifier: Apache-2.0
#include "app/cli/recipe_file.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "app/cli/console.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/data/file_texts.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::cli {

namespace {

/// Whether one is the other or lies below it: "data" and "data.train", "masking.classes[0].kind" ...
bool isSamePlace(const std::string &a, const std::string &b)
{
    const std::string &shorter = a.size() < b.size() ? a : b;
    const std::string &longer = a.size() < b.size() ? b : a;
    return longer.starts_with(shorter)
        && (longer.size() == shorter.size() || longer[shorter.size()] == '.'
            || longer[shorter.size()] == '[');
}

/// Adds what is wrong with the values, but where a value could not be read: the default that stands
/// there is nobody's mistake.
void addValidation(std::vector<Problem> &problems, std::vector<Problem> found)
{
    std::erase_if(found, [&problems](const Problem &one) {
        return std::any_of(problems.begin(), problems.end(), [&one](const Problem &read) {
            return read.severity == Severity::Error && isSamePlace(read.path, one.path);
        });
    });
    problems.insert(problems.end(), found.begin(), found.end());
}

} // namespace

void tell(const std::string &file, const std::vector<Problem> &problems)
{
    for (const Problem &problem : problems) {
        std::fprintf(stderr, "%s: %s: %s%s%s%s%s\n", file.c_str(),
                     problem.severity == Severity::Error ? "error" : "warning",
                     problem.path.c_str(), problem.path.empty() ? "" : ": ",
                     problem.message.c_str(), problem.hint.empty() ? "" : ". ",
                     problem.hint.c_str());
    }
}

std::optional<Recipe> readRecipe(const std::string &file,
                                 const std::vector<std::string> &assignments, int &exitCode)
{
    Result<ParsedRecipe> parsed = loadRecipe(file);
    if (!parsed) {
        exitCode = report(parsed.error());
        return std::nullopt;
    }
    Recipe recipe = std::move(parsed->recipe);
    std::vector<Problem> problems = std::move(parsed->problems);
    for (const std::string &assignment : assignments) {
        if (const Status applied = applyOverride(recipe, assignment); !applied)
            problems.push_back({ Severity::Error, applied.error().where, applied.error().message,
                                 applied.error().hint });
    }
    if (recipe.output.name.empty())
        recipe.output.name = std::filesystem::path(file).stem();
    addValidation(problems, validateRecipe(recipe));
    tell(file, problems);
    if (hasErrors(problems)) {
        exitCode = kInvalidInput;
        return std::nullopt;
    }
    return recipe;
}

std::optional<Recipe> readTokenClasses(const std::string &file, int &exitCode)
{
    Result<ParsedRecipe> parsed = loadRecipe(file);
    if (!parsed) {
        exitCode = report(parsed.error());
        return std::nullopt;
    }
    std::vector<Problem> problems = std::move(parsed->problems);
    std::vector<Problem> found = validateRecipe(parsed->recipe);
    std::erase_if(
        found, [](const Problem &problem) { return !problem.path.starts_with("masking.classes"); });
    addValidation(problems, std::move(found));
    if (parsed->recipe.masking.classes.empty() && !hasErrors(problems)) {
        problems.push_back({ Severity::Error, "masking.classes", "the recipe has no token class",
                             "Leave the option out for the built-in classes" });
    }
    tell(file, problems);
    if (hasErrors(problems)) {
        exitCode = kInvalidInput;
        return std::nullopt;
    }
    return engine::resolvePaths(std::move(parsed->recipe), engine::findResourceFolder());
}

bool needsTrainingData(const std::vector<TokenClass> &classes)
{
    return std::any_of(classes.begin(), classes.end(),
                       [](const TokenClass &one) { return one.kind == TokenClassKind::Frequency; });
}

Result<TokenClassifier> makeClassifier(const Recipe &recipe)
{
    RunControl control;
    const std::vector<std::filesystem::path> files(recipe.data.train.begin(),
                                                   recipe.data.train.end());
    if (needsTrainingData(recipe.masking.classes))
        TAMIZ_CHECK(engine::FileTexts(files, recipe.task, control).check());
    return engine::classifierOf(recipe.masking.classes, files, recipe.task, control);
}

} // namespace tamiz::cli
