// SPDX-License-Identifier: Apache-2.0
#include "core/runs/run_queue.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include <sys/resource.h>

#include "core/base/run_control.h"
#include "core/runs/run_recovery.h"
#include "core/runs/run_session.h"
#include "core/store/run_store.h"

namespace tamiz {

namespace {

constexpr int kNiceness = 5;

/// Passes a run's events to its mailbox and remembers whether it was told how the run ended.
class ViewSink final : public MetricSink
{
public:
    explicit ViewSink(MailboxSink &mailbox)
        : m_mailbox(mailbox)
    {
    }

    Status record(const MetricEvent &event) override
    {
        const auto *change = std::get_if<StateChange>(&event.what);
        m_hasEnded = m_hasEnded || (change && isTerminal(change->state));
        return m_mailbox.record(event);
    }
    Status flush() override { return {}; }

    bool hasEnded() const { return m_hasEnded; }

private:
    MailboxSink &m_mailbox;
    bool m_hasEnded = false;
};

MetricEvent now(decltype(MetricEvent::what) what)
{
    return { std::chrono::system_clock::now(), std::move(what) };
}

} // namespace

class RunQueue::Worker
{
public:
    Worker(QueueOptions options, RunBackend &backend, std::unique_ptr<RunStore> store,
           const std::vector<RunRecord> &restored)
        : m_backend(backend)
        , m_store(std::move(store))
        , m_isHeld(!options.startsRestoredRuns && !restored.empty())
    {
        m_session.home = std::move(options.home);
        for (const RunRecord &run : restored)
            m_waiting.push_back({ run.id, false });
        m_thread = std::thread([this] { work(); });
    }

    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
            if (m_control)
                m_control->requestStop();
            m_changed.notify_all();
        }
        m_thread.join();
    }

    Result<RunId> enqueue(const Recipe &recipe, const std::string &name, const std::string &group)
    {
        SessionOptions options = m_session;
        options.name = name;
        options.group = group;
        TAMIZ_TRY(const RunId id, RunSession::enqueue(recipe, options));
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back({ id, false });
        post(id, StateChange { RunState::Queued, {} });
        m_changed.notify_all();
        return id;
    }

    Status requestStart(RunId id)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_running == id)
                return {}; // an idle queue began it at once
            if (eraseWaiting(id)) {
                putFirst(id);
                return {};
            }
        }
        {
            const std::lock_guard storeLock(m_storeMutex);
            TAMIZ_CHECK(m_store->takeIntoQueue(id));
        }
        const std::lock_guard lock(m_mutex);
        eraseWaiting(id); // two calls at once
        post(id, StateChange { RunState::Queued, {} });
        putFirst(id);
        return {};
    }

    Status requestStop(RunId id)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_running == id) {
                m_control->requestStop();
                return {};
            }
            if (!eraseWaiting(id))
                return notHere(id);
        }
        Status status = [&] {
            const std::lock_guard storeLock(m_storeMutex);
            return m_store->changeState(id, RunState::Cancelled);
        }();
        const std::lock_guard lock(m_mutex);
        if (status)
            post(id, StateChange { RunState::Cancelled, {} });
        else
            m_waiting.push_back({ id, false });
        m_changed.notify_all();
        return status;
    }

    template<typename Request>
    Status requestOfRunning(RunId id, const Request &request)
    {
        const std::lock_guard lock(m_mutex);
        if (m_running != id)
            return notHere(id);
        request(*m_control);
        return {};
    }

    void setHeld(bool held)
    {
        const std::lock_guard lock(m_mutex);
        m_isHeld = held;
        m_changed.notify_all();
    }

    bool isHeld() const
    {
        const std::lock_guard lock(m_mutex);
        return m_isHeld;
    }

    std::optional<RunId> running() const
    {
        const std::lock_guard lock(m_mutex);
        return m_running;
    }

    std::vector<RunId> waiting() const
    {
        const std::lock_guard lock(m_mutex);
        std::vector<RunId> ids;
        for (const Waiting &run : m_waiting)
            ids.push_back(run.id);
        return ids;
    }

    std::vector<RunUpdate> drain()
    {
        std::vector<std::pair<RunId, std::shared_ptr<MailboxSink>>> mailboxes;
        {
            const std::lock_guard lock(m_mutex);
            mailboxes.assign(m_mailboxes.begin(), m_mailboxes.end());
        }
        std::vector<RunUpdate> updates;
        for (const auto &[id, mailbox] : mailboxes) {
            MailboxBatch batch = mailbox->drain();
            if (!batch.events.empty())
                updates.push_back({ id, std::move(batch) });
        }
        return updates;
    }

    void waitUntilIdle()
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_running && !canStartNext(); });
    }

private:
    struct Waiting
    {
        RunId id;
        bool isUrgent; ///< starts although the queue is held
    };

    static std::string text(RunId id) { return "run " + std::to_string(id); }

    static Status notHere(RunId id)
    {
        return fail(ErrorCode::NotFound, text(id) + " is not in this program's queue");
    }

    bool eraseWaiting(RunId id)
    {
        return std::erase_if(m_waiting, [id](const Waiting &run) { return run.id == id; }) > 0;
    }

    void putFirst(RunId id)
    {
        m_waiting.push_front({ id, true });
        m_changed.notify_all();
    }

    std::shared_ptr<MailboxSink> mailbox(RunId id)
    {
        std::shared_ptr<MailboxSink> &mailbox = m_mailboxes[id];
        if (!mailbox)
            mailbox = std::make_shared<MailboxSink>();
        return mailbox;
    }

    void post(RunId id, StateChange change) { (void)mailbox(id)->record(now(std::move(change))); }

    bool canStartNext() const
    {
        return !m_isStopping && !m_waiting.empty() && (!m_isHeld || m_waiting.front().isUrgent);
    }

    void work()
    {
        // The window goes first: Linux counts niceness by thread, and the engine's threads inherit it.
        setpriority(PRIO_PROCESS, 0, kNiceness);
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_changed.wait(lock, [this] { return m_isStopping || canStartNext(); });
            if (m_isStopping)
                return;
            const RunId id = m_waiting.front().id;
            m_waiting.pop_front();
            m_running = id;
            m_control = std::make_shared<RunControl>();
            const std::shared_ptr<MailboxSink> view = mailbox(id);
            const std::shared_ptr<RunControl> control = m_control;

            lock.unlock();
            runOne(id, *control, *view);
            lock.lock();

            m_running.reset();
            m_control.reset();
            m_changed.notify_all();
        }
    }

    void runOne(RunId id, RunControl &control, MailboxSink &mailbox)
    {
        ViewSink view(mailbox);
        const Result<RunOutcome> outcome
            = RunSession::run(id, m_session, m_backend, control, &view);
        if (outcome || view.hasEnded())
            return;
        // It did not come to a session (removed, taken by another process, store locked): say why,
        // and what the run is now.
        const std::string message = outcome.error().toString();
        (void)mailbox.record(now(LogLine { LogLevel::Error, message }));
        const std::lock_guard storeLock(m_storeMutex);
        const Result<RunRecord> record = m_store->run(id);
        const RunState state = record ? record->state : RunState::Failed;
        (void)mailbox.record(now(StateChange { state, message }));
    }

    SessionOptions m_session;
    RunBackend &m_backend;

    std::mutex m_storeMutex; ///< for m_store; never taken while m_mutex is held
    std::unique_ptr<RunStore> m_store;

    mutable std::mutex m_mutex; ///< for all below
    std::condition_variable m_changed;
    std::deque<Waiting> m_waiting;
    std::map<RunId, std::shared_ptr<MailboxSink>> m_mailboxes;
    std::optional<RunId> m_running;
    std::shared_ptr<RunControl> m_control; ///< of the running run
    bool m_isHeld;
    bool m_isStopping = false;
    std::thread m_thread;
};

Result<std::unique_ptr<RunQueue>> RunQueue::open(const QueueOptions &options, RunBackend &backend)
{
    TAMIZ_TRY(auto store, RunStore::open(options.home / "tamiz.db"));
    TAMIZ_CHECK(recoverRuns(*store));
    TAMIZ_TRY(const auto restored, store->adoptQueued());
    auto worker = std::make_unique<Worker>(options, backend, std::move(store), restored);
    return std::unique_ptr<RunQueue>(new RunQueue(std::move(worker)));
}

RunQueue::RunQueue(std::unique_ptr<Worker> worker)
    : m_worker(std::move(worker))
{
}

RunQueue::~RunQueue() = default;

Result<RunId> RunQueue::enqueue(const Recipe &recipe, const std::string &name,
                                const std::string &group)
{
    return m_worker->enqueue(recipe, name, group);
}

Status RunQueue::requestStart(RunId id)
{
    return m_worker->requestStart(id);
}

Status RunQueue::requestStop(RunId id)
{
    return m_worker->requestStop(id);
}

Status RunQueue::requestPause(RunId id, bool pause)
{
    return m_worker->requestOfRunning(
        id, [pause](RunControl &control) { control.requestPause(pause); });
}

Status RunQueue::requestCheckpoint(RunId id)
{
    return m_worker->requestOfRunning(id, [](RunControl &control) { control.requestCheckpoint(); });
}

void RunQueue::setHeld(bool held)
{
    m_worker->setHeld(held);
}

bool RunQueue::isHeld() const
{
    return m_worker->isHeld();
}

std::optional<RunId> RunQueue::running() const
{
    return m_worker->running();
}

std::vector<RunId> RunQueue::waiting() const
{
    return m_worker->waiting();
}

std::vector<RunUpdate> RunQueue::drain()
{
    return m_worker->drain();
}

void RunQueue::waitUntilIdle()
{
    m_worker->waitUntilIdle();
}

} // namespace tamiz
