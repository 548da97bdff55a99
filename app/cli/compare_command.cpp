// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/run_lookup.h"
#include "app/cli/text_table.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Comparison
{
    std::vector<RunRecord> runs;
    std::vector<FieldDifference> settings;
    /// Last value of each curve, one a run; none where a run has no such curve.
    std::map<SeriesKey, std::vector<std::optional<double>>> metrics;
};

Result<Comparison> compare(RunStore &store, const std::vector<std::string> &names)
{
    Comparison comparison;
    std::vector<Recipe> recipes;
    for (const std::string &name : names) {
        TAMIZ_TRY(RunRecord run, findRun(store, name));
        ParsedRecipe parsed = parseRecipe(run.recipeYaml);
        if (hasErrors(parsed.problems)) {
            const Problem &problem = parsed.problems.front();
            return fail(ErrorCode::InvalidInput,
                        "the recipe of run " + std::to_string(run.id)
                            + " cannot be read: " + problem.path + ": " + problem.message);
        }
        recipes.push_back(std::move(parsed.recipe));
        comparison.runs.push_back(std::move(run));
    }
    comparison.settings = diffRecipes(recipes);
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        TAMIZ_TRY(const std::vector<SeriesInfo> series, store.series(comparison.runs[i].id));
        for (const SeriesInfo &info : series) {
            auto &values = comparison.metrics[info.key];
            values.resize(comparison.runs.size());
            values[i] = info.lastValue;
        }
    }
    return comparison;
}

Json toJson(const Comparison &comparison)
{
    Json json { { "runs", Json::array() },
                { "settings", Json::array() },
                { "metrics", Json::array() } };
    for (const RunRecord &run : comparison.runs) {
        json["runs"].push_back({ { "id", run.id },
                                 { "name", run.name },
                                 { "group", run.group },
                                 { "state", toString(run.state) },
                                 { "step", run.step },
                                 { "folder", run.folder.string() } });
    }
    for (const FieldDifference &setting : comparison.settings)
        json["settings"].push_back({ { "path", setting.path }, { "values", setting.values } });
    for (const auto &[key, values] : comparison.metrics) {
        Json numbers = Json::array();
        for (const std::optional<double> &value : values)
            numbers.push_back(value && std::isfinite(*value) ? Json(*value) : Json());
        json["metrics"].push_back({ { "series", toString(key) },
                                    { "name", key.name },
                                    { "split", key.split },
                                    { "class", key.tokenClass },
                                    { "reference", key.referenceSet },
                                    { "values", std::move(numbers) } });
    }
    return json;
}

void print(const Comparison &comparison)
{
    std::vector<std::string> header { "" };
    for (const RunRecord &run : comparison.runs)
        header.push_back(std::to_string(run.id) + ' ' + run.name);

    header[0] = "SETTING";
    TextTable settings(header);
    std::vector<std::string> states { "(state)" };
    for (const RunRecord &run : comparison.runs)
        states.emplace_back(toString(run.state));
    settings.add(states);
    for (const FieldDifference &setting : comparison.settings) {
        std::vector<std::string> row { setting.path };
        row.insert(row.end(), setting.values.begin(), setting.values.end());
        settings.add(std::move(row));
    }
    settings.print(stdout);

    std::puts("");
    header[0] = "METRIC (last)";
    TextTable metrics(header);
    for (const auto &[key, values] : comparison.metrics) {
        std::vector<std::string> row { toString(key) };
        for (const std::optional<double> &value : values)
            row.push_back(value ? numberText(*value) : "-");
        metrics.add(std::move(row));
    }
    metrics.print(stdout);
}

} // namespace

int compareCommand(const Arguments &arguments)
{
    cxxopts::Options description(
        "tamiz compare",
        "Settings that differ between runs, and their last metrics, side by "
        "side.\nRUN is a number, a folder or a name");
    std::string home;
    std::vector<std::string> names;
    bool isJson = false;
    description.positional_help("RUN...");
    description.add_options()("home", "folder of the store (default: $TAMIZ_HOME)",
                              cxxopts::value(home)->default_value(defaultHome().string()),
                              "DIR")("json", "one JSON object on standard output",
                                     cxxopts::value(isJson))("runs", "", cxxopts::value(names));
    description.parse_positional("runs");
    int exitCode = kDone;
    if (!parseArguments(description, arguments, exitCode))
        return exitCode;
    if (names.empty()) {
        std::fprintf(stderr, "tamiz compare: name at least one run\n");
        return kUsage;
    }

    const auto store = openStore(home);
    if (!store)
        return report(store.error());
    if (!*store) {
        std::fprintf(stderr, "tamiz: there are no runs in %s\n", home.c_str());
        return kInvalidInput;
    }
    const auto comparison = compare(**store, names);
    if (!comparison)
        return report(comparison.error());
    if (isJson)
        printJson(toJson(*comparison));
    else
        print(*comparison);
    return kDone;
}

} // namespace tamiz::cli
