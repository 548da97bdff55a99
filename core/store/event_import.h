// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/runs/run_backend.h"

namespace tamiz {

class RunStore;

/// What importing found on its way.
struct ImportReport
{
    std::size_t events = 0;
    std::size_t damagedLines = 0; ///< skipped; the file keeps them
    std::uint64_t firstDamaged = 0;
};

/// Brings the store up to date with a run's events.jsonl, from the byte it has on; a transaction per
/// 5,000 events. A missing file has no events. A file that became shorter is imported anew.
Result<ImportReport> importMissingEvents(RunStore &store, RunId id,
                                         const std::filesystem::path &eventsFile);

} // namespace tamiz
