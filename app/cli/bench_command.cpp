// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/engine/bench/tokenize_bench.h"
#include "core/engine/bench/train_bench.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::cli {

namespace {

int benchTrain(const Arguments &arguments)
{
    cxxopts::Options options("tamiz bench train", "Times training steps of a random model");
    options.add_options()("preset", "bert-mini, distil, bert-base, gpt2-small or llama-small",
                          cxxopts::value<std::string>()->default_value("bert-mini"), "P")(
        "mode", "full, freeze:K or lora", cxxopts::value<std::string>()->default_value("full"),
        "M")("task", "cls or mlm (encoders)", cxxopts::value<std::string>()->default_value("cls"),
             "T")("B", "rows", cxxopts::value<std::int64_t>()->default_value("8"), "N")(
        "T", "tokens a row", cxxopts::value<std::int64_t>()->default_value("128"),
        "N")("steps", "counted steps", cxxopts::value<int>()->default_value("10"),
             "N")("warmup", "steps before", cxxopts::value<int>()->default_value("2"), "N")(
        "lengths", "fixed or var", cxxopts::value<std::string>()->default_value("fixed"), "L")(
        "device", "auto, cpu or cuda", cxxopts::value<std::string>()->default_value("auto"), "D")(
        "precision", "auto, fp32 or bf16", cxxopts::value<std::string>()->default_value("auto"),
        "P")("seed", "of ids and lengths", cxxopts::value<std::uint64_t>()->default_value("1"),
             "N")("threads", "threads of the engine", cxxopts::value<int>()->default_value("0"),
                  "N")("cache", "on: freeze:K as from the second epoch on",
                       cxxopts::value<std::string>()->default_value("off"),
                       "on|off")("gradient-checkpointing", "layers compute again in backward")(
        "json", "one JSON object on standard output");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    const std::string lengths = (*parsed)["lengths"].as<std::string>();
    const auto device
        = named((*parsed)["device"].as<std::string>(), { Device::Auto, Device::Cpu, Device::Cuda });
    const auto precision = named((*parsed)["precision"].as<std::string>(),
                                 { Precision::Auto, Precision::Fp32, Precision::Bf16 });
    const std::string cache = (*parsed)["cache"].as<std::string>();
    if ((lengths != "fixed" && lengths != "var") || !device || !precision
        || (cache != "on" && cache != "off")) {
        std::fprintf(stderr,
                     "tamiz bench train: --lengths is fixed or var, --device auto, cpu or cuda, "
                     "--precision auto, fp32 or bf16, --cache on or off\n");
        return kUsage;
    }
    engine::TrainBenchOptions bench;
    bench.preset = (*parsed)["preset"].as<std::string>();
    bench.mode = (*parsed)["mode"].as<std::string>();
    bench.task = (*parsed)["task"].as<std::string>();
    bench.batchSize = (*parsed)["B"].as<std::int64_t>();
    bench.length = (*parsed)["T"].as<std::int64_t>();
    bench.steps = (*parsed)["steps"].as<int>();
    bench.warmup = (*parsed)["warmup"].as<int>();
    bench.hasVariableLengths = lengths == "var";
    bench.seed = (*parsed)["seed"].as<std::uint64_t>();
    bench.device = *device;
    bench.precision = *precision;
    bench.isCached = cache == "on";
    bench.checkpointsLayers = parsed->count("gradient-checkpointing") > 0;
    bench.threads = (*parsed)["threads"].as<int>();

    RunControl control;
    const StopOnSignal stopOnSignal(control);
    const auto result = engine::benchTraining(bench, control);
    if (!result)
        return report(result.error());
    const nlohmann::json json { { "preset", bench.preset },
                                { "mode", bench.mode },
                                { "task", bench.task },
                                { "tokens_per_s", result->tokensPerSecond },
                                { "ms_per_step_min", result->msPerStepMin },
                                { "ms_per_step_median", result->msPerStepMedian },
                                { "peak_rss_mb", result->peakRssMb },
                                { "peak_gpu_mb", result->peakGpuMb },
                                { "trainable_parameters", result->trainableParameters },
                                { "loss_first", result->lossFirst },
                                { "loss_last", result->lossLast },
                                { "device", result->device },
                                { "precision", result->precision },
                                { "gemm_share", result->gemmShare },
                                { "gemm_gflops", result->gemmGflops },
                                { "threads", result->threads } };
    std::puts(json.dump(parsed->count("json") ? -1 : 2).c_str());
    return kDone;
}

int benchTokenize(const Arguments &arguments)
{
    cxxopts::Options options("tamiz bench tokenize",
                             "Times the encoding of a text file, line by line, on one thread");
    options.positional_help("DIR FILE");
    options.add_options()("folder", "model folder, or 'bundled'", cxxopts::value<std::string>(),
                          "DIR")("file", "UTF-8 text", cxxopts::value<std::string>(),
                                 "FILE")("rounds", "over the file; the first is not counted",
                                         cxxopts::value<int>()->default_value("5"),
                                         "N")("json", "one JSON object on standard output");
    options.parse_positional({ "folder", "file" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("folder") == 0 || parsed->count("file") == 0) {
        std::fputs("tamiz bench tokenize: which model folder, and which file?\n", stderr);
        return kUsage;
    }
    const engine::TokenizeBenchOptions bench {
        .folder = engine::resolveResource((*parsed)["folder"].as<std::string>(),
                                          engine::findResourceFolder()),
        .file = (*parsed)["file"].as<std::string>(),
        .rounds = (*parsed)["rounds"].as<int>(),
    };
    RunControl control;
    const StopOnSignal stopOnSignal(control);
    const auto result = engine::benchTokenizing(bench, control);
    if (!result)
        return report(result.error());
    const nlohmann::json json { { "tokenizer", result->kind },
                                { "bytes", result->bytes },
                                { "lines", result->lines },
                                { "tokens", result->tokens },
                                { "load_ms", result->loadMs },
                                { "seconds_min", result->secondsMin },
                                { "seconds_median", result->secondsMedian },
                                { "mb_per_s", result->megabytesPerSecond() },
                                { "tokens_per_s", result->tokensPerSecond() },
                                { "threads", 1 } };
    std::puts(json.dump(parsed->count("json") ? -1 : 2).c_str());
    return kDone;
}

} // namespace

void BenchProgress::show(double done)
{
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - m_begin;
    (void)m_console.record(
        { std::chrono::system_clock::now(),
          Progress { .phase = m_phase,
                     .phaseDone = done,
                     .secondsLeft = done > 0 ? taken.count() * (1 - done) / done : -1 } });
}

void BenchProgress::end(const std::string &text)
{
    (void)m_console.record({ std::chrono::system_clock::now(), LogLine { LogLevel::Info, text } });
}

int benchCommand(const Arguments &arguments)
{
    const Arguments more(arguments.begin() + (arguments.empty() ? 0 : 1), arguments.end());
    if (!arguments.empty() && arguments.front() == "train")
        return benchTrain(more);
    if (!arguments.empty() && arguments.front() == "tokenize")
        return benchTokenize(more);
    if (!arguments.empty() && arguments.front() == "reliance")
        return benchReliance(more);
    if (!arguments.empty() && arguments.front() == "store")
        return benchStore(more);
    std::fprintf(
        stderr,
        "usage: tamiz bench train|tokenize|reliance|store [options]   (--help names them)\n");
    return kUsage;
}

} // namespace tamiz::cli
