// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/metrics/metric_sink.h"
#include "core/recipe/recipe.h"

namespace tamiz {

using RunId = std::int64_t; ///< primary key in the store

/// What an executor needs to run a recipe, fresh or from the last good checkpoint.
struct RunRequest
{
    Recipe recipe;
    std::filesystem::path folder; ///< the run folder, already created
    bool resume = false;
};

/// How a run ended when it did not fail.
struct RunOutcome
{
    bool isCancelled = false; ///< stopped on request; a resumable checkpoint is in the folder
    std::int64_t steps = 0;
    std::filesystem::path finalFolder; ///< adapter or model; empty when cancelled
};

/// Executes recipes. The engine implements it; tests and the window's development use a fake.
class RunBackend
{
public:
    virtual ~RunBackend() = default;

    /// Blocks until the run ends; called on a thread of its own. Reports to @p sink only, listens to
    /// @p control only. Never throws.
    virtual Result<RunOutcome> execute(const RunRequest &request, RunControl &control,
                                       MetricSink &sink)
        = 0;
};

} // namespace tamiz
