// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include "app/cli/bench.h"
#include "core/engine/bench/reliance_bench.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::cli {

int benchReliance(const Arguments &arguments)
{
    const engine::RelianceBenchOptions standard;
    cxxopts::Options options(
        "tamiz bench reliance",
        "Times reliance on ten token classes against one evaluation, of the model "
        "in the folder DIR or, where none is named, of the bundled one");
    options.positional_help("[DIR]");
    options.add_options()("model", "model folder, or 'bundled'",
                          cxxopts::value<std::string>()->default_value("bundled"),
                          "DIR")("data", "rows of a text classification",
                                 cxxopts::value<std::string>()->default_value(
                                     "bundled:data/libreoffice-modules/train.jsonl"),
                                 "FILE")(
        "task",
        "classification (with a new head where the folder has none), masked-lm or causal-lm",
        cxxopts::value<std::string>()->default_value(toString(standard.task)),
        "T")("rows", "rows; those of the file, again and again where it has fewer",
             cxxopts::value<std::int64_t>()->default_value(std::to_string(standard.rows)),
             "N")("B", "rows a batch",
                  cxxopts::value<int>()->default_value(std::to_string(standard.batchSize)),
                  "N")("T", "tokens a row at most",
                       cxxopts::value<int>()->default_value(std::to_string(standard.length)), "N")(
        "device", "auto, cpu or cuda", cxxopts::value<std::string>()->default_value("auto"), "D")(
        "precision", "auto, fp32 or bf16", cxxopts::value<std::string>()->default_value("auto"),
        "P")("threads", "threads of the engine", cxxopts::value<int>()->default_value("0"),
             "N")("json", "one JSON object on standard output");
    options.parse_positional({ "model" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    const auto task = taskTypeNamed((*parsed)["task"].as<std::string>());
    const auto device
        = named((*parsed)["device"].as<std::string>(), { Device::Auto, Device::Cpu, Device::Cuda });
    const auto precision = named((*parsed)["precision"].as<std::string>(),
                                 { Precision::Auto, Precision::Fp32, Precision::Bf16 });
    if (!task || !device || !precision) {
        std::fputs("tamiz bench reliance: --task is classification, masked-lm or causal-lm, "
                   "--device auto, cpu or cuda, --precision auto, fp32 or bf16\n",
                   stderr);
        return kUsage;
    }
    const auto resources = engine::findResourceFolder();
    engine::RelianceBenchOptions bench;
    bench.model = engine::resolveResource((*parsed)["model"].as<std::string>(), resources);
    bench.data = engine::resolveResource((*parsed)["data"].as<std::string>(), resources);
    bench.task = *task;
    bench.rows = (*parsed)["rows"].as<std::int64_t>();
    bench.batchSize = (*parsed)["B"].as<int>();
    bench.length = (*parsed)["T"].as<int>();
    bench.device = *device;
    bench.precision = *precision;
    bench.threads = (*parsed)["threads"].as<int>();

    RunControl control;
    const StopOnSignal stopOnSignal(control);
    BenchProgress progress("evaluating");
    const auto result
        = engine::benchReliance(bench, control, [&progress](double done) { progress.show(done); });
    if (!result)
        return report(result.error());
    progress.end(fmt::format("reliance on {} classes took {:.2f} times one evaluation",
                             result->classes, result->ratio()));
    const nlohmann::json json { { "task", toString(bench.task) },
                                { "rows", bench.rows },
                                { "tokens", result->tokens },
                                { "classes", result->classes },
                                { "evaluation_s", result->plainSeconds },
                                { "reliance_s", result->relianceSeconds },
                                { "ratio", result->ratio() },
                                { "tokens_per_s",
                                  static_cast<double>(result->tokens) / result->plainSeconds },
                                { "loss", result->loss },
                                { "device", result->device },
                                { "precision", result->precision },
                                { "threads", result->threads } };
    std::puts(json.dump(parsed->count("json") ? -1 : 2).c_str());
    return kDone;
}

} // namespace tamiz::cli
