// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace tamiz {

/// What `tamiz bench store` writes and reads; defaults are those of the command.
struct StoreBenchOptions
{
    std::int64_t runs = 1000;
    std::int64_t series = 20; ///< of a run
    std::int64_t points = 10'000; ///< of a series
    /// Keeps the store, so that a later call of the same shape reads what is there. Empty = a temporary
    /// folder, which goes when all is timed.
    std::filesystem::path folder;
    int rounds
        = 9; ///< openings, and runs whose curves are read, after one of each that is not counted
};

/// Milliseconds by the clock.
struct StoreBenchTimes
{
    double median = 0;
    double longest = 0;
};

struct StoreBenchResult
{
    bool isReused = false; ///< the folder held the store already
    double writeSeconds = 0; ///< 0 when reused
    std::uint64_t bytes = 0; ///< of the store's file
    StoreBenchTimes list; ///< a store is opened and all of its runs are listed
    StoreBenchTimes curves; ///< in an open store: a run's series, marks, log and every point
};

/// Told which share of the points is written (0..1), several times a second.
using StoreBenchProgress = std::function<void(double)>;

/// Fills a store through RunStore as training does, step by step, and times what the window asks of it.
/// The file is in the system's cache by then, each connection's own cache is empty. Refuses where the
/// disk has no room for it. A stop or a failure leaves no file.
Result<StoreBenchResult> benchStore(const StoreBenchOptions &options, RunControl &control,
                                    const StoreBenchProgress &progress);

} // namespace tamiz
