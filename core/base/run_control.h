// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace tamiz {

/// Requests from a person to a running job. Any thread may request; the job looks at least once per
/// micro-step, also inside evaluation and tokenisation.
class RunControl
{
public:
    void requestStop()
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        ++m_requests;
        m_changed.notify_all();
    }

    void requestPause(bool pause)
    {
        const std::lock_guard lock(m_mutex);
        m_pause = pause;
        ++m_requests;
        m_changed.notify_all();
    }

    void requestCheckpoint() { m_checkpoint = true; }

    bool isStopRequested() const { return m_stop; }
    bool isPauseRequested() const { return m_pause; }

    /// True once per request.
    bool takeCheckpointRequest() { return m_checkpoint.exchange(false); }

    /// Job thread: blocks while a pause is requested; a stop request ends the wait.
    void waitWhilePaused()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_pause || m_stop; });
    }

    /// For whoever watches the requests: blocks until one was made after the count @p seen, or until
    /// @p timeout; returns the count now. Start with 0.
    std::uint64_t waitForRequest(std::uint64_t seen, std::chrono::milliseconds timeout)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, timeout, [this, seen] { return m_requests != seen; });
        return m_requests;
    }

    /// Ends a waitForRequest() without a request.
    void wakeWatcher()
    {
        const std::lock_guard lock(m_mutex);
        ++m_requests;
        m_changed.notify_all();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_requests = 0;
    std::atomic<bool> m_stop { false };
    std::atomic<bool> m_pause { false };
    std::atomic<bool> m_checkpoint { false };
};

} // namespace tamiz
