// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "core/metrics/metric_event.h"
#include "core/runs/run_queue.h"
#include "core/store/run_store.h"
#include "ui/bridge/async_query.h"
#include "ui/bridge/event_pump.h"
#include "ui/models/log_model.h"
#include "ui/models/series_store.h"

namespace tamiz::ui {

class RunTableModel;
class StoreWorker;

/// A recipe on its way into the queue.
struct NewRun
{
    Recipe recipe;
    QString name; ///< empty = from the recipe
    QString group; ///< runs of one experiment share it
};

/// What a run of this process reported since it started: never behind the trainer by more than a
/// tick, while the store's writer may be.
struct LiveRun
{
    static constexpr std::size_t kLogCapacity = 5000;

    SeriesStore series;
    std::vector<Mark> marks;
    std::deque<TimedLogLine> log; ///< the newest kLogCapacity lines
    std::optional<Progress> progress;
    std::optional<RunState> state;
};

/// What the window knows of runs and can ask of them: the QObject face of RunQueue and RunStore.
/// Opens both on a worker, so that the window paints at once; every command returns at once and is
/// carried out in order; its failure arrives as commandFailed(). GUI thread only.
class RunController final : public QObject
{
    Q_OBJECT

public:
    /// @p home holds tamiz.db and runs/ (defaultHome()); @p backend must outlive this object.
    RunController(const std::filesystem::path &home, RunBackend &backend,
                  QObject *parent = nullptr);
    /// Stops the running run (its checkpoint stays) and joins; waiting runs stay in the store.
    /// A window that wants to stay responsive calls stop() first and waits for runEnded().
    ~RunController() override;

    bool isReady() const { return m_queue != nullptr; }
    std::filesystem::path home() const { return m_home; }

    /// Every run, archived ones too, newest first; as of the last runsChanged().
    const std::vector<RunRecord> &runs() const { return m_runs; }
    const RunRecord *run(RunId id) const; ///< nullptr when absent; valid until the next signal

    std::optional<RunId> runningRun() const; ///< in this process
    std::vector<RunId> waitingRuns() const; ///< in this process, in the order of their start
    bool isQueueHeld() const;

    /// Whether pause, stop and checkpoint reach the run from here (another process may own it).
    bool isControllable(RunId id) const;
    /// nullptr for runs that this process has not trained since the last other one began.
    const LiveRun *live(RunId id) const;
    /// Last progress of a run of this process; nothing before its first report.
    std::optional<Progress> progress(RunId id) const;

    /// Reads for pages; shares the reading thread.
    AsyncQuery &query() { return *m_query; }

    void start(NewRun run); ///< next in turn
    void enqueue(NewRun run); ///< last in turn
    void enqueue(std::vector<NewRun> runs);
    void startWaiting(RunId id); ///< a waiting run jumps to the front and goes
    void setQueueHeld(bool isHeld);

    void pause(RunId id);
    void resume(RunId id); ///< goes on after pause(), or from the last checkpoint of a dead run
    void stop(RunId id); ///< keeps a checkpoint; a waiting run is cancelled
    void checkpointNow(RunId id);

    void rename(RunId id, const QString &name);
    void setGroup(RunId id, const QString &group);
    void setTags(RunId id, const QStringList &tags);
    void setNotes(RunId id, const QString &notes);
    void setArchived(RunId id, bool isArchived);
    /// Forgets the run and its metrics; with its folder, when that lies below home()/runs.
    void remove(RunId id, bool withFolder);

    /// Reads the list of runs again (it is also read after each command and every few seconds, for
    /// runs of other processes).
    void refresh();

signals:
    void ready();
    void openFailed(const tamiz::Error &error); ///< no store: nothing can be run or shown
    void runsChanged();
    void listRead(); ///< the list was read from the store, changed or not
    /// @p isStarting: by start(); false when it was put into the queue.
    void runCreated(tamiz::RunId run, bool isStarting);
    /// What a run of this process reported since the last tick; at most every 50 ms a run.
    void runEvents(tamiz::RunId run, const tamiz::MailboxBatch &batch);
    void runStateChanged(tamiz::RunId run, tamiz::RunState state);
    void runEnded(tamiz::RunId run, tamiz::RunState state); ///< after its last runEvents()
    void runFailed(tamiz::RunId run, const QString &message); ///< before its runEnded()
    void queueHeldChanged(bool isHeld);
    /// @p action is translated: "Renaming the run".
    void commandFailed(const QString &action, const tamiz::Error &error);

private:
    using Command = std::function<Status(RunQueue &, RunStore &)>;
    struct Opened;

    void open(RunBackend &backend);
    void command(const QString &action, Command work);
    void editDetails(const QString &action, RunId id, std::function<void(RunRecord &)> edit);
    void takeRuns(Result<std::vector<RunRecord>> runs);
    void takeBatch(RunId run, const MailboxBatch &batch);
    void changeState(RunId run, const StateChange &change);
    void mergeLive(RunRecord &run) const;
    RunRecord *knownRun(RunId id);
    bool isBusy() const;

    const std::filesystem::path m_home;
    std::vector<RunRecord> m_runs;
    std::map<RunId, LiveRun> m_live;
    int m_pendingCommands = 0;
    QTimer m_refreshTimer;

    std::unique_ptr<Opened> m_opened; ///< what the worker opened; its thread's until it has joined
    RunQueue *m_queue = nullptr; ///< the same queue for calls from here, once it is open

    AsyncQuery *m_query;
    EventPump *m_pump;
    std::unique_ptr<StoreWorker> m_worker;
};

/// Keeps @p model equal to the controller's runs from now on, and writes edited names back.
void follow(RunTableModel &model, RunController &controller);

} // namespace tamiz::ui
