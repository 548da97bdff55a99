// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/run_lookup.h"
#include "app/cli/text_table.h"

namespace tamiz::cli {

namespace {

using Json = nlohmann::ordered_json;

struct RunsOptions
{
    std::string home;
    std::string group;
    std::string state;
    bool withArchived = false;
    bool isJson = false;
};

Json toJson(const RunRecord &run)
{
    Json json { { "id", run.id },
                { "name", run.name },
                { "group", run.group },
                { "state", toString(run.state) },
                { "message", run.message },
                { "folder", run.folder.string() },
                { "step", run.step },
                { "total_steps", run.totalSteps },
                { "created", timeText(run.createdAt) } };
    json["started"] = run.startedAt ? Json(timeText(*run.startedAt)) : Json();
    json["ended"] = run.endedAt ? Json(timeText(*run.endedAt)) : Json();
    json["parent"] = run.parent ? Json(*run.parent) : Json();
    json["tags"] = run.tags;
    json["notes"] = run.notes;
    json["archived"] = run.isArchived;
    json["loss"] = run.sparkline.empty() ? Json() : Json(run.sparkline.back());
    return json;
}

void printTable(const std::vector<RunRecord> &runs)
{
    TextTable table({ "RUN", "STATE", "STEP", "LOSS", "CREATED", "GROUP", "NAME" });
    for (const RunRecord &run : runs) {
        const std::string step = run.totalSteps > 0
            ? std::to_string(run.step) + '/' + std::to_string(run.totalSteps)
            : std::string();
        table.add({ std::to_string(run.id), toString(run.state), step,
                    run.sparkline.empty() ? std::string() : numberText(run.sparkline.back()),
                    timeText(run.createdAt), run.group, run.name });
    }
    table.print(stdout);
}

int listRuns(const RunsOptions &options)
{
    if (!options.state.empty() && !runStateFromString(options.state)) {
        std::fprintf(stderr, "tamiz runs: unknown state '%s'\n", options.state.c_str());
        return kUsage;
    }
    const auto store = openStore(options.home);
    if (!store)
        return report(store.error());
    std::vector<RunRecord> runs;
    if (*store) {
        auto found = (*store)->runs(options.withArchived);
        if (!found)
            return report(found.error());
        runs = std::move(*found);
    }
    std::erase_if(runs, [&options](const RunRecord &run) {
        return (!options.group.empty() && run.group != options.group)
            || (!options.state.empty() && toString(run.state) != options.state);
    });

    if (options.isJson) {
        Json list = Json::array();
        for (const RunRecord &run : runs)
            list.push_back(toJson(run));
        printJson(list);
    } else if (runs.empty()) {
        std::fprintf(stderr, "No runs in %s\n", options.home.c_str());
    } else {
        printTable(runs);
    }
    return kDone;
}

} // namespace

int runsCommand(const Arguments &arguments)
{
    cxxopts::Options description("tamiz runs", "Lists the runs of the store, newest first");
    RunsOptions options;
    description.add_options()("home", "folder of the store (default: $TAMIZ_HOME)",
                              cxxopts::value(options.home)->default_value(defaultHome().string()),
                              "DIR")("group", "only this group", cxxopts::value(options.group),
                                     "NAME")("state", "only runs in this state",
                                             cxxopts::value(options.state), "STATE")(
        "all", "archived runs too", cxxopts::value(options.withArchived))(
        "json", "one JSON array on standard output", cxxopts::value(options.isJson));
    int exitCode = kDone;
    if (!parseArguments(description, arguments, exitCode))
        return exitCode;
    return listRuns(options);
}

} // namespace tamiz::cli
