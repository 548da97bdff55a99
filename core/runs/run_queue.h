// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/metrics/mailbox_sink.h"
#include "core/recipe/recipe.h"
#include "core/runs/run_backend.h"

namespace tamiz {

struct QueueOptions
{
    std::filesystem::path home; ///< holds tamiz.db and runs/; see defaultHome()
    /// Whether runs that wait from an earlier session start by themselves; when false they wait for
    /// requestStart() or setHeld(false).
    bool startsRestoredRuns = false;
};

/// What happened to one run since the last drain.
struct RunUpdate
{
    RunId id = 0;
    MailboxBatch batch;
};

/// Runs recipes one after the other on a worker thread of its own; the next one starts whatever
/// became of the one before. Waiting runs are rows of the store (state queued, oldest first), so they
/// survive the process. Two processes on one store each have a queue; a run is in one of them only.
///
/// Any thread may call anything. What touches the disk says so and may wait for a locked store (5 s):
/// a window calls it from a worker. Everything else returns at once.
class RunQueue
{
public:
    /// Disk. Opens the store, marks dead runs interrupted, takes over the queued runs that have no
    /// live owner and starts the worker. @p backend must outlive the queue.
    static Result<std::unique_ptr<RunQueue>> open(const QueueOptions &options, RunBackend &backend);

    /// Requests a stop of the running run and joins; waiting runs stay queued in the store.
    ~RunQueue();

    RunQueue(const RunQueue &) = delete;
    RunQueue &operator=(const RunQueue &) = delete;

    /// Disk. Registers a run and puts it last. Starts it when nothing runs and the queue is not held.
    Result<RunId> enqueue(const Recipe &recipe, const std::string &name = {},
                          const std::string &group = {});

    /// Disk. Puts a queued, interrupted, cancelled or failed run first, held or not; it goes on from
    /// its last good checkpoint where it has one. One that runs here already stays as it is.
    Status requestStart(RunId id);

    /// Stops the running run (a checkpoint stays), at once. Disk: cancels a waiting one.
    Status requestStop(RunId id);

    /// Pauses the running run, or lets it go on. NotFound when @p id is not running here.
    Status requestPause(RunId id, bool pause);

    /// Writes a checkpoint after the current step. NotFound when @p id is not running here.
    Status requestCheckpoint(RunId id);

    /// A held queue finishes the running run and starts no other, except by requestStart().
    void setHeld(bool held);
    bool isHeld() const;

    std::optional<RunId> running() const;
    std::vector<RunId> waiting() const; ///< in the order in which they will start

    /// Moves out the events of every run that has any, in order of arrival; state changes of waiting
    /// runs (queued, cancelled) and the terminal one are among them. Call it on a timer.
    std::vector<RunUpdate> drain();

    /// Blocks until nothing runs and nothing may start.
    void waitUntilIdle();

private:
    class Worker;
    explicit RunQueue(std::unique_ptr<Worker> worker);

    std::unique_ptr<Worker> m_worker;
};

} // namespace tamiz
