// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// What `tamiz bench train` times; defaults are those of the command.
struct TrainBenchOptions
{
    std::string preset = "bert-mini"; ///< bert-mini, distil, bert-base, gpt2-small or llama-small
    std::string mode = "full"; ///< full, freeze:K (embeddings and K layers) or lora
    std::string task = "cls"; ///< cls or mlm; decoders always predict the next token
    std::int64_t batchSize = 8;
    std::int64_t length = 128;
    int steps = 10;
    int warmup = 2;
    bool hasVariableLengths = false;
    std::uint64_t seed = 1;
    Device device = Device::Auto;
    Precision precision = Precision::Auto;
    int threads = 0; ///< 0 = automatic
    bool checkpointsLayers = false; ///< gradient checkpointing
    bool isCached
        = false; ///< freeze:K as from the second epoch on: every counted row was seen before
};

struct TrainBenchResult
{
    double tokensPerSecond = 0; ///< real tokens only
    double msPerStepMin = 0;
    double msPerStepMedian = 0;
    double peakRssMb = 0;
    double peakGpuMb = 0; ///< of tensors; 0 on the CPU
    std::int64_t trainableParameters = 0;
    double lossFirst = 0;
    double lossLast = 0;
    std::string device; ///< really used: "cpu" or "cuda"
    std::string precision; ///< really used: "fp32" or "bf16"
    /// Operations of the body's and the vocabulary head's products a second, as a share of gemmRate().
    /// What else a step does (attention's own products, norms, dropout, optimiser) counts as time only.
    double gemmShare = 0;
    double gemmGflops = 0; ///< that rate, in 1e9 operations a second
    int threads = 0;
};

/// Times training steps of a random model on the ids and lengths that the command line's page defines,
/// so that another program can do the same work. A step is zero_grad, forward, backward, optimiser.
Result<TrainBenchResult> benchTraining(const TrainBenchOptions &options, RunControl &control);

} // namespace tamiz::engine
