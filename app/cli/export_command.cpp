// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/engine/export/exporter.h"
#include "core/engine/export/llama2c.h"
#include "core/store/run_store.h"

namespace tamiz::cli {

namespace {

/// Prints where the copy lies and what it holds.
int answer(const Result<ExportReport> &result, bool asJson)
{
    if (!result)
        return report(result.error());
    if (asJson) {
        const nlohmann::json object = { { "folder", result->folder.string() },
                                        { "files", result->files },
                                        { "largest_difference", result->largestDifference } };
        printJson(object);
        return kDone;
    }
    std::printf("%s\n", result->folder.c_str());
    for (const std::string &file : result->files)
        std::printf("  %s\n", file.c_str());
    std::printf("read back; largest difference of a logit: %.3g\n", result->largestDifference);
    return kDone;
}

/// What the engine's libraries throw becomes a failure of the command.
template<typename Function>
int guardedAnswer(Function &&function, bool asJson)
{
    try {
        return answer(function(), asJson);
    } catch (const std::exception &error) {
        return report({ ErrorCode::Internal, error.what(), {}, {}, {} });
    }
}

std::filesystem::path path(const cxxopts::ParseResult &options, const char *name)
{
    return options.count(name) ? std::filesystem::path(options[name].as<std::string>())
                               : std::filesystem::path();
}

} // namespace

int exportCommand(const Arguments &arguments)
{
    cxxopts::Options options(
        "tamiz export",
        "Writes a run's result, an adapter or a model in files that other programs read");
    options.positional_help("RUN_OR_ADAPTER");
    options.add_options()("source", "run, adapter or model folder", cxxopts::value<std::string>(),
                          "DIR")("format", "peft, merged or merged-f16",
                                 cxxopts::value<std::string>()->default_value("peft"),
                                 "F")("out", "new folder", cxxopts::value<std::string>(), "DIR")(
        "base", "base model, where the adapter's own path does not hold",
        cxxopts::value<std::string>(), "DIR")("json", "one JSON object on standard output");
    options.parse_positional({ "source" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("source") == 0 || parsed->count("out") == 0) {
        std::fputs("tamiz export: give a run or adapter folder and --out\n", stderr);
        return kUsage;
    }
    return guardedAnswer(
        [&] {
            return engine::exportRun(path(*parsed, "source"), (*parsed)["format"].as<std::string>(),
                                     path(*parsed, "out"), path(*parsed, "base"));
        },
        parsed->count("json") > 0);
}

int importCommand(const Arguments &arguments)
{
    cxxopts::Options options("tamiz import",
                             "Copies a model or adapter folder, or a file of llama2.c, into the "
                             "library, after loading it once");
    options.positional_help("DIR");
    options.add_options()("source", "model or adapter folder, or a model file of llama2.c",
                          cxxopts::value<std::string>(), "DIR")(
        "name", "in the library (default: the folder's own)", cxxopts::value<std::string>(),
        "NAME")("library", "library folder (default: models/ beside the run store)",
                cxxopts::value<std::string>(),
                "DIR")("base", "base model, where the adapter's own path does not hold",
                       cxxopts::value<std::string>(), "DIR")(
        "tokenizer", "SentencePiece model of a llama2.c file", cxxopts::value<std::string>(),
        "FILE")("json", "one JSON object on standard output");
    options.parse_positional({ "source" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("source") == 0) {
        std::fputs("tamiz import: which folder?\n", stderr);
        return kUsage;
    }
    std::error_code status;
    const std::filesystem::path source
        = std::filesystem::weakly_canonical(path(*parsed, "source"), status);
    const bool isFile = std::filesystem::is_regular_file(source, status);
    if (isFile && parsed->count("tokenizer") == 0) {
        std::fputs("tamiz import: a model file needs its --tokenizer\n", stderr);
        return kUsage;
    }
    const std::string name = parsed->count("name") ? (*parsed)["name"].as<std::string>()
        : isFile                                   ? source.stem().string()
                                                   : source.filename().string();
    const std::filesystem::path library
        = parsed->count("library") ? path(*parsed, "library") : defaultHome() / "models";
    return guardedAnswer(
        [&] {
            if (isFile)
                return engine::importLlama2c(source, path(*parsed, "tokenizer"), library, name);
            return engine::importFolder(path(*parsed, "source"), library, name,
                                        path(*parsed, "base"));
        },
        parsed->count("json") > 0);
}

} // namespace tamiz::cli
