// SPDX-License-Identifier: Apache-2.0
// Several processes on one store: claims, queues, and what a killed one leaves behind.
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/store/detail/database.h"
#include "core/store/detail/process_identity.h"
#include "core/store/run_store.h"
#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

using detail::Liveness;
using detail::ProcessIdentity;
using test::ChildProcess;
using testing::HasSubstr;

class StoreProcesses : public testing::Test
{
protected:
    std::unique_ptr<RunStore> open() { return RunStore::open(m_file).value(); }

    /// Changes the owner of a run behind the store's back.
    void rewrite(const std::string &assignments)
    {
        const auto database = detail::Database::open(m_file, detail::Database::Access::ReadWrite);
        ASSERT_TRUE((*database)->execute("UPDATE runs SET " + assignments));
    }

    test::TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder.path() / "tamiz.db";
};

TEST(ProcessIdentityTest, LivingDeadAndReusedPidsAreToldApart)
{
    const ProcessIdentity ours = ProcessIdentity::current();
    EXPECT_EQ(ours.pid, ::getpid());
    EXPECT_EQ(livenessOf(ours), Liveness::Alive);
    ProcessIdentity other = ours;
    other.startedTicks += 1;
    EXPECT_EQ(livenessOf(other), Liveness::Dead) << "the pid was used again";
    other = ours;
    other.boot = "another";
    EXPECT_EQ(livenessOf(other), Liveness::Dead) << "the machine was started anew";
    other = ours;
    other.host = "elsewhere";
    EXPECT_EQ(livenessOf(other), Liveness::Elsewhere);
}

TEST_F(StoreProcesses, RunOfALivingProcessCannotBeTaken)
{
    const RunId id = open()->create({}).value();
    const ChildProcess child([this, id](const auto &ready) {
        const auto store = open();
        // The parent's queue has it: a queued run of a living process stays there.
        if (store->claim(id).error().code == ErrorCode::Busy)
            ready();
    });
    EXPECT_TRUE(child.waitUntilReady());
    const auto store = open();
    ASSERT_TRUE(store->claim(id));
    const auto again = store->claim(id);
    ASSERT_FALSE(again) << "nor by another thread of the same process";
    EXPECT_EQ(again.error().code, ErrorCode::Busy);
    EXPECT_THAT(again.error().message, HasSubstr("process " + std::to_string(::getpid())));
    EXPECT_TRUE(store->sweepInterrupted()->empty());
}

TEST_F(StoreProcesses, KilledProcessLeavesAnInterruptedRunThatCanBeTaken)
{
    ChildProcess child([this](const auto &ready) {
        const auto store = open();
        const RunId id = store->create({}).value();
        if (store->claim(id) && store->changeState(id, RunState::Paused))
            ready();
        ::pause();
    });
    ASSERT_TRUE(child.waitUntilReady());
    const auto store = open();
    EXPECT_TRUE(store->sweepInterrupted()->empty());
    EXPECT_EQ(store->claim(1).error().code, ErrorCode::Busy);
    child.kill();
    child.waitUntilDead(); // a zombie still has its pid
    const auto swept = store->sweepInterrupted();
    ASSERT_TRUE(swept);
    ASSERT_EQ(swept->size(), 1U);
    EXPECT_EQ(swept->front().state, RunState::Interrupted);
    EXPECT_TRUE(swept->front().endedAt);
    EXPECT_TRUE(store->sweepInterrupted()->empty());
    EXPECT_TRUE(store->claim(swept->front().id));
}

TEST_F(StoreProcesses, DeadOwnersRunCanBeClaimedWithoutASweep)
{
    ChildProcess child([this](const auto &ready) {
        const auto store = open();
        if (store->claim(store->create({}).value()))
            ready();
        ::pause();
    });
    ASSERT_TRUE(child.waitUntilReady());
    child.kill();
    child.reap();
    EXPECT_TRUE(open()->claim(1));
}

TEST_F(StoreProcesses, QueuedRunsOfADeadProcessAreAdoptedOldestFirst)
{
    ChildProcess child([this](const auto &ready) {
        const auto store = open();
        if (store->create({}) && store->create({}))
            ready();
        ::pause();
    });
    ASSERT_TRUE(child.waitUntilReady());
    const auto store = open();
    EXPECT_TRUE(store->adoptQueued()->empty());
    EXPECT_EQ(store->takeIntoQueue(1).error().code, ErrorCode::Busy);
    child.kill();
    child.reap();
    const auto adopted = store->adoptQueued();
    ASSERT_EQ(adopted->size(), 2U);
    EXPECT_EQ((*adopted)[0].id, 1);
    EXPECT_TRUE(store->adoptQueued()->empty());
}

TEST_F(StoreProcesses, HeartbeatDecidesForAnotherHost)
{
    const auto store = open();
    const RunId id = store->create({}).value();
    ASSERT_TRUE(store->claim(id));
    rewrite("owner_host = 'elsewhere x y'");
    EXPECT_TRUE(store->sweepInterrupted()->empty());
    EXPECT_THAT(store->claim(id).error().message, HasSubstr("on elsewhere"));
    rewrite("heartbeat_at = heartbeat_at - 61 * 1000000");
    EXPECT_EQ(store->sweepInterrupted()->size(), 1U);
}

TEST_F(StoreProcesses, HeartbeatNoticesTheLossOfTheRun)
{
    const auto store = open();
    const RunId id = store->create({}).value();
    ASSERT_TRUE(store->claim(id));
    EXPECT_TRUE(store->heartbeat(id));
    rewrite("owner_pid = owner_pid + 1");
    EXPECT_EQ(store->heartbeat(id).error().code, ErrorCode::Mismatch);
}

TEST_F(StoreProcesses, FinishedRunsCannotBeTaken)
{
    const auto store = open();
    const RunId id = store->create({}).value();
    ASSERT_TRUE(store->claim(id));
    ASSERT_TRUE(store->changeState(id, RunState::Finished));
    EXPECT_EQ(store->claim(id).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(store->takeIntoQueue(id).error().code, ErrorCode::InvalidArgument);
}

TEST_F(StoreProcesses, ManyProcessesCreateTheStoreAndWriteAtOnce)
{
    constexpr int kProcesses = 4;
    constexpr int kRuns = 25;
    std::vector<std::unique_ptr<ChildProcess>> children;
    for (int i = 0; i < kProcesses; ++i) {
        children.push_back(std::make_unique<ChildProcess>([this](const auto &) {
            auto store = RunStore::open(m_file);
            if (!store) {
                std::fprintf(stderr, "%s\n", store.error().toString().c_str());
                ::_exit(1);
            }
            for (int run = 0; run < kRuns; ++run) {
                const auto id = (*store)->create({});
                if (!id
                    || !(*store)->append(
                        *id, { { {}, Scalar { { "loss", "train", "", "" }, 1, 0, 0, 0, 1, 0 } } }))
                    ::_exit(2);
            }
        }));
    }
    for (const auto &child : children)
        EXPECT_EQ(child->reap(), 0);
    EXPECT_EQ(open()->runs()->size(), static_cast<std::size_t>(kProcesses * kRuns));
}

TEST_F(StoreProcesses, KillDuringWritesLeavesWholeTransactions)
{
    ASSERT_TRUE(RunStore::open(m_file));
    ChildProcess child([this](const auto &ready) {
        const auto store = open();
        const RunId id = store->create({}).value();
        ready();
        for (std::int64_t step = 0;; step += 10) {
            std::vector<MetricEvent> batch;
            for (std::int64_t i = 0; i < 10; ++i)
                batch.push_back(
                    { {}, Scalar { { "loss", "train", "", "" }, step + i, 0, 0, 0, 1, 0 } });
            (void)store->append(id, batch);
        }
    });
    ASSERT_TRUE(child.waitUntilReady());
    const auto store = open();
    const SeriesKey loss { "loss", "train", "", "" };
    while (store->points(1, loss)->value.size() < 100) { }
    child.kill();
    child.reap();
    const std::size_t points = store->points(1, loss)->value.size();
    EXPECT_EQ(points % 10, 0U);
    EXPECT_EQ(store->eventsEnd(1).value(), points);
    EXPECT_EQ(store->series(1)->front().points, static_cast<std::int64_t>(points));
}

} // namespace
} // namespace tamiz
