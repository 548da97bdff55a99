// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_controller.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "ui/bridge/convert.h"
#include "ui/bridge/store_worker.h"
#include "ui/models/run_table_model.h"

namespace tamiz::ui {

namespace {

constexpr int kRunsChannel = 0;
constexpr int kRefreshMs = 3000;

/// Removes a run's folder, but never one that lies elsewhere: `--out` folders belong to the person.
Status removeFolderInside(const std::filesystem::path &home, const std::filesystem::path &folder)
{
    std::error_code error;
    const auto root = std::filesystem::weakly_canonical(home / "runs", error);
    const auto target = std::filesystem::weakly_canonical(folder, error);
    const auto relative = target.lexically_relative(root);
    if (folder.empty() || relative.empty() || relative == "." || *relative.begin() == "..")
        return {};
    std::filesystem::remove_all(target, error);
    if (error)
        return fail(ErrorCode::Io, "could not delete the run folder: " + error.message(),
                    target.string());
    return {};
}

} // namespace

struct RunController::Opened
{
    std::unique_ptr<RunQueue> queue;
    std::unique_ptr<RunStore> store;
    Error error { ErrorCode::Internal, "the run store was not opened", {}, {}, {} };

    Status open(const std::filesystem::path &home, RunBackend &backend)
    {
        TAMIZ_TRY(queue, RunQueue::open({ home, false }, backend));
        TAMIZ_TRY(store, RunStore::open(home / "tamiz.db"));
        return {};
    }
};

RunController::RunController(const std::filesystem::path &home, RunBackend &backend,
                             QObject *parent)
    : QObject(parent)
    , m_home(home)
    , m_opened(std::make_unique<Opened>())
    , m_query(new AsyncQuery(home / "tamiz.db", this))
    , m_pump(new EventPump([this] { return m_queue ? m_queue->drain() : std::vector<RunUpdate>(); },
                           [this] { return isBusy(); }, this))
    , m_worker(std::make_unique<StoreWorker>())
{
    m_refreshTimer.setInterval(kRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &RunController::refresh);
    connect(m_pump, &EventPump::batchArrived, this, &RunController::takeBatch);
    open(backend);
}

RunController::~RunController()
{
    m_worker.reset(); // finishes the commands that were given
    m_queue = nullptr;
    m_opened.reset();
}

void RunController::open(RunBackend &backend)
{
    m_worker->post([this, &backend] {
        const Status status = m_opened->open(m_home, backend);
        if (!status)
            m_opened->error = status.error();
        QMetaObject::invokeMethod(this, [this, status, queue = m_opened->queue.get()] {
            if (!status) {
                emit openFailed(status.error());
                return;
            }
            m_queue = queue;
            m_refreshTimer.start();
            m_pump->wake();
            refresh();
            emit ready();
        });
    });
}

const RunRecord *RunController::run(RunId id) const
{
    return const_cast<RunController *>(this)->knownRun(id);
}

RunRecord *RunController::knownRun(RunId id)
{
    const auto found = std::find_if(m_runs.begin(), m_runs.end(),
                                    [id](const RunRecord &run) { return run.id == id; });
    return found == m_runs.end() ? nullptr : &*found;
}

std::optional<RunId> RunController::runningRun() const
{
    return m_queue ? m_queue->running() : std::nullopt;
}

std::vector<RunId> RunController::waitingRuns() const
{
    return m_queue ? m_queue->waiting() : std::vector<RunId>();
}

bool RunController::isQueueHeld() const
{
    return m_queue && m_queue->isHeld();
}

bool RunController::isBusy() const
{
    return m_pendingCommands > 0 || runningRun() || !waitingRuns().empty();
}

bool RunController::isControllable(RunId id) const
{
    const std::vector<RunId> waiting = waitingRuns();
    return runningRun() == id || std::find(waiting.begin(), waiting.end(), id) != waiting.end();
}

const LiveRun *RunController::live(RunId id) const
{
    const auto found = m_live.find(id);
    return found == m_live.end() ? nullptr : &found->second;
}

std::optional<Progress> RunController::progress(RunId id) const
{
    const LiveRun *run = live(id);
    return run ? run->progress : std::nullopt;
}

void RunController::start(NewRun run)
{
    command(tr("Starting the run"), [this, run = std::move(run)](RunQueue &queue, RunStore &) {
        const auto id = queue.enqueue(run.recipe, toStd(run.name), toStd(run.group));
        if (!id)
            return Status(tl::unexpected<Error>(id.error()));
        QMetaObject::invokeMethod(this, [this, created = *id] { emit runCreated(created, true); });
        return queue.requestStart(*id);
    });
}

void RunController::enqueue(NewRun run)
{
    enqueue(std::vector<NewRun> { std::move(run) });
}

void RunController::enqueue(std::vector<NewRun> runs)
{
    command(tr("Queueing"), [this, runs = std::move(runs)](RunQueue &queue, RunStore &) -> Status {
        for (const NewRun &run : runs) {
            TAMIZ_TRY(const RunId id, queue.enqueue(run.recipe, toStd(run.name), toStd(run.group)));
            QMetaObject::invokeMethod(this, [this, id] { emit runCreated(id, false); });
        }
        return {};
    });
}

void RunController::startWaiting(RunId id)
{
    command(tr("Starting the run"),
            [id](RunQueue &queue, RunStore &) { return queue.requestStart(id); });
}

void RunController::setQueueHeld(bool isHeld)
{
    if (!m_queue || m_queue->isHeld() == isHeld)
        return;
    m_queue->setHeld(isHeld);
    m_pump->wake();
    emit queueHeldChanged(isHeld);
}

void RunController::pause(RunId id)
{
    if (!m_queue)
        return;
    if (const Status status = m_queue->requestPause(id, true); !status)
        emit commandFailed(tr("Pausing the run"), status.error());
}

void RunController::resume(RunId id)
{
    if (runningRun() != id) {
        command(tr("Resuming the run"),
                [id](RunQueue &queue, RunStore &) { return queue.requestStart(id); });
        return;
    }
    if (const Status status = m_queue->requestPause(id, false); !status)
        emit commandFailed(tr("Resuming the run"), status.error());
}

void RunController::stop(RunId id)
{
    if (runningRun() != id) {
        command(tr("Stopping the run"),
                [id](RunQueue &queue, RunStore &) { return queue.requestStop(id); });
        return;
    }
    // Not through the worker: a stop does not wait behind a locked store.
    if (const Status status = m_queue->requestStop(id); !status)
        emit commandFailed(tr("Stopping the run"), status.error());
}

void RunController::checkpointNow(RunId id)
{
    if (!m_queue)
        return;
    if (const Status status = m_queue->requestCheckpoint(id); !status)
        emit commandFailed(tr("Writing a checkpoint"), status.error());
}

void RunController::rename(RunId id, const QString &name)
{
    editDetails(tr("Renaming the run"), id,
                [name = toStd(name)](RunRecord &run) { run.name = name; });
}

void RunController::setGroup(RunId id, const QString &group)
{
    editDetails(tr("Changing the group"), id,
                [group = toStd(group)](RunRecord &run) { run.group = group; });
}

void RunController::setTags(RunId id, const QStringList &tags)
{
    editDetails(tr("Changing the tags"), id,
                [text = fromTags(tags)](RunRecord &run) { run.tags = text; });
}

void RunController::setNotes(RunId id, const QString &notes)
{
    editDetails(tr("Changing the notes"), id,
                [text = toStd(notes)](RunRecord &run) { run.notes = text; });
}

void RunController::setArchived(RunId id, bool isArchived)
{
    editDetails(isArchived ? tr("Archiving the run") : tr("Taking the run out of the archive"), id,
                [isArchived](RunRecord &run) { run.isArchived = isArchived; });
}

void RunController::remove(RunId id, bool withFolder)
{
    command(tr("Deleting the run"),
            [id, withFolder, home = m_home](RunQueue &, RunStore &store) -> Status {
                TAMIZ_TRY(const RunRecord run, store.run(id));
                if (isActive(run.state))
                    return fail(ErrorCode::Busy, "the run is " + std::string(toString(run.state)),
                                run.name, "Stop it first.");
                TAMIZ_CHECK(store.remove(id));
                return withFolder ? removeFolderInside(home, run.folder) : Status();
            });
}

void RunController::editDetails(const QString &action, RunId id,
                                std::function<void(RunRecord &)> edit)
{
    command(action, [id, edit = std::move(edit)](RunQueue &, RunStore &store) -> Status {
        TAMIZ_TRY(RunRecord run, store.run(id));
        edit(run);
        return store.updateDetails(run);
    });
}

void RunController::command(const QString &action, Command work)
{
    ++m_pendingCommands;
    m_pump->wake();
    m_worker->post([this, action, work = std::move(work)] {
        const Status status = m_opened->store ? work(*m_opened->queue, *m_opened->store)
                                              : Status(tl::unexpected<Error>(m_opened->error));
        QMetaObject::invokeMethod(this, [this, action, status] {
            --m_pendingCommands;
            refresh();
            if (!status)
                emit commandFailed(action, status.error());
        });
    });
}

void RunController::refresh()
{
    m_query->ask<std::vector<RunRecord>>(
        this, kRunsChannel, [](RunStore &store) { return store.runs(true); },
        [this](Result<std::vector<RunRecord>> runs) { takeRuns(std::move(runs)); });
}

void RunController::takeRuns(Result<std::vector<RunRecord>> runs)
{
    if (!runs) {
        emit commandFailed(tr("Reading the runs"), runs.error());
        return;
    }
    for (RunRecord &run : *runs)
        mergeLive(run);
    const bool hasActive = std::any_of(runs->begin(), runs->end(),
                                       [](const RunRecord &r) { return isActive(r.state); });
    if (*runs != m_runs || hasActive) {
        m_runs = std::move(*runs);
        emit runsChanged();
    }
    emit listRead();
}

/// The mailbox is ahead of the store's writer while a run goes on.
void RunController::mergeLive(RunRecord &run) const
{
    const auto found = m_live.find(run.id);
    if (found == m_live.end() || !found->second.state || isTerminal(*found->second.state))
        return;
    run.state = *found->second.state;
    if (const auto &progress = found->second.progress) {
        run.step = progress->step;
        run.totalSteps = progress->totalSteps;
    }
}

void RunController::takeBatch(RunId id, const MailboxBatch &batch)
{
    LiveRun &run = m_live[id];
    std::vector<StateChange> changes;
    for (const MetricEvent &event : batch.events) {
        if (const auto *scalar = std::get_if<Scalar>(&event.what))
            run.series.append(*scalar);
        else if (const auto *progress = std::get_if<Progress>(&event.what))
            run.progress = *progress;
        else if (const auto *mark = std::get_if<Mark>(&event.what))
            run.marks.push_back(*mark);
        else if (const auto *line = std::get_if<LogLine>(&event.what))
            run.log.push_back({ *line, event.time });
        else if (const auto *change = std::get_if<StateChange>(&event.what))
            changes.push_back(*change);
    }
    while (run.log.size() > LiveRun::kLogCapacity)
        run.log.pop_front();
    if (RunRecord *known = knownRun(id); known && run.progress) {
        known->step = run.progress->step;
        known->totalSteps = run.progress->totalSteps;
    }
    emit runEvents(id, batch);
    for (const StateChange &change : changes)
        changeState(id, change);
}

void RunController::changeState(RunId id, const StateChange &change)
{
    m_live[id].state = change.state;
    if (RunRecord *known = knownRun(id)) {
        known->state = change.state;
        known->message = change.message;
    }
    if (change.state == RunState::Running) {
        // Points of runs that ended are in the store by now.
        std::erase_if(m_live, [id](const auto &entry) {
            return entry.first != id && entry.second.state && isTerminal(*entry.second.state);
        });
    }
    emit runStateChanged(id, change.state);
    if (change.state == RunState::Failed)
        emit runFailed(id, toQt(change.message));
    if (isTerminal(change.state))
        emit runEnded(id, change.state);
    refresh();
}

void follow(RunTableModel &model, RunController &controller)
{
    model.setRuns(controller.runs());
    QObject::connect(&controller, &RunController::runsChanged, &model,
                     [&] { model.setRuns(controller.runs()); });
    QObject::connect(
        &controller, &RunController::runEvents, &model,
        [&model](RunId run, const MailboxBatch &batch) { model.applyEvents(run, batch.events); });
    QObject::connect(&model, &RunTableModel::nameEdited, &controller, &RunController::rename);
}

} // namespace tamiz::ui
