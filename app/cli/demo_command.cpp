// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/recipe_file.h"
#include "core/base/files.h"
#include "core/engine/engine.h"
#include "core/metrics/spread.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_session.h"
#include "core/store/run_store.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char *kRecipes[] { "demo-1-no-mask", "demo-2-punctuation", "demo-3-random" };

struct Column
{
    const char *title;
    const char *series; ///< name in result.json
    bool isShare; ///< printed as a percentage
};

// What the README's table shows of a run.
constexpr Column kColumns[] {
    { "accuracy %", "accuracy/test", true },
    { "macro-F1 %", "f1_macro/test", true },
    { "accuracy without punctuation %", "accuracy/test_nopunct", true },
    { "macro-F1 without punctuation %", "f1_macro/test_nopunct", true },
    { "reliance on punctuation (accuracy, points)", "reliance_accuracy/test/class=punctuation",
      true },
    { "forgetting es (nats)", "forgetting/es", false },
    { "forgetting en (nats)", "forgetting/en-brown", false },
};

struct DemoRow
{
    std::string name;
    std::map<std::string, std::vector<double>> values; ///< by series, one a seed
};

/// "0.912 ± 0.004"
std::string cell(const DemoRow &row, const Column &column)
{
    const auto found = row.values.find(column.series);
    if (found == row.values.end())
        return "-";
    const Spread spread = spreadOf(found->second);
    const double factor = column.isShare ? 100 : 1;
    return column.isShare
        ? fmt::format("{:.1f} ± {:.1f}", spread.mean * factor, spread.deviation * factor)
        : fmt::format("{:+.3f} ± {:.3f}", spread.mean, spread.deviation);
}

void printTable(const std::vector<DemoRow> &rows)
{
    std::string line = "| recipe |";
    std::string rule = "| --- |";
    for (const Column &column : kColumns) {
        line += std::string(" ") + column.title + " |";
        rule += " --- |";
    }
    std::printf("%s\n%s\n", line.c_str(), rule.c_str());
    for (const DemoRow &row : rows) {
        line = "| " + row.name + " |";
        for (const Column &column : kColumns)
            line += " " + cell(row, column) + " |";
        std::puts(line.c_str());
    }
}

/// Runs one recipe to its end and reads what it measured.
Result<json> runOnce(const Recipe &recipe, const SessionOptions &session, RunBackend &backend,
                     RunControl &control)
{
    TAMIZ_TRY(const RunId id, RunSession::enqueue(recipe, session));
    ConsoleSink console;
    TAMIZ_TRY(const RunOutcome outcome, RunSession::run(id, session, backend, control, &console));
    if (outcome.isCancelled)
        return fail(ErrorCode::Cancelled, "stopped on request");
    TAMIZ_TRY(const std::string text,
              readFile(RunFolder { outcome.finalFolder.parent_path() }.result()));
    json result = json::parse(text, nullptr, false);
    if (!result.contains("metrics"))
        return fail(ErrorCode::Internal, "the run left no metrics", outcome.finalFolder.string());
    return result["metrics"];
}

} // namespace

int demoCommand(const Arguments &arguments)
{
    cxxopts::Options options(
        "tamiz demo", "Runs the three bundled recipes on the bundled model and prints their table");
    options.add_options()("seeds", "runs of each recipe", cxxopts::value<int>()->default_value("3"),
                          "N")("quick", "one seed and one epoch: shows that it works, says little")(
        "out", "folder of the store and the runs", cxxopts::value<std::string>(),
        "DIR")("threads", "threads of the engine", cxxopts::value<int>(),
               "N")("json", "one JSON object on standard output");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    const bool isQuick = parsed->count("quick") > 0;
    const int seeds = isQuick ? 1 : (*parsed)["seeds"].as<int>();
    if (seeds < 1) {
        std::fprintf(stderr, "tamiz demo: --seeds %d: at least one\n", seeds);
        return kUsage;
    }
    SessionOptions session;
    session.home
        = parsed->count("out") ? fs::path((*parsed)["out"].as<std::string>()) : defaultHome();
    session.group = "demo";
    const fs::path resources = engine::findResourceFolder();
    const auto backend = engine::makeRunBackend(resources);
    RunControl control;
    const StopOnSignal stopOnSignal(control);

    std::vector<std::string> changes; // as with --set
    if (parsed->count("threads"))
        changes.push_back("training.threads=" + std::to_string((*parsed)["threads"].as<int>()));
    if (isQuick)
        changes.emplace_back("training.epochs=1");
    std::vector<DemoRow> rows;
    for (const char *file : kRecipes) {
        std::optional<Recipe> read = readRecipe(
            (resources / "recipes" / (std::string(file) + ".yaml")).string(), changes, exitCode);
        if (!read)
            return exitCode;
        Recipe recipe = std::move(*read);
        DemoRow row { recipe.output.name, {} };
        for (int seed = 1; seed <= seeds; ++seed) {
            recipe.seed = static_cast<std::uint64_t>(seed);
            session.name = row.name + "-seed" + std::to_string(seed);
            std::fprintf(stderr, "%s\n", session.name.c_str());
            const Result<json> metrics = runOnce(recipe, session, *backend, control);
            if (!metrics)
                return report(metrics.error());
            for (const auto &[name, value] : metrics->items())
                row.values[name].push_back(value.get<double>());
        }
        rows.push_back(std::move(row));
    }
    if (parsed->count("json")) {
        json result = json::object();
        for (const DemoRow &row : rows)
            result[row.name] = row.values;
        printJson(result);
    } else {
        printTable(rows);
    }
    return kDone;
}

} // namespace tamiz::cli
