// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <thread>

#include "core/base/run_control.h"
#include "core/runs/detail/session_sink.h"
#include "core/store/run_store.h"

namespace tamiz::detail {

/// Beats a running run's heart every 5 s and turns a person's requests into state changes, on a thread
/// of its own for as long as the object lives. Meanwhile the store belongs to that thread.
class RunWatch
{
public:
    RunWatch(RunId id, RunStore &store, RunControl &control, SessionSink &sink);
    ~RunWatch();

    /// Joins; the store is the caller's again.
    void stop();

    /// Whether another process took the run away (this one was thought dead); a stop was requested.
    bool isLost() const { return m_isLost; }

private:
    void watch();
    void followRequests();
    void beat();
    void warnOnce(const Error &error);

    const RunId m_id;
    RunStore &m_store;
    RunControl &m_control;
    SessionSink &m_sink;
    RunState m_state = RunState::Running;
    bool m_hasWarned = false;
    std::atomic<bool> m_isDone { false };
    std::atomic<bool> m_isLost { false };
    std::thread m_thread;
};

} // namespace tamiz::detail
