// SPDX-License-Identifier: Apache-2.0
#include "core/runs/run_queue.h"

#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/store/run_store.h"
#include "tests/support/child_process.h"
#include "tests/support/fake_backend.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

using test::FakeBackend;
using test::lossAt;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Recipe named(const std::string &name)
{
    Recipe recipe;
    recipe.model.path = "/models/base";
    recipe.output.name = name;
    return recipe;
}

/// A backend that runs until the test lets it go or asks it to stop.
class GatedBackend final : public RunBackend
{
public:
    Result<RunOutcome> execute(const RunRequest &request, RunControl &control,
                               MetricSink &sink) override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_started.push_back(request.recipe.output.name);
            m_changed.notify_all();
        }
        (void)sink.record(lossAt(1, 1));
        std::unique_lock lock(m_mutex);
        while (m_tickets == 0 && !control.isStopRequested()) {
            if (control.takeCheckpointRequest())
                (void)sink.record({ {}, Mark { MarkKind::Checkpoint, 1, "" } });
            m_changed.wait_for(lock,
                               std::chrono::milliseconds(2)); // a stop has no notification here
        }
        if (control.isStopRequested())
            return RunOutcome { true, 1, {} };
        --m_tickets;
        if (m_fails.count(request.recipe.output.name) > 0)
            return fail(ErrorCode::InvalidInput, "no such model");
        return RunOutcome { false, 1, request.folder / "final" };
    }

    void let(int runs)
    {
        const std::lock_guard lock(m_mutex);
        m_tickets += runs;
        m_changed.notify_all();
    }
    void failRun(const std::string &name) { m_fails.insert(name); }
    std::vector<std::string> waitForStarts(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_started.size() >= count; });
        return m_started;
    }
    std::size_t starts()
    {
        const std::lock_guard lock(m_mutex);
        return m_started.size();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::string> m_started;
    std::set<std::string> m_fails;
    int m_tickets = 0;
};

class RunQueueTest : public testing::Test
{
protected:
    std::unique_ptr<RunQueue> open(bool startsRestored = false)
    {
        return RunQueue::open({ m_folder.path(), startsRestored }, m_backend).value();
    }
    RunState state(RunId id)
    {
        return RunStore::open(m_folder.path() / "tamiz.db").value()->run(id)->state;
    }
    /// Adds what was drained to the states seen so far.
    void drain(RunQueue &queue)
    {
        for (const RunUpdate &update : queue.drain()) {
            for (const MetricEvent &event : update.batch.events) {
                if (const auto *change = std::get_if<StateChange>(&event.what))
                    m_states[update.id].push_back(change->state);
                if (std::holds_alternative<Mark>(event.what))
                    ++m_marks;
            }
        }
    }

    test::TemporaryFolder m_folder;
    GatedBackend m_backend;
    std::map<RunId, std::vector<RunState>> m_states;
    int m_marks = 0;
};

TEST_F(RunQueueTest, RunsGoOneAfterTheOtherAndOnAfterAFailure)
{
    m_backend.failRun("b");
    const auto queue = open();
    const RunId a = queue->enqueue(named("a")).value();
    m_backend.waitForStarts(1);
    const RunId b = queue->enqueue(named("b")).value();
    const RunId c = queue->enqueue(named("c")).value();
    EXPECT_EQ(queue->running(), a);
    EXPECT_THAT(queue->waiting(), ElementsAre(b, c));
    EXPECT_EQ(state(b), RunState::Queued);
    m_backend.let(3);
    queue->waitUntilIdle();
    EXPECT_THAT(m_backend.waitForStarts(3), ElementsAre("a", "b", "c"));
    EXPECT_EQ(state(a), RunState::Finished);
    EXPECT_EQ(state(b), RunState::Failed);
    EXPECT_EQ(state(c), RunState::Finished);
    drain(*queue);
    EXPECT_THAT(m_states[a], ElementsAre(RunState::Queued, RunState::Running, RunState::Finished));
    EXPECT_THAT(m_states[b], ElementsAre(RunState::Queued, RunState::Running, RunState::Failed));
    EXPECT_THAT(queue->drain(), IsEmpty());
}

TEST_F(RunQueueTest, RequestsReachTheRunningRun)
{
    const auto queue = open();
    const RunId id = queue->enqueue(named("a")).value();
    m_backend.waitForStarts(1);
    EXPECT_TRUE(queue->requestCheckpoint(id));
    while (m_marks == 0)
        drain(*queue);
    EXPECT_TRUE(queue->requestPause(id, true));
    while (m_states[id].empty() || m_states[id].back() != RunState::Paused)
        drain(*queue);
    EXPECT_TRUE(queue->requestPause(id, false));
    while (m_states[id].back() != RunState::Running)
        drain(*queue);
    EXPECT_EQ(queue->requestStart(id).error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(queue->requestStop(id));
    queue->waitUntilIdle();
    EXPECT_EQ(state(id), RunState::Cancelled);
    EXPECT_EQ(queue->requestStop(id).error().code, ErrorCode::NotFound);
    EXPECT_EQ(queue->requestPause(id, true).error().code, ErrorCode::NotFound);
    EXPECT_EQ(queue->requestCheckpoint(99).error().code, ErrorCode::NotFound);
}

TEST_F(RunQueueTest, WaitingRunCanBeCancelledAndStartedAgain)
{
    const auto queue = open();
    queue->enqueue(named("a")).value();
    const RunId b = queue->enqueue(named("b")).value();
    m_backend.waitForStarts(1);
    EXPECT_TRUE(queue->requestStop(b));
    EXPECT_EQ(state(b), RunState::Cancelled);
    EXPECT_THAT(queue->waiting(), IsEmpty());
    EXPECT_TRUE(queue->requestStart(b));
    EXPECT_EQ(state(b), RunState::Queued);
    m_backend.let(2);
    queue->waitUntilIdle();
    EXPECT_EQ(state(b), RunState::Finished);
    EXPECT_EQ(queue->requestStart(b).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(queue->requestStart(99).error().code, ErrorCode::NotFound);
}

TEST_F(RunQueueTest, HeldQueueStartsOnlyWhatIsAskedFor)
{
    const auto queue = open();
    queue->setHeld(true);
    const RunId a = queue->enqueue(named("a")).value();
    const RunId b = queue->enqueue(named("b")).value();
    queue->waitUntilIdle();
    EXPECT_EQ(m_backend.starts(), 0U);
    EXPECT_TRUE(queue->requestStart(b));
    EXPECT_THAT(m_backend.waitForStarts(1), ElementsAre("b"));
    m_backend.let(1);
    queue->waitUntilIdle();
    EXPECT_THAT(queue->waiting(), ElementsAre(a));
    queue->setHeld(false);
    m_backend.let(1);
    queue->waitUntilIdle();
    EXPECT_EQ(state(a), RunState::Finished);
}

TEST_F(RunQueueTest, ClosingStopsTheRunningRunAndKeepsTheQueue)
{
    RunId a = 0;
    RunId b = 0;
    {
        const auto queue = open();
        a = queue->enqueue(named("a")).value();
        b = queue->enqueue(named("b")).value();
        m_backend.waitForStarts(1);
    }
    EXPECT_EQ(state(a), RunState::Cancelled);
    EXPECT_EQ(state(b), RunState::Queued);
    EXPECT_EQ(m_backend.starts(), 1U);
}

TEST_F(RunQueueTest, QueueOfADeadProcessWaitsForAPersonUnlessTold)
{
    for (const bool startsRestored : { false, true }) {
        test::ChildProcess child([this](const auto &ready) {
            const auto queue = open();
            queue->setHeld(true);
            if (queue->enqueue(named("left")))
                ready();
            ::pause();
        });
        ASSERT_TRUE(child.waitUntilReady());
        {
            const auto other = open();
            EXPECT_THAT(other->waiting(), IsEmpty()) << "its owner lives";
        }
        child.kill();
        child.reap();
        const auto queue = open(startsRestored);
        EXPECT_EQ(queue->isHeld(), !startsRestored);
        if (!startsRestored) {
            ASSERT_EQ(queue->waiting().size(), 1U);
            EXPECT_TRUE(queue->requestStart(queue->waiting().front()));
        }
        m_backend.let(1);
        queue->waitUntilIdle();
        EXPECT_EQ(state(startsRestored ? 2 : 1), RunState::Finished);
    }
}

TEST_F(RunQueueTest, TwoQueuesInTwoProcessesNeverRunTheSameRun)
{
    test::ChildProcess child([this](const auto &ready) {
        const auto queue = open();
        if (queue->enqueue(named("a")) && !m_backend.waitForStarts(1).empty())
            ready();
        ::pause();
    });
    ASSERT_TRUE(child.waitUntilReady());
    const auto queue = open(true);
    EXPECT_EQ(queue->requestStart(1).error().code, ErrorCode::Busy);
    EXPECT_EQ(queue->requestStop(1).error().code, ErrorCode::NotFound);
    EXPECT_THAT(queue->waiting(), IsEmpty());
    EXPECT_EQ(state(1), RunState::Running);
    EXPECT_EQ(m_backend.starts(), 0U);
    child.kill();
    child.reap();
    m_backend.let(1);
    EXPECT_TRUE(queue->requestStart(1));
    queue->waitUntilIdle();
    EXPECT_EQ(state(1), RunState::Finished);
}

TEST_F(RunQueueTest, RunRemovedBehindTheQueuesBackIsReported)
{
    const auto queue = open();
    queue->setHeld(true);
    const RunId id = queue->enqueue(named("a")).value();
    ASSERT_TRUE(RunStore::open(m_folder.path() / "tamiz.db").value()->remove(id));
    queue->setHeld(false);
    queue->waitUntilIdle();
    const auto updates = queue->drain();
    ASSERT_EQ(updates.size(), 1U);
    const auto &last = std::get<StateChange>(updates.front().batch.events.back().what);
    EXPECT_EQ(last.state, RunState::Failed);
    EXPECT_THAT(last.message, HasSubstr("there is no run"));
}

TEST_F(RunQueueTest, DamagedStoreIsAnErrorNotACrash)
{
    {
        std::ofstream(m_folder.path() / "tamiz.db") << std::string(5000, 'x');
    }
    const auto queue = RunQueue::open({ m_folder.path(), false }, m_backend);
    ASSERT_FALSE(queue);
    EXPECT_EQ(queue.error().code, ErrorCode::InvalidInput);
}

} // namespace
} // namespace tamiz
