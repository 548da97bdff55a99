// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch through optimizer.h.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/model/model.h"
#include "core/engine/train/optimizer.h"
#include "core/engine/train/reporter.h"
#include "core/runs/run_folder.h"

namespace tamiz::engine {

/// What a run needs beside weights and optimiser state to go on as if it had never stopped. Random
/// numbers need no state: they are functions of the position (core/base/random.h).
struct TrainerState
{
    RunPosition position;
    int threads = 1; ///< sums depend on it in the last bit
    std::optional<double> bestMetric;
    std::int64_t bestStep = -1;
    std::map<std::string, double> referenceLoss; ///< at step 0, by SeriesKey text
    std::map<std::string, double> results; ///< newest value of each measured series, the same keys
};

/// Checkpoints of a run: checkpoints/step-<n>/ holds the adapter or model, the tokenizer,
/// optimizer.safetensors and trainer_state.json. A folder is written under a temporary name, flushed
/// and renamed, so one that has its final name is whole. Trainer thread only.
class Checkpointer
{
public:
    Checkpointer(RunFolder folder, const Recipe &recipe);

    Status save(const TrainerState &state, const Model &model, const Optimizer &optimizer,
                const ExperimentData &data);

    /// The newest whole checkpoint; nullopt = start from the beginning. Removes left-overs of a
    /// write that was cut off.
    Result<std::optional<std::filesystem::path>> newest() const;

    static Result<TrainerState> readState(const std::filesystem::path &checkpoint);
    /// Puts weights and optimiser state back. Both were built from the same recipe.
    static Status restore(const std::filesystem::path &checkpoint, Model &model,
                          Optimizer &optimizer);

    /// Writes final/ the same way; the weights of an earlier end stay until these have the name.
    Status saveFinal(const Model &model, const ExperimentData &data);

private:
    Status writeWeights(const std::filesystem::path &folder, const Model &model,
                        const ExperimentData &data) const;
    void removeOld(std::int64_t bestStep) const;

    RunFolder m_folder;
    Recipe m_recipe;
};

} // namespace tamiz::engine
