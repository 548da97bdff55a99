// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/engine/generate/generator.h"

namespace tamiz::cli {

namespace {

using nlohmann::json;

/// The sampling options; an error where a value is out of range.
Result<engine::GenerateOptions> optionsOf(const cxxopts::ParseResult &parsed)
{
    engine::GenerateOptions options;
    options.maxNewTokens = parsed["max-new"].as<std::int64_t>();
    engine::SamplingOptions &sampling = options.sampling;
    sampling.topK = parsed["top-k"].as<std::int64_t>();
    sampling.topP = parsed["top-p"].as<double>();
    sampling.repetitionPenalty = parsed["repetition-penalty"].as<double>();
    sampling.seed = parsed["seed"].as<std::uint64_t>();
    // Who narrows the choice wants one: without a temperature it is that of the model.
    const bool narrows = parsed.count("top-k") > 0 || parsed.count("top-p") > 0;
    sampling.temperature
        = parsed.count("temperature") ? parsed["temperature"].as<double>() : (narrows ? 1 : 0);
    // As typed: a list of cxxopts would be cut at each comma.
    for (const auto &argument : parsed.arguments()) {
        if (argument.key() == "stop")
            options.stops.push_back(argument.value());
    }

    const auto outside = [](const char *option, const char *range) {
        return fail(ErrorCode::InvalidArgument, std::string("must be ") + range, option);
    };
    if (options.maxNewTokens < 1)
        return outside("--max-new", "at least 1");
    if (!(sampling.temperature >= 0 && sampling.temperature <= 100))
        return outside("--temperature", "in 0..100");
    if (sampling.topK < 0)
        return outside("--top-k", "at least 0");
    if (!(sampling.topP > 0 && sampling.topP <= 1))
        return outside("--top-p", "above 0 and at most 1");
    if (!(sampling.repetitionPenalty > 0 && sampling.repetitionPenalty <= 100))
        return outside("--repetition-penalty", "above 0 and at most 100");
    return options;
}

void print(const std::string &piece)
{
    std::fwrite(piece.data(), 1, piece.size(), stdout);
    std::fflush(stdout);
}

} // namespace

int generateCommand(const Arguments &arguments)
{
    cxxopts::Options options("tamiz generate",
                             "Continues a text with a decoder; greedy by default");
    options.add_options()("model", "model folder", cxxopts::value<std::string>(),
                          "DIR")("adapter", "PEFT adapter folder", cxxopts::value<std::string>(),
                                 "DIR")("strength", "factor on the adapter's update, 0..1",
                                        cxxopts::value<double>()->default_value("1"), "S")(
        "prompt", "text to continue", cxxopts::value<std::string>()->default_value(""), "TEXT")(
        "max-new", "new tokens at most", cxxopts::value<std::int64_t>()->default_value("128"),
        "N")("temperature", "0 takes the likeliest token", cxxopts::value<double>(), "T")(
        "top-k", "only the K likeliest tokens; 0 = all",
        cxxopts::value<std::int64_t>()->default_value("0"),
        "K")("top-p", "only the likeliest that reach this probability together",
             cxxopts::value<double>()->default_value("1"),
             "P")("repetition-penalty", "above 1 against repetitions",
                  cxxopts::value<double>()->default_value("1"),
                  "R")("seed", "of the draws", cxxopts::value<std::uint64_t>()->default_value("42"),
                       "N")("stop", "text that ends the answer, may be repeated",
                            cxxopts::value<std::vector<std::string>>(),
                            "TEXT")("json", "one JSON object on standard output");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("model") == 0) {
        std::fprintf(stderr, "tamiz generate: which --model?\n");
        return kUsage;
    }
    const auto wanted = optionsOf(*parsed);
    if (!wanted)
        return report(wanted.error()), kUsage;
    engine::ModelChoice choice;
    choice.model = engine::resolveResource((*parsed)["model"].as<std::string>(),
                                           engine::findResourceFolder());
    if (parsed->count("adapter"))
        choice.adapter = (*parsed)["adapter"].as<std::string>();
    choice.strength = (*parsed)["strength"].as<double>();
    if (!(choice.strength >= 0 && choice.strength <= 1)) {
        std::fprintf(stderr, "tamiz generate: --strength must be in 0..1\n");
        return kUsage;
    }

    const auto generator = engine::Generator::load(choice);
    if (!generator)
        return report(generator.error());
    RunControl control;
    const StopOnSignal stopOnSignal(control);
    const std::string prompt = (*parsed)["prompt"].as<std::string>();
    const bool isJson = parsed->count("json") > 0;
    if (!isJson)
        print(prompt);
    const auto answer
        = (*generator)->generate(prompt, *wanted, control, [&](const std::string &piece) {
              if (!isJson)
                  print(piece);
          });
    if (!answer)
        return report(answer.error());
    if (isJson) {
        const json object = { { "prompt", prompt },
                              { "text", answer->text },
                              { "ids", answer->ids },
                              { "prompt_tokens", answer->promptTokens },
                              { "stop_reason", answer->stopReason },
                              { "seconds", answer->seconds } };
        std::puts(object.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    } else {
        std::puts("");
    }
    return answer->stopReason == "request" ? kCancelled : kDone;
}

} // namespace tamiz::cli
