// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/recipe_file.h"
#include "core/base/files.h"
#include "core/engine/engine.h"
#include "core/engine/train/dry_run.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_session.h"
#include "core/store/run_store.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// What --set and --threads change, as assignments.
std::vector<std::string> assignments(const cxxopts::ParseResult &options)
{
    std::vector<std::string> list;
    if (options.count("set"))
        list = options["set"].as<std::vector<std::string>>();
    if (options.count("threads"))
        list.push_back("training.threads=" + std::to_string(options["threads"].as<int>()));
    return list;
}

json toJson(const Estimate &estimate)
{
    json problems = json::array();
    for (const Problem &problem : estimate.problems)
        problems.push_back(
            { { "path", problem.path }, { "message", problem.message }, { "hint", problem.hint } });
    return { { "trainable_parameters", estimate.trainableParameters },
             { "total_parameters", estimate.totalParameters },
             { "optimizer_steps", estimate.optimizerSteps },
             { "train_memory_bytes", estimate.trainMemoryBytes },
             { "evaluation_memory_bytes", estimate.evaluationMemoryBytes },
             { "free_memory_bytes", estimate.freeMemoryBytes },
             { "disk_bytes", estimate.diskBytes },
             { "free_disk_bytes", estimate.freeDiskBytes },
             { "seconds_per_step", estimate.secondsPerStep },
             { "seconds_per_epoch", estimate.secondsPerEpoch },
             { "seconds_total", estimate.secondsTotal },
             { "problems", problems } };
}

void print(const Estimate &estimate)
{
    const double share = 100.0 * static_cast<double>(estimate.trainableParameters)
        / static_cast<double>(estimate.totalParameters);
    std::printf("trainable parameters  %lld of %lld (%.2f %%)\n",
                static_cast<long long>(estimate.trainableParameters),
                static_cast<long long>(estimate.totalParameters), share);
    std::printf("optimiser steps       %lld\n", static_cast<long long>(estimate.optimizerSteps));
    std::printf("peak memory           %.0f MB (%.0f MB free)\n",
                static_cast<double>(estimate.trainMemoryBytes) / 1e6,
                static_cast<double>(estimate.freeMemoryBytes) / 1e6);
    std::printf("time                  %.4g s a step, %.1f s an epoch, %.1f s in all\n",
                estimate.secondsPerStep, estimate.secondsPerEpoch, estimate.secondsTotal);
    std::printf("disk                  %.0f MB\n", static_cast<double>(estimate.diskBytes) / 1e6);
    for (const Problem &problem : estimate.problems)
        std::printf("%s: %s. %s\n", problem.path.c_str(), problem.message.c_str(),
                    problem.hint.c_str());
}

int dryRun(const Recipe &recipe, bool asJson)
{
    RunControl control;
    const StopOnSignal stopOnSignal(control);
    const Result<Estimate> estimate = engine::dryRun(recipe, engine::findResourceFolder(), control);
    if (!estimate)
        return report(estimate.error());
    if (asJson)
        printJson(toJson(*estimate));
    else
        print(*estimate);
    return kDone;
}

/// Runs a registered run to its end and tells the result.
int execute(RunId id, const fs::path &folder, const SessionOptions &session, bool asJson)
{
    RunControl control;
    const StopOnSignal stopOnSignal(control);
    const auto backend = engine::makeRunBackend(engine::findResourceFolder());
    ConsoleSink console;
    const Result<RunOutcome> outcome = RunSession::run(id, session, *backend, control, &console);
    if (!outcome)
        return report(outcome.error());
    json result = { { "run", id },
                    { "folder", folder.string() },
                    { "state", outcome->isCancelled ? "cancelled" : "finished" },
                    { "steps", outcome->steps } };
    if (!outcome->isCancelled) {
        if (const Result<std::string> text = readFile(RunFolder { folder }.result()))
            result.update(json::parse(*text, nullptr, false));
    }
    if (asJson)
        printJson(result);
    else if (outcome->isCancelled)
        std::fprintf(stderr, "stopped at step %lld; go on with: tamiz resume %s\n",
                     static_cast<long long>(outcome->steps), folder.c_str());
    else
        std::fprintf(stderr, "finished: %s\n", outcome->finalFolder.c_str());
    return outcome->isCancelled ? kCancelled : kDone;
}

fs::path chosenHome(const cxxopts::ParseResult &options)
{
    return options.count("home") ? fs::path(options["home"].as<std::string>()) : defaultHome();
}

cxxopts::Options runOptions(const char *name, const char *summary, const char *positional)
{
    cxxopts::Options options(std::string("tamiz ") + name, summary);
    options.positional_help(positional);
    options.add_options()("out", "run folder to create (default: below the store's folder)",
                          cxxopts::value<std::string>(),
                          "DIR")("set", "change a field of the recipe, may be repeated",
                                 cxxopts::value<std::vector<std::string>>(), "PATH=VALUE")(
        "dry-run", "one training and one evaluation step: parameters, memory, time")(
        "threads", "threads of the engine", cxxopts::value<int>(),
        "N")("json", "one JSON object on standard output")(
        "home", "folder of the store (default: $TAMIZ_HOME)", cxxopts::value<std::string>(),
        "DIR")("recipe", "", cxxopts::value<std::string>());
    options.parse_positional({ "recipe" });
    return options;
}

int runRecipe(const char *name, const char *summary, const Arguments &arguments, bool needsPretrain)
{
    cxxopts::Options options = runOptions(name, summary, "RECIPE.yaml");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("recipe") == 0) {
        std::fprintf(stderr, "tamiz %s: which recipe?\n%s\n", name, options.help().c_str());
        return kUsage;
    }
    const std::string path = (*parsed)["recipe"].as<std::string>();
    const std::optional<Recipe> recipe = readRecipe(path, assignments(*parsed), exitCode);
    if (!recipe)
        return exitCode;
    if (needsPretrain != recipe->pretrain.has_value()) {
        std::fprintf(stderr, "%s: a recipe %s section 'pretrain' is for tamiz %s\n", path.c_str(),
                     needsPretrain ? "without a" : "with a", needsPretrain ? "run" : "pretrain");
        return kInvalidInput;
    }
    const bool asJson = parsed->count("json") > 0;
    if (parsed->count("dry-run"))
        return dryRun(*recipe, asJson);

    SessionOptions session;
    session.home = chosenHome(*parsed);
    if (parsed->count("out"))
        session.folder = fs::absolute((*parsed)["out"].as<std::string>());
    const Result<RunId> id = RunSession::enqueue(*recipe, session);
    if (!id)
        return report(id.error());
    const auto store = RunStore::open(session.home / "tamiz.db");
    if (!store)
        return report(store.error());
    const Result<RunRecord> record = (*store)->run(*id);
    if (!record)
        return report(record.error());
    return execute(*id, record->folder, session, asJson);
}

} // namespace

int runCommand(const Arguments &arguments)
{
    return runRecipe("run", "Trains a recipe", arguments, false);
}

int pretrainCommand(const Arguments &arguments)
{
    return runRecipe("pretrain", "Trains a tokenizer and a model from scratch", arguments, true);
}

int resumeCommand(const Arguments &arguments)
{
    cxxopts::Options options("tamiz resume", "Goes on from the last good checkpoint of a run");
    options.positional_help("RUN_DIR");
    options.add_options()("json", "one JSON object on standard output")(
        "home", "folder of the store", cxxopts::value<std::string>(),
        "DIR")("folder", "", cxxopts::value<std::string>());
    options.parse_positional({ "folder" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("folder") == 0) {
        std::fprintf(stderr, "tamiz resume: which run folder?\n");
        return kUsage;
    }
    SessionOptions session;
    session.home = chosenHome(*parsed);
    session.folder = fs::weakly_canonical((*parsed)["folder"].as<std::string>());
    const Result<RunId> id = RunSession::findOrAdopt(session.folder, session);
    if (!id)
        return report(id.error());
    return execute(*id, session.folder, session, parsed->count("json") > 0);
}

} // namespace tamiz::cli
