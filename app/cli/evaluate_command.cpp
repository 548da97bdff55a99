// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/recipe_file.h"
#include "core/engine/data/resources.h"
#include "core/engine/data/task_card.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/recipe/recipe_io.h"
#include "core/tokens/token_classes.h"

namespace tamiz::cli {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

cxxopts::Options modelOptions(const char *name, const char *summary)
{
    cxxopts::Options options(std::string("tamiz ") + name, summary);
    options.add_options()("model", "model folder, or 'bundled'", cxxopts::value<std::string>(),
                          "DIR")("adapter", "PEFT adapter folder", cxxopts::value<std::string>(),
                                 "DIR")("strength", "factor on the adapter's update, 0..1",
                                        cxxopts::value<double>()->default_value("1"), "S")(
        "task",
        "classification, token-classification, masked-lm or causal-lm "
        "(default: what the folder was tuned for)",
        cxxopts::value<std::string>(),
        "T")("max-length", "tokens a row", cxxopts::value<int>(),
             "N")("threads", "threads of the engine", cxxopts::value<int>(), "N");
    return options;
}

struct Chosen
{
    engine::ModelChoice model;
    TaskSection task;
    int threads = 0; ///< 0 = automatic
};

/// What the options choose.
Result<Chosen> readChoice(const cxxopts::ParseResult &options)
{
    if (options.count("model") == 0)
        return fail(ErrorCode::InvalidArgument, "which model?", "--model");
    const fs::path resources = engine::findResourceFolder();
    Chosen result;
    result.model.model = engine::resolveResource(options["model"].as<std::string>(), resources);
    if (options.count("adapter"))
        result.model.adapter = options["adapter"].as<std::string>();
    result.model.strength = options["strength"].as<double>();
    if (result.model.strength < 0 || result.model.strength > 1)
        return fail(ErrorCode::InvalidArgument,
                    "strength " + std::to_string(result.model.strength) + " is not in 0..1",
                    "--strength");
    if (options.count("task")) {
        Recipe recipe;
        TAMIZ_CHECK(applyOverride(recipe, "task.type=" + options["task"].as<std::string>()));
        result.task.type = recipe.task.type;
        result.task.maxLength = 0; // the folder's own
    } else {
        const fs::path &folder
            = result.model.adapter.empty() ? result.model.model : result.model.adapter;
        TAMIZ_TRY(const std::optional<TaskSection> card, engine::readTaskCard(folder));
        if (!card)
            return fail(ErrorCode::InvalidArgument, "which task? The folder does not tell",
                        "--task");
        result.task = *card;
    }
    if (options.count("max-length")) {
        result.task.maxLength = options["max-length"].as<int>();
        if (result.task.maxLength < 3)
            return fail(ErrorCode::InvalidArgument,
                        std::to_string(result.task.maxLength)
                            + " tokens a row leave no room for a text",
                        "--max-length");
    }
    if (options.count("threads")) {
        result.threads = options["threads"].as<int>();
        if (result.threads < 1)
            return fail(ErrorCode::InvalidArgument,
                        std::to_string(result.threads) + " threads: at least one", "--threads");
    }
    return result;
}

/// Nothing, told on standard error, where the options do not say enough or name no such folder.
std::optional<Chosen> chosen(const cxxopts::ParseResult &options, int &exitCode)
{
    Result<Chosen> choice = readChoice(options);
    if (choice)
        return std::move(*choice);
    exitCode = report(choice.error());
    if (choice.error().code == ErrorCode::InvalidArgument)
        exitCode = kUsage;
    return std::nullopt;
}

json toJson(const engine::LabelScore &score)
{
    return { { "label", score.label }, { "probability", score.probability } };
}

json toJson(const engine::Prediction &prediction)
{
    json result = json::object();
    if (!prediction.labels.empty()) {
        result["label"] = prediction.labels.front().label;
        result["labels"] = json::array();
        for (const engine::LabelScore &score : prediction.labels)
            result["labels"].push_back(toJson(score));
        return result;
    }
    result["tokens"] = json::array();
    for (const engine::Prediction::Token &token : prediction.tokens) {
        json labels = json::array();
        for (const engine::LabelScore &score : token.labels)
            labels.push_back(toJson(score));
        result["tokens"].push_back(
            { { "begin", token.begin }, { "end", token.end }, { "labels", labels } });
    }
    return result;
}

} // namespace

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
        "N")("json", "one JSON object on standard output");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    const std::optional<Chosen> choice = chosen(*parsed, exitCode);
    if (!choice)
        return exitCode;
    if (parsed->count("data") == 0 && parsed->count("reference") == 0) {
        std::fprintf(stderr, "tamiz evaluate: which --data or --reference?\n");
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

int predictCommand(const Arguments &arguments)
{
    cxxopts::Options options = modelOptions(
        "predict",
        R"(Answers rows of standard input, one JSON a line: {"text": ..., "text_pair": ...})");
    int exitCode = kDone;
    const auto parsed = parseArguments(options, arguments, exitCode);
    if (!parsed)
        return exitCode;
    const std::optional<Chosen> choice = chosen(*parsed, exitCode);
    if (!choice)
        return exitCode;
    const auto predictor = engine::Predictor::load(choice->model, choice->task, choice->threads);
    if (!predictor)
        return report(predictor.error());

    std::string line;
    for (std::int64_t number = 1; std::getline(std::cin, line); ++number) {
        const json row = json::parse(line, nullptr, false);
        if (!row.is_object() || !row.contains("text") || !row["text"].is_string()) {
            std::fprintf(stderr, "tamiz: standard input:%lld: not a row with a text: %.60s\n",
                         static_cast<long long>(number), line.c_str());
            return kInvalidInput;
        }
        const auto pair = row.find("text_pair");
        const bool hasPair = pair != row.end() && pair->is_string();
        const Result<engine::Prediction> prediction
            = (*predictor)
                  ->predict(row["text"].get<std::string>(),
                            hasPair ? pair->get<std::string>() : std::string());
        if (!prediction)
            return report(prediction.error());
        printJson(toJson(*prediction));
        std::fflush(stdout);
    }
    return kDone;
}

} // namespace tamiz::cli
