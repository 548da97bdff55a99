// SPDX-License-Identifier: Apache-2.0
#include "app/cli/model_options.h"

#include <filesystem>
#include <utility>

#include "app/cli/command.h"
#include "core/engine/data/resources.h"
#include "core/engine/data/task_card.h"
#include "core/engine/engine.h"
#include "core/recipe/recipe_io.h"

namespace tamiz::cli {

namespace fs = std::filesystem;

namespace {

/// What the options choose.
Result<ModelOptions> readChoice(const cxxopts::ParseResult &options)
{
    if (options.count("model") == 0)
        return fail(ErrorCode::InvalidArgument, "which model?", "--model");
    const fs::path resources = engine::findResourceFolder();
    ModelOptions result;
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

} // namespace

std::string taskNames()
{
    const std::vector<TaskType> tasks = taskTypes();
    std::string names;
    for (std::size_t i = 0; i < tasks.size(); ++i)
        names += (i == 0                     ? ""
                      : i + 1 < tasks.size() ? ", "
                                             : " or ")
            + std::string(toString(tasks[i]));
    return names;
}

cxxopts::Options modelOptions(const char *name, const char *summary)
{
    cxxopts::Options options(std::string("tamiz ") + name, summary);
    options.add_options()("model", "model folder, or 'bundled'", cxxopts::value<std::string>(),
                          "DIR")("adapter", "PEFT adapter folder", cxxopts::value<std::string>(),
                                 "DIR")("strength", "factor on the adapter's update, 0..1",
                                        cxxopts::value<double>()->default_value("1"), "S")(
        "task", taskNames() + " (default: what the folder was tuned for)",
        cxxopts::value<std::string>(),
        "T")("max-length", "tokens a row", cxxopts::value<int>(),
             "N")("threads", "threads of the engine", cxxopts::value<int>(), "N");
    return options;
}

std::optional<ModelOptions> chosenModel(const cxxopts::ParseResult &options, int &exitCode)
{
    Result<ModelOptions> choice = readChoice(options);
    if (choice)
        return std::move(*choice);
    exitCode = report(choice.error());
    if (choice.error().code == ErrorCode::InvalidArgument)
        exitCode = kUsage;
    return std::nullopt;
}

} // namespace tamiz::cli
