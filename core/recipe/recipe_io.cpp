// SPDX-License-Identifier: Apache-2.0
#include "core/recipe/recipe_io.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/base/files.h"
#include "core/recipe/recipe_codec.h"

namespace tamiz {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kMaxRecipeBytes = std::uint64_t { 4 } << 20;

void flatten(const YamlValue &value, const std::string &path,
             std::vector<std::pair<std::string, std::string>> &leaves)
{
    const bool holdsSections = value.isList()
        && std::any_of(value.items.begin(), value.items.end(),
                       [](const YamlValue &item) { return item.isMap(); });
    if (!value.isMap() && !holdsSections) {
        leaves.emplace_back(path, writeYamlFlow(value));
        return;
    }
    for (std::size_t i = 0; i < value.items.size(); ++i) {
        const std::string inner
            = value.isMap() ? joinPath(path, value.keys[i]) : path + "[" + std::to_string(i) + "]";
        flatten(value.items[i], inner, leaves);
    }
}

/// One step of a path: a key with any number of indices behind it ("rules[0]").
struct PathStep
{
    std::string key;
    std::vector<std::size_t> indices;
};

Result<std::vector<PathStep>> splitPath(std::string_view path)
{
    const auto bad = [path](const std::string &why) {
        return fail(ErrorCode::InvalidArgument, "not a recipe path: " + why, std::string(path),
                    "Write it like training.epochs or masking.rules[0].probability");
    };
    std::vector<PathStep> steps;
    while (true) {
        const std::size_t dot = path.find('.');
        std::string_view part = path.substr(0, dot);
        PathStep step;
        const std::size_t bracket = part.find('[');
        step.key = std::string(part.substr(0, bracket));
        if (step.key.empty())
            return bad("a name is missing");
        part.remove_prefix(step.key.size());
        while (!part.empty()) {
            const std::size_t end = part.find(']');
            std::size_t index = 0;
            if (part.front() != '[' || end == std::string_view::npos)
                return bad("a bracket is not closed");
            const auto parsed = std::from_chars(part.data() + 1, part.data() + end, index);
            if (parsed.ec != std::errc() || parsed.ptr != part.data() + end)
                return bad("'" + std::string(part.substr(0, end + 1)) + "' is no index");
            step.indices.push_back(index);
            part.remove_prefix(end + 1);
        }
        steps.push_back(std::move(step));
        if (dot == std::string_view::npos)
            return steps;
        path.remove_prefix(dot + 1);
    }
}

/// The place in the tree that @p steps name; missing keys and an entry after the last are made.
Result<YamlValue *> makePlace(YamlValue &tree, const std::vector<PathStep> &steps)
{
    YamlValue *place = &tree;
    std::string path;
    for (const PathStep &step : steps) {
        if (place->isNull())
            *place = YamlValue::map();
        if (!place->isMap())
            return fail(ErrorCode::InvalidArgument, "has no fields", path);
        path = joinPath(path, step.key);
        if (place->find(step.key) == nullptr)
            place->add(step.key, YamlValue {});
        place = place->find(step.key);
        for (const std::size_t index : step.indices) {
            if (place->isNull())
                *place = YamlValue::list({});
            if (!place->isList())
                return fail(ErrorCode::InvalidArgument, "is not a list", path);
            if (index > place->items.size()) {
                return fail(ErrorCode::InvalidArgument,
                            "has " + std::to_string(place->items.size()) + " entries, entry "
                                + std::to_string(index) + " is not among them",
                            path, "The first entry is [0]; [n] after the last adds one");
            }
            if (index == place->items.size())
                place->items.emplace_back();
            place = &place->items[index];
            path += "[" + std::to_string(index) + "]";
        }
    }
    return place;
}

} // namespace

ParsedRecipe parseRecipe(std::string_view yaml, const fs::path &baseFolder)
{
    ParsedRecipe parsed;
    Result<YamlValue> tree = readYaml(yaml);
    if (!tree) {
        const Error &error = tree.error();
        parsed.problems.push_back({ Severity::Error, error.where, error.message, error.hint });
        return parsed;
    }
    if (tree->isNull())
        *tree = YamlValue::map();
    if (tree->isMap() && tree->find("version") == nullptr) {
        parsed.problems.push_back({ Severity::Warning, "version", "missing; read as version 1",
                                    "Write 'version: 1' as the first line" });
    }
    readRecipe(*tree, baseFolder, parsed.recipe, parsed.problems);
    return parsed;
}

Result<ParsedRecipe> loadRecipe(const fs::path &path)
{
    TAMIZ_TRY(const std::string text, readFile(path, kMaxRecipeBytes));
    std::error_code status;
    const fs::path absolute = fs::absolute(path, status);
    return parseRecipe(text, (status ? path : absolute).parent_path());
}

std::string toYaml(const Recipe &recipe)
{
    return writeYaml(writeRecipe(recipe));
}

Status applyOverride(Recipe &recipe, std::string_view assignment)
{
    const std::size_t equals = assignment.find('=');
    if (equals == std::string_view::npos || equals == 0) {
        return fail(ErrorCode::InvalidArgument,
                    "not an assignment: '" + std::string(assignment.substr(0, 200)) + "'", {},
                    "Write path=value, for example training.epochs=2");
    }
    const std::string path(assignment.substr(0, equals));
    TAMIZ_TRY(const std::vector<PathStep> steps, splitPath(path));
    Result<YamlValue> value = readYaml(assignment.substr(equals + 1));
    if (!value)
        return failWith(value.error(), "reading the value of " + path);
    if (value->isMap() && value->items.empty() && value->line == 0)
        *value = YamlValue {}; // nothing after the equals sign

    YamlValue tree = writeRecipe(recipe);
    TAMIZ_TRY(YamlValue *const place, makePlace(tree, steps));
    *place = std::move(*value);
    Recipe changed;
    std::vector<Problem> problems;
    readRecipe(tree, {}, changed, problems);
    if (!problems.empty()) {
        std::string message = problems.front().message;
        for (std::size_t i = 1; i < problems.size(); ++i)
            message += "; " + problems[i].path + ": " + problems[i].message;
        return fail(ErrorCode::InvalidArgument, message, problems.front().path,
                    problems.front().hint);
    }
    recipe = std::move(changed);
    return {};
}

std::vector<std::pair<std::string, std::string>> flattenRecipe(const Recipe &recipe)
{
    std::vector<std::pair<std::string, std::string>> leaves;
    flatten(writeRecipe(recipe), {}, leaves);
    return leaves;
}

std::vector<FieldDifference> diffRecipes(const std::vector<Recipe> &recipes)
{
    // Paths in the order in which they first appear; entries of longer lists follow their siblings.
    std::vector<FieldDifference> rows;
    std::map<std::string, std::size_t> rowOf;
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        std::size_t insertAt = 0;
        for (auto &[path, value] : flattenRecipe(recipes[i])) {
            auto found = rowOf.find(path);
            if (found == rowOf.end()) {
                for (auto &entry : rowOf)
                    entry.second += entry.second >= insertAt ? 1 : 0;
                rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(insertAt),
                            { path, std::vector<std::string>(recipes.size()) });
                found = rowOf.emplace(path, insertAt).first;
            }
            rows[found->second].values[i] = std::move(value);
            insertAt = found->second + 1;
        }
    }
    std::erase_if(rows, [](const FieldDifference &row) {
        return std::all_of(row.values.begin(), row.values.end(), [&row](const std::string &value) {
            return value == row.values.front();
        });
    });
    return rows;
}

} // namespace tamiz
