// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace tamiz::engine {

/// What `tamiz bench train` times; defaults are those of the command.
struct TrainBenchOptions
{
    std::string preset = "bert-mini"; ///< bert-mini or bert-base
    std::string mode = "full"; ///< full, freeze:K (embeddings and K layers) or lora
    std::string task = "cls"; ///< cls or mlm
    std::int64_t batchSize = 8;
    std::int64_t length = 128;
    int steps = 10;
    int warmup = 2;
    bool hasVariableLengths = false;
    std::uint64_t seed = 1;
    int threads = 0;
};

struct TrainBenchResult
{
    double tokensPerSecond = 0; ///< real tokens only
    double msPerStepMin = 0;
    double msPerStepMedian = 0;
    double peakRssMb = 0;
    std::int64_t trainableParameters = 0;
    double lossFirst = 0;
    double lossLast = 0;
    double gemmShare = 0; ///< of the float32 product's rate, measured in the same process
    int threads = 0;
};

/// Times training steps of a random model on the ids and lengths that the command line's page defines,
/// so that another program can do the same work. A step is zero_grad, forward, backward, optimiser.
Result<TrainBenchResult> benchTraining(const TrainBenchOptions &options, RunControl &control);

} // namespace tamiz::engine
