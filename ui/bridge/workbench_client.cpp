// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/workbench_client.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace tamiz::ui {

/// One worker thread and the jobs that wait for it; the thread starts with the first job.
class WorkbenchClient::Lane
{
public:
    using Job = std::function<void()>;

    ~Lane()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isStopping = true;
            m_jobs.clear();
        }
        m_changed.notify_one();
        if (m_thread.joinable())
            m_thread.join();
    }

    void post(const Key &key, Job job)
    {
        {
            const std::lock_guard lock(m_mutex);
            std::erase_if(m_jobs, [&key](const auto &waiting) { return waiting.first == key; });
            m_jobs.emplace_back(key, std::move(job));
        }
        if (!m_thread.joinable())
            m_thread = std::thread([this] { workLoop(); });
        m_changed.notify_one();
    }

private:
    void workLoop()
    {
        while (true) {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [this] { return m_isStopping || !m_jobs.empty(); });
            if (m_isStopping)
                return;
            const Job job = std::move(m_jobs.front().second);
            m_jobs.pop_front();
            lock.unlock();
            job();
        }
    }

    std::mutex m_mutex; ///< guards the jobs and the flag
    std::condition_variable m_changed;
    std::deque<std::pair<Key, Job>> m_jobs;
    bool m_isStopping = false;
    std::thread m_thread;
};

WorkbenchClient::WorkbenchClient(Workbench &workbench, QObject *parent)
    : QObject(parent)
    , m_workbench(workbench)
{
    for (auto &lane : m_lanes)
        lane = std::make_unique<Lane>();
}

WorkbenchClient::~WorkbenchClient()
{
    for (auto &[key, pending] : m_pending)
        pending.control->requestStop();
    for (auto &lane : m_lanes)
        lane.reset();
}

std::filesystem::path WorkbenchClient::resourceFolder() const
{
    return m_workbench.resourceFolder();
}

int WorkbenchClient::pendingCount(const QObject *guard) const
{
    return static_cast<int>(
        std::count_if(m_pending.begin(), m_pending.end(), [guard](const auto &entry) {
            return guard == nullptr || entry.first.first == guard;
        }));
}

WorkbenchClient::Lane &WorkbenchClient::laneOf(Kind kind)
{
    switch (kind) {
    case Kind::Model:
    case Kind::Estimate:
    case Kind::Folder:
    case Kind::Task:
        return *m_lanes[0];
    case Kind::Preview:
        return *m_lanes[1];
    case Kind::Data:
        return *m_lanes[2];
    case Kind::Trial:
        return *m_lanes[4];
    case Kind::Measure:
    case Kind::Reliance:
    case Kind::Proposals:
    case Kind::Export:
    case Kind::Import:
        break;
    }
    return *m_lanes[3];
}

template<typename T>
void WorkbenchClient::ask(QObject *guard, Kind kind,
                          std::function<Result<T>(RunControl &)> question, Done<T> done)
{
    post(guard, kind,
         [question = std::move(question), done = std::move(done)](RunControl &control) {
             auto answer = std::make_shared<const Result<T>>(question(control));
             return [answer, done] { done(*answer); };
         });
}

void WorkbenchClient::post(QObject *guard, Kind kind, Work work)
{
    const Key key { guard, kind };
    const std::uint64_t token = ++m_lastToken;
    Pending &pending = m_pending[key];
    if (pending.control)
        pending.control->requestStop();
    pending = { token, guard, std::make_shared<RunControl>() };
    connect(guard, &QObject::destroyed, this, &WorkbenchClient::cancel, Qt::UniqueConnection);
    laneOf(kind).post(key, [this, key, token, control = pending.control, work = std::move(work)] {
        const Delivery delivery = work(*control);
        QMetaObject::invokeMethod(
            this, [this, key, token, delivery] { deliver(key, token, delivery); },
            Qt::QueuedConnection);
    });
    emit pendingChanged(pendingCount());
}

void WorkbenchClient::deliver(const Key &key, std::uint64_t token, const Delivery &delivery)
{
    const auto found = m_pending.find(key);
    if (found == m_pending.end() || found->second.token != token)
        return; // a newer question took its place, or nobody listens any more
    const bool isWanted = !found->second.guard.isNull();
    m_pending.erase(found);
    if (isWanted)
        delivery();
    emit pendingChanged(pendingCount());
}

bool WorkbenchClient::isNewest(const Key &key, std::uint64_t token) const
{
    const auto found = m_pending.find(key);
    return found != m_pending.end() && found->second.token == token;
}

void WorkbenchClient::stop(QObject *guard)
{
    for (auto &[key, pending] : m_pending) {
        if (key.first == guard)
            pending.control->requestStop();
    }
}

void WorkbenchClient::cancel(QObject *guard)
{
    const auto erased = std::erase_if(m_pending, [guard](const auto &entry) {
        if (entry.first.first != guard)
            return false;
        entry.second.control->requestStop();
        return true;
    });
    if (erased > 0)
        emit pendingChanged(pendingCount());
}

void WorkbenchClient::inspectModel(QObject *guard, const Recipe &recipe, Done<ModelInfo> done)
{
    ask<ModelInfo>(
        guard, Kind::Model,
        [this, recipe](RunControl &) { return m_workbench.inspectModel(recipe); }, std::move(done));
}

void WorkbenchClient::inspectData(QObject *guard, const Recipe &recipe, Done<DataInfo> done)
{
    ask<DataInfo>(
        guard, Kind::Data,
        [this, recipe](RunControl &control) { return m_workbench.inspectData(recipe, control); },
        std::move(done));
}

void WorkbenchClient::preview(QObject *guard, const Recipe &recipe, std::int64_t first, int count,
                              std::int64_t draw, Done<std::vector<PreviewRow>> done)
{
    ask<std::vector<PreviewRow>>(
        guard, Kind::Preview,
        [this, recipe, first, count, draw](RunControl &control) {
            return m_workbench.preview(recipe, first, count, draw, control);
        },
        std::move(done));
}

void WorkbenchClient::estimate(QObject *guard, const Recipe &recipe, const DataInfo &data,
                               Done<Estimate> done)
{
    ask<Estimate>(
        guard, Kind::Estimate,
        [this, recipe, data](RunControl &) { return m_workbench.estimate(recipe, data); },
        std::move(done));
}

void WorkbenchClient::measure(QObject *guard, const Recipe &recipe, Done<Estimate> done)
{
    ask<Estimate>(
        guard, Kind::Measure,
        [this, recipe](RunControl &control) { return m_workbench.measure(recipe, control); },
        std::move(done));
}

void WorkbenchClient::measureReliance(QObject *guard, const Recipe &recipe,
                                      Done<std::vector<RelianceValue>> done)
{
    ask<std::vector<RelianceValue>>(
        guard, Kind::Reliance,
        [this, recipe](RunControl &control) {
            return m_workbench.measureReliance(recipe, control);
        },
        std::move(done));
}

void WorkbenchClient::proposeTokens(QObject *guard, const Recipe &recipe,
                                    const ProposalOptions &options, Done<TokenProposals> done)
{
    ask<TokenProposals>(
        guard, Kind::Proposals,
        [this, recipe, options](RunControl &control) {
            return m_workbench.proposeTokens(recipe, options, control);
        },
        std::move(done));
}

void WorkbenchClient::exportRun(QObject *guard, const std::filesystem::path &runFolder,
                                const std::string &format, const std::filesystem::path &destination,
                                Done<ExportReport> done)
{
    ask<ExportReport>(
        guard, Kind::Export,
        [this, runFolder, format, destination](RunControl &) {
            return m_workbench.exportRun(runFolder, format, destination);
        },
        std::move(done));
}

void WorkbenchClient::inspectFolder(QObject *guard, const std::filesystem::path &folder,
                                    Done<ModelDetails> done)
{
    ask<ModelDetails>(
        guard, Kind::Folder,
        [this, folder](RunControl &) { return m_workbench.inspectFolder(folder); },
        std::move(done));
}

void WorkbenchClient::importLlama2c(QObject *guard, const std::filesystem::path &file,
                                    const std::filesystem::path &tokenizer,
                                    const std::filesystem::path &library, const std::string &name,
                                    Done<ExportReport> done)
{
    ask<ExportReport>(
        guard, Kind::Import,
        [this, file, tokenizer, library, name](RunControl &) {
            return m_workbench.importLlama2c(file, tokenizer, library, name);
        },
        std::move(done));
}

void WorkbenchClient::taskOf(QObject *guard, const TrialModel &model, Done<TaskType> done)
{
    ask<TaskType>(
        guard, Kind::Task, [this, model](RunControl &) { return m_workbench.taskOf(model); },
        std::move(done));
}

void WorkbenchClient::answer(QObject *guard, const TrialQuestion &question, Done<TrialAnswer> done)
{
    ask<TrialAnswer>(
        guard, Kind::Trial,
        [this, question](RunControl &control) { return m_workbench.answer(question, control); },
        std::move(done));
}

void WorkbenchClient::continueText(QObject *guard, const ContinuationQuestion &question,
                                   std::function<void(const std::string &)> grow,
                                   Done<Continuation> done)
{
    // Pieces and the answer are handed over by events of this object, so they arrive in order.
    const Key key { guard, Kind::Trial };
    const std::uint64_t token = m_lastToken + 1; // of the question that is posted now
    const ContinuationSink sink = [this, key, token, grow = std::move(grow)](const std::string &p) {
        QMetaObject::invokeMethod(
            this,
            [this, key, token, grow, p] {
                if (isNewest(key, token))
                    grow(p);
            },
            Qt::QueuedConnection);
    };
    ask<Continuation>(
        guard, Kind::Trial,
        [this, question, sink](RunControl &control) {
            return m_workbench.continueText(question, control, sink);
        },
        std::move(done));
}

} // namespace tamiz::ui
