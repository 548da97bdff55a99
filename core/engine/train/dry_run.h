// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"
#include "core/runs/workbench.h"

namespace tamiz::engine {

/// Times a training step (the second of two: the first warms up) and an evaluation step of
/// @p recipe, and reads the memory they took. Nothing is written.
Result<Estimate> dryRun(const Recipe &recipe, const std::filesystem::path &resources,
                        RunControl &control);

/// The estimate by arithmetic (train/cost_model.h); the time from the rate that a product of this
/// process reaches, measured once.
Result<Estimate> estimateCost(const Recipe &recipe, const std::filesystem::path &resources,
                              const DataInfo &data);

} // namespace tamiz::engine
