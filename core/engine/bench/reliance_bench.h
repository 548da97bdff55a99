// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// What `tamiz bench reliance` times; defaults are those of the command.
struct RelianceBenchOptions
{
    std::filesystem::path model; ///< folder; a head that the task needs and it has not is made anew
    std::filesystem::path data; ///< rows of a text classification, also for the other tasks
    TaskType task = TaskType::Classification; ///< or masked-lm, causal-lm
    std::int64_t rows = 5000; ///< those of the file, again and again where it has fewer
    int batchSize = 32;
    int length = 128; ///< tokens a row at most
    Device device = Device::Auto;
    Precision precision = Precision::Auto;
    int threads = 0; ///< 0 = automatic
};

struct RelianceBenchResult
{
    std::int64_t tokens = 0; ///< of all rows
    std::int64_t classes = 0;
    double plainSeconds = 0; ///< one evaluation: mean of one before and one after the others
    double relianceSeconds = 0; ///< one evaluation, and one more for each class
    double loss = 0; ///< of the plain evaluation
    std::string device; ///< really used: "cpu" or "cuda"
    std::string precision; ///< really used: "fp32" or "bf16"
    int threads = 0;

    double ratio() const { return relianceSeconds / plainSeconds; }
};

/// Told which share of all evaluations is done (0..1), before each batch.
using RelianceBenchProgress = std::function<void(double)>;

/// Times reliance on ten token classes, by the clock, against one plain evaluation of the same rows; one
/// more evaluation goes before and is not counted.
Result<RelianceBenchResult> benchReliance(const RelianceBenchOptions &options, RunControl &control,
                                          const RelianceBenchProgress &progress);

} // namespace tamiz::engine
