// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/cli/console.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/recipe/recipe.h"

namespace tamiz::cli {

/// What commands that ask a model are told.
struct ModelOptions
{
    engine::ModelChoice model;
    TaskSection task;
    int threads = 0; ///< 0 = automatic
};

/// "classification, multi-label, ... or causal-lm"
std::string taskNames();

/// --model, --adapter, --strength, --task, --max-length and --threads.
cxxopts::Options modelOptions(const char *name, const char *summary);

/// Nothing, told on standard error, where the options do not say enough or name no such folder.
std::optional<ModelOptions> chosenModel(const cxxopts::ParseResult &options, int &exitCode);

} // namespace tamiz::cli
