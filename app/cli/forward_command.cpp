// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/engine/model/forward_file.h"

namespace tamiz::cli {

int forwardCommand(const Arguments &arguments)
{
    cxxopts::Options options(
        "tamiz forward",
        "One pass of a model on the tensors of a file, for comparison with other programs");
    options.positional_help("DIR");
    options.add_options()("folder", "model folder", cxxopts::value<std::string>(), "DIR")(
        "input",
        "safetensors file with <prefix>input_ids, attention_mask, token_type_ids, labels ...",
        cxxopts::value<std::string>(),
        "FILE")("prefix", "of the tensor names", cxxopts::value<std::string>()->default_value(""),
                "P")("output", "safetensors file to write", cxxopts::value<std::string>(),
                     "FILE")("adapter", "PEFT adapter folder", cxxopts::value<std::string>(),
                             "DIR")("grad", "write the gradient of every parameter that trains")(
        "head",
        "sequence-classification, token-classification, masked-lm, question-answering or causal-lm",
        cxxopts::value<std::string>(), "H")("json", "one JSON object on standard output");
    options.parse_positional({ "folder" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    for (const char *needed : { "folder", "input", "output" }) {
        if (parsed->count(needed) == 0) {
            std::fprintf(stderr, "tamiz forward: %s is missing\n%s\n",
                         needed == std::string("folder") ? "DIR"
                                                         : (std::string("--") + needed).c_str(),
                         options.help().c_str());
            return kUsage;
        }
    }
    engine::ForwardFileOptions forward;
    forward.model = (*parsed)["folder"].as<std::string>();
    forward.input = (*parsed)["input"].as<std::string>();
    forward.prefix = (*parsed)["prefix"].as<std::string>();
    forward.output = (*parsed)["output"].as<std::string>();
    if (parsed->count("adapter"))
        forward.adapter = (*parsed)["adapter"].as<std::string>();
    forward.needsGradients = parsed->count("grad") > 0;
    if (parsed->count("head"))
        forward.head = (*parsed)["head"].as<std::string>();

    const auto result = engine::forwardFile(forward);
    if (!result)
        return report(result.error());
    for (const Problem &problem : result->problems)
        std::fprintf(stderr, "tamiz: %s: %s\n", problem.path.c_str(), problem.message.c_str());
    if (parsed->count("json")) {
        const nlohmann::json object
            = { { "output", forward.output.string() },
                { "tensors", result->tensors },
                { "loss", result->loss ? nlohmann::json(*result->loss) : nlohmann::json() } };
        printJson(object);
        return kDone;
    }
    if (result->loss)
        std::printf("loss %.9g\n", *result->loss);
    std::printf("%zu tensors written to %s\n", result->tensors.size(), forward.output.c_str());
    return kDone;
}

} // namespace tamiz::cli
