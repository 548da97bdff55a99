// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/model_options.h"
#include "app/cli/recipe_file.h"
#include "core/engine/data/resources.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/recipe/recipe_io.h"
#include "core/tokens/token_classes.h"

namespace tamiz::cli {

namespace fs = std::filesystem;
using nlohmann::json;

int evaluateCommand(const Arguments &arguments)
{
    cxxopts::Options options = modelOptions("evaluate", "Measures a model on data");
    options.add_options()("data", "data file, may be repeated",
                          cxxopts::value<std::vector<std::string>>(),
                          "FILE")("reference", "text that should not be forgotten, may be repeated",
                                  cxxopts::value<std::vector<std::string>>(),
                                  "FILE")("reliance", "reliance on each token class")(
        "recipe", "take the token classes of a recipe", cxxopts::value<std::string>(), "FILE")(
        "seed", "of the masked positions", cxxopts::value<std::uint64_t>()->default_value("42"),
        "N")("precision", "auto (bf16 where the processor has it), fp32 or bf16",
             cxxopts::value<std::string>()->default_value("fp32"),
             "P")("json", "one JSON object on standard output");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    const std::optional<ModelOptions> choice = chosenModel(*parsed, exitCode);
    if (!choice)
        return exitCode;
    if (parsed->count("data") == 0 && parsed->count("reference") == 0) {
        std::fprintf(stderr, "tamiz evaluate: which --data or --reference?\n");
        return kUsage;
    }
    const auto precision = named((*parsed)["precision"].as<std::string>(),
                                 { Precision::Auto, Precision::Fp32, Precision::Bf16 });
    if (!precision) {
        std::fputs("tamiz evaluate: --precision is auto, fp32 or bf16\n", stderr);
        return kUsage;
    }
    Result<Recipe> recipe = engine::evaluationRecipe(choice->model, choice->task);
    if (!recipe)
        return report(recipe.error());
    const fs::path resources = engine::findResourceFolder();
    if (parsed->count("data"))
        recipe->data.test = (*parsed)["data"].as<std::vector<std::string>>();
    if (parsed->count("reference")) {
        for (const std::string &path : (*parsed)["reference"].as<std::vector<std::string>>())
            recipe->data.reference.push_back({ fs::path(path).stem(), path, 0 });
    }
    recipe->seed = (*parsed)["seed"].as<std::uint64_t>();
    recipe->evaluation.reliance = parsed->count("reliance") > 0;
    recipe->masking.classes = defaultTokenClasses();
    if (parsed->count("recipe")) {
        const std::optional<Recipe> other
            = readTokenClasses((*parsed)["recipe"].as<std::string>(), exitCode);
        if (!other)
            return exitCode;
        recipe->masking.classes = other->masking.classes;
        if (needsTrainingData(other->masking.classes))
            recipe->data.train = other->data.train;
    }
    recipe->training.threads = choice->threads;
    recipe->training.precision = *precision;
    *recipe = engine::resolvePaths(*recipe, resources);

    RunControl control;
    const StopOnSignal stopOnSignal(control);
    const auto values = engine::evaluateModel(*recipe, choice->model, control);
    if (!values)
        return report(values.error());
    if (parsed->count("json")) {
        json metrics = json::object();
        for (const auto &[key, value] : *values)
            metrics[toString(key)] = value;
        const json result = { { "metrics", metrics } };
        printJson(result);
        return kDone;
    }
    for (const auto &[key, value] : *values)
        std::printf("%-48s %.5f\n", toString(key).c_str(), value);
    return kDone;
}

} // namespace tamiz::cli
