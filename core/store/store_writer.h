// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

#include "core/metrics/metric_sink.h"
#include "core/runs/run_backend.h"

namespace tamiz {

class RunStore;

/// Brings a run's events into the store from a thread and a connection of its own: every 500 events
/// or 250 ms, whichever comes first. It reads them back from events.jsonl, which is the queue: nothing
/// is held in memory however far behind the store is, and nothing is lost when the store is locked
/// or the disk full for a while (it tries again each second). record() never waits; while the store
/// cannot be written it returns why. Add it to a fan-out after the JsonlSink, with OnFailure::Keep.
class StoreWriter final : public MetricSink
{
public:
    StoreWriter(std::filesystem::path storeFile, RunId id, std::filesystem::path eventsFile);

    /// Imports what is left and joins.
    ~StoreWriter() override;

    Status record(const MetricEvent &event) override;

    /// Waits until all that was recorded is in the store, or one attempt at it failed.
    Status flush() override;

private:
    void work();
    Status importOnce();

    const std::filesystem::path m_storeFile;
    const std::filesystem::path m_eventsFile;
    const RunId m_id;
    std::unique_ptr<RunStore> m_store; ///< the thread's own

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_attempted;
    std::size_t m_pending = 0; ///< events recorded since the last attempt began
    std::uint64_t m_flushRequested = 0; ///< number of the newest flush
    std::uint64_t m_flushDone = 0;
    bool m_isStopping = false;
    Status m_status; ///< of the last attempt
    std::thread m_thread;
};

} // namespace tamiz
