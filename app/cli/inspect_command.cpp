// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <iostream>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "core/engine/adapters/adapter_info.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/engine/model/inspect.h"

namespace tamiz::cli {

namespace {

using nlohmann::json;

json toJson(const std::vector<Problem> &problems)
{
    json list = json::array();
    for (const Problem &problem : problems) {
        list.push_back({ { "severity", problem.severity == Severity::Error ? "error" : "warning" },
                         { "path", problem.path },
                         { "message", problem.message },
                         { "hint", problem.hint } });
    }
    return list;
}

json toJson(const engine::ModelInspection &model)
{
    json tensors = json::array();
    for (const engine::TensorInfo &tensor : model.tensors) {
        tensors.push_back({ { "name", tensor.name },
                            { "dtype", tensor.dtype },
                            { "shape", tensor.shape },
                            { "file", tensor.file } });
    }
    json labels = json::array();
    for (const auto &[id, name] : model.config.id2label)
        labels.push_back(name);
    return { { "kind", "model" },
             { "model_type", model.config.modelType },
             { "architectures", model.config.architectures },
             { "head", toString(model.head) },
             { "parameters", model.parameters },
             { "embedding_parameters", model.embeddingParameters },
             { "layer_parameters", model.layerParameters },
             { "head_parameters", model.headParameters },
             { "layers", model.config.layers },
             { "hidden_size", model.config.hiddenSize },
             { "heads", model.config.heads },
             { "intermediate_size", model.config.intermediateSize },
             { "vocab_size", model.config.vocabSize },
             { "max_positions", model.config.maxPositions },
             { "labels", labels },
             { "has_masked_lm_head", model.hasVocabularyHead && !model.config.decoder },
             { "has_language_head", model.hasVocabularyHead && model.config.decoder },
             { "tokenizer", model.tokenizer },
             { "tokenizer_size", model.vocabSize },
             { "tensors", tensors },
             { "missing", model.missing },
             { "unexpected", model.unexpected },
             { "problems", toJson(model.problems) } };
}

json toJson(const engine::AdapterInfo &adapter)
{
    return { { "kind", "adapter" },
             { "base_model", adapter.baseModel },
             { "head", toString(adapter.head) },
             { "labels", adapter.labels },
             { "rank", adapter.rank },
             { "alpha", adapter.alpha },
             { "target_modules", adapter.targetModules },
             { "parameters", adapter.parameters } };
}

void print(const engine::ModelInspection &model)
{
    const engine::ModelConfig &config = model.config;
    std::printf("%s, %lld layers x %lld, %lld heads, FFN %lld, vocabulary %lld, %lld positions\n",
                config.modelType.c_str(), static_cast<long long>(config.layers),
                static_cast<long long>(config.hiddenSize), static_cast<long long>(config.heads),
                static_cast<long long>(config.intermediateSize),
                static_cast<long long>(config.vocabSize),
                static_cast<long long>(config.maxPositions));
    std::printf("head        %s\n", toString(model.head));
    std::printf("parameters  %lld (embeddings %lld, each layer %lld, head %lld)\n",
                static_cast<long long>(model.parameters),
                static_cast<long long>(model.embeddingParameters),
                static_cast<long long>(model.layerParameters),
                static_cast<long long>(model.headParameters));
    std::printf("tokenizer   %s, %lld tokens\n",
                model.tokenizer.empty() ? "none" : model.tokenizer.c_str(),
                static_cast<long long>(model.vocabSize));
    std::printf("tensors     %zu in the files, %zu missing, %zu not used\n", model.tensors.size(),
                model.missing.size(), model.unexpected.size());
    for (const std::string &name : model.missing)
        std::printf("  missing   %s\n", name.c_str());
    for (const std::string &name : model.unexpected)
        std::printf("  not used  %s\n", name.c_str());
    for (const Problem &problem : model.problems) {
        std::printf("%s: %s: %s\n", problem.severity == Severity::Error ? "error" : "warning",
                    problem.path.c_str(), problem.message.c_str());
    }
}

} // namespace

int inspectCommand(const Arguments &arguments)
{
    cxxopts::Options options("tamiz inspect", "What a model or adapter folder holds");
    options.positional_help("DIR");
    options.add_options()("folder", "model or adapter folder, or 'bundled'",
                          cxxopts::value<std::string>(),
                          "DIR")("json", "one JSON object on standard output");
    options.parse_positional({ "folder" });
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    if (parsed->count("folder") == 0) {
        std::fputs("tamiz inspect: which folder?\n", stderr);
        return kUsage;
    }
    const std::filesystem::path folder = engine::resolveResource(
        (*parsed)["folder"].as<std::string>(), engine::findResourceFolder());
    const bool asJson = parsed->count("json") > 0;

    if (engine::isAdapterFolder(folder)) {
        const auto adapter = engine::inspectAdapter(folder);
        if (!adapter)
            return report(adapter.error());
        if (asJson)
            printJson(toJson(*adapter));
        else
            std::printf("LoRA adapter, rank %lld, alpha %g, %lld parameters\nbase  %s\nhead  %s\n",
                        static_cast<long long>(adapter->rank), adapter->alpha,
                        static_cast<long long>(adapter->parameters), adapter->baseModel.c_str(),
                        toString(adapter->head));
        return kDone;
    }
    const auto model = engine::inspectModelFolder(folder);
    if (!model)
        return report(model.error());
    if (asJson)
        printJson(toJson(*model));
    else
        print(*model);
    return hasErrors(model->problems) ? kInvalidInput : kDone;
}

} // namespace tamiz::cli
