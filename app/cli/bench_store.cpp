// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include "app/cli/bench.h"
#include "core/store/store_bench.h"

namespace tamiz::cli {

int benchStore(const Arguments &arguments)
{
    const StoreBenchOptions standard;
    cxxopts::Options options("tamiz bench store",
                             "Writes a store of runs, then times opening it with the list of all "
                             "runs, and reading the curves of a run");
    options.add_options()(
        "runs", "runs in the store",
        cxxopts::value<std::int64_t>()->default_value(std::to_string(standard.runs)),
        "N")("series", "curves of a run",
             cxxopts::value<std::int64_t>()->default_value(std::to_string(standard.series)),
             "N")("points", "points of a curve",
                  cxxopts::value<std::int64_t>()->default_value(std::to_string(standard.points)),
                  "N")("folder",
                       "keep the store there, and read the one of a call before with the same "
                       "numbers (default: a temporary folder)",
                       cxxopts::value<std::string>()->default_value(""),
                       "DIR")("rounds", "openings, and runs that are read",
                              cxxopts::value<int>()->default_value(std::to_string(standard.rounds)),
                              "N")("json", "one JSON object on standard output");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    StoreBenchOptions bench;
    bench.runs = (*parsed)["runs"].as<std::int64_t>();
    bench.series = (*parsed)["series"].as<std::int64_t>();
    bench.points = (*parsed)["points"].as<std::int64_t>();
    if (parsed->count("folder"))
        bench.folder = (*parsed)["folder"].as<std::string>();
    bench.rounds = (*parsed)["rounds"].as<int>();

    RunControl control;
    const StopOnSignal stopOnSignal(control);
    BenchProgress progress("writing the store");
    const auto result
        = benchStore(bench, control, [&progress](double done) { progress.show(done); });
    if (!result)
        return report(result.error());
    const std::int64_t points = bench.runs * bench.series * bench.points;
    const double megabytes = static_cast<double>(result->bytes) / 1e6;
    progress.end(result->isReused ? fmt::format("the folder held the store: {:.1f} MB", megabytes)
                                  : fmt::format("{:.1f} MB written in {:.1f} s", megabytes,
                                                result->writeSeconds));
    nlohmann::json json { { "runs", bench.runs },
                          { "series", bench.series },
                          { "points", bench.points },
                          { "store_bytes", result->bytes },
                          { "bytes_per_point",
                            static_cast<double>(result->bytes) / static_cast<double>(points) },
                          { "reused", result->isReused },
                          { "rounds", bench.rounds },
                          { "open_and_list_ms_median", result->list.median },
                          { "open_and_list_ms_max", result->list.longest },
                          { "curves_ms_median", result->curves.median },
                          { "curves_ms_max", result->curves.longest } };
    if (!result->isReused) {
        json["write_s"] = result->writeSeconds;
        json["points_per_s"] = static_cast<double>(points) / result->writeSeconds;
    }
    std::puts(json.dump(parsed->count("json") ? -1 : 2).c_str());
    return kDone;
}

} // namespace tamiz::cli
