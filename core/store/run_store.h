// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/metrics/event_file.h"
#include "core/metrics/metric_event.h"
#include "core/runs/run_backend.h"
#include "core/runs/run_state.h"

namespace tamiz {

struct RunRecord
{
    RunId id = 0;
    std::string name;
    std::string group; ///< runs of one control experiment share it
    RunState state = RunState::Queued;
    std::string message; ///< the error of a failed run
    std::filesystem::path folder;
    std::string recipeYaml; ///< as resolved
    std::string tags; ///< comma-separated
    std::string notes;
    bool isArchived = false;
    std::optional<RunId> parent; ///< forked from
    std::chrono::system_clock::time_point createdAt;
    std::optional<std::chrono::system_clock::time_point> startedAt;
    std::optional<std::chrono::system_clock::time_point> endedAt;
    std::int64_t step = 0; ///< last reported
    std::int64_t totalSteps = 0;
    std::vector<double> sparkline; ///< recent validation (else training) losses, at most 32

    bool operator==(const RunRecord &) const = default;
};

struct SeriesInfo
{
    SeriesKey key;
    std::int64_t points = 0;
    double lastValue = 0;
};

/// Points of one curve in step order; all columns have the same length.
struct SeriesPoints
{
    std::vector<std::int64_t> step;
    std::vector<double> epoch;
    std::vector<std::int64_t> tokens;
    std::vector<double> seconds;
    std::vector<double> value;
    std::vector<std::int64_t> count;
};

/// The catalogue of runs: one SQLite file in WAL mode, shared by several processes. A store object
/// owns one connection and belongs to one thread at a time; open a second object for a second
/// thread. Busy databases are waited for (5 s), then reported as Busy.
class RunStore
{
public:
    /// Opens or creates. A store of an older Tamiz is checked for damage, copied to a backup file
    /// beside it and migrated; one of a newer Tamiz is Unsupported. A damaged file is InvalidInput and
    /// stays as it is.
    static Result<std::unique_ptr<RunStore>> open(const std::filesystem::path &file);
    static Result<std::unique_ptr<RunStore>> openInMemory();

    virtual ~RunStore() = default;

    /// id and createdAt are assigned. A queued run belongs to this process's queue.
    virtual Result<RunId> create(const RunRecord &record) = 0;
    virtual Result<RunRecord> run(RunId id) = 0;
    virtual Result<RunRecord> findByFolder(const std::filesystem::path &folder) = 0;
    virtual Result<std::vector<RunRecord>> runs(bool withArchived = false) = 0; ///< newest first
    /// Name, group, tags, notes, archived flag of @p record.
    virtual Status updateDetails(const RunRecord &record) = 0;
    virtual Status setFolder(RunId id, const std::filesystem::path &folder) = 0;
    /// Refuses a change that the state machine does not allow (InvalidArgument). Leaving the active
    /// states gives up the ownership.
    virtual Status changeState(RunId id, RunState state, const std::string &message = {}) = 0;
    virtual Status setProgress(RunId id, std::int64_t step, std::int64_t totalSteps) = 0;
    /// Deletes the row and its metrics, not the folder. Busy while a live process runs it.
    virtual Status remove(RunId id) = 0;

    /// Takes a run for this process and makes it running; Busy when a live owner has it,
    /// InvalidArgument when its state forbids it.
    virtual Status claim(RunId id) = 0;
    /// Mismatch when the run has another owner by now.
    virtual Status heartbeat(RunId id) = 0;
    /// Puts a queued, interrupted, cancelled or failed run into this process's queue; Busy when a live
    /// owner has it.
    virtual Status takeIntoQueue(RunId id) = 0;
    /// Takes over every queued run whose owner is dead; returns them, oldest first.
    virtual Result<std::vector<RunRecord>> adoptQueued() = 0;
    /// Active runs whose owner is dead (pid gone, other boot, or heartbeat older than 60 s from
    /// another host) become Interrupted; returns them.
    virtual Result<std::vector<RunRecord>> sweepInterrupted() = 0;

    virtual Status append(RunId id, const std::vector<MetricEvent> &events)
        = 0; ///< one transaction
    /// Byte of events.jsonl up to which the store holds its events.
    virtual Result<std::uint64_t> eventsEnd(RunId id) = 0;
    /// Events read from events.jsonl up to byte @p end, in one transaction. What is there already
    /// is replaced, so importing twice changes nothing.
    virtual Status importEvents(RunId id, const std::vector<StoredEvent> &events, std::uint64_t end)
        = 0;
    virtual Result<std::vector<SeriesInfo>> series(RunId id) = 0;
    virtual Result<SeriesPoints> points(RunId id, const SeriesKey &key) = 0;
    virtual Result<std::vector<MetricEvent>> marks(RunId id) = 0;
    virtual Result<std::vector<LogLine>> log(RunId id, int newest = 1000) = 0;
};

/// Where the store and run folders live: $TAMIZ_HOME, else $XDG_DATA_HOME/tamiz, else
/// ~/.local/share/tamiz.
std::filesystem::path defaultHome();

} // namespace tamiz
