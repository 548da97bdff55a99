// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace tamiz::ui {

/// A thread that does what it is given, in order: for writes, which must neither block the window
/// nor overtake each other. The destructor does what still waits, then joins. Any thread may post.
class StoreWorker
{
public:
    StoreWorker()
        : m_thread([this] { loop(); })
    {
    }

    ~StoreWorker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
        }
        m_changed.notify_one();
        m_thread.join();
    }

    StoreWorker(const StoreWorker &) = delete;
    StoreWorker &operator=(const StoreWorker &) = delete;

    void post(std::function<void()> job)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back(std::move(job));
        }
        m_changed.notify_one();
    }

private:
    void loop()
    {
        while (true) {
            std::function<void()> job;
            {
                std::unique_lock lock(m_mutex);
                m_changed.wait(lock, [this] { return m_isStopping || !m_jobs.empty(); });
                if (m_jobs.empty())
                    return;
                job = std::move(m_jobs.front());
                m_jobs.pop_front();
            }
            job();
        }
    }

    std::mutex m_mutex; ///< guards the two below
    std::deque<std::function<void()>> m_jobs;
    bool m_isStopping = false;
    std::condition_variable m_changed;
    std::thread m_thread;
};

} // namespace tamiz::ui
