// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/store/detail/database.h"
#include "core/store/detail/process_identity.h"
#include "core/store/run_store.h"

namespace tamiz::detail {

/// Microseconds since 1970, the store's unit of time.
std::int64_t toMicroseconds(std::chrono::system_clock::time_point time);
std::chrono::system_clock::time_point fromMicroseconds(std::int64_t microseconds);
std::int64_t nowMicroseconds();

/// The one implementation; its subjects lie in run_catalogue.cpp, run_ownership.cpp and
/// run_metrics.cpp.
class SqliteRunStore final : public RunStore
{
public:
    explicit SqliteRunStore(std::unique_ptr<Database> database)
        : m_database(std::move(database))
    {
    }

    Result<RunId> create(const RunRecord &record) override;
    Result<RunRecord> run(RunId id) override;
    Result<RunRecord> findByFolder(const std::filesystem::path &folder) override;
    Result<std::vector<RunRecord>> runs(bool withArchived) override;
    Status updateDetails(const RunRecord &record) override;
    Status setFolder(RunId id, const std::filesystem::path &folder) override;
    Status changeState(RunId id, RunState state, const std::string &message) override;
    Status setProgress(RunId id, std::int64_t step, std::int64_t totalSteps) override;
    Status remove(RunId id) override;

    Status claim(RunId id) override;
    Status heartbeat(RunId id) override;
    Status takeIntoQueue(RunId id) override;
    Result<std::vector<RunRecord>> adoptQueued() override;
    Result<std::vector<RunRecord>> sweepInterrupted() override;

    Status append(RunId id, const std::vector<MetricEvent> &events) override;
    Result<std::uint64_t> eventsEnd(RunId id) override;
    Status importEvents(RunId id, const std::vector<StoredEvent> &events,
                        std::uint64_t end) override;
    Result<std::vector<SeriesInfo>> series(RunId id) override;
    Result<SeriesPoints> points(RunId id, const SeriesKey &key) override;
    Result<std::vector<MetricEvent>> marks(RunId id) override;
    Result<std::vector<LogLine>> log(RunId id, int newest) override;

private:
    /// Who has a run, read within a transaction.
    struct Ownership
    {
        RunState state = RunState::Queued;
        bool isOwned = false;
        bool isOurs = false;
        bool isAlive = false;
        std::string owner; ///< for messages
    };

    Result<std::vector<RunRecord>> readRuns(Query &rows);
    Result<std::vector<RunRecord>> readRuns(const std::vector<RunId> &ids);
    Result<Ownership> ownership(RunId id);
    Status setOwner(RunId id);
    Status requireChanged(const Result<std::int64_t> &changed, RunId id) const;

    Status storeEvents(RunId id, const std::vector<StoredEvent> &events);
    Status updateSparkline(RunId id);

    std::unique_ptr<Database> m_database;
};

} // namespace tamiz::detail
