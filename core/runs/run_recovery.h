// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"

namespace tamiz {

/// What every program does with a store when it starts: runs of dead processes become interrupted,
/// with all that their events.jsonl recorded; one whose events say that it had ended (only the store
/// did not learn of it) gets that state instead. Returns the runs that are interrupted now.
Result<std::vector<RunRecord>> recoverRuns(RunStore &store);

/// The last state change in an events.jsonl; none when there is no such file or event.
std::optional<StateChange> lastRecordedState(const std::filesystem::path &eventsFile);

} // namespace tamiz
