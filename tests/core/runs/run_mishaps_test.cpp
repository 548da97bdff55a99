// SPDX-License-Identifier: Apache-2.0
// Kills, full disks, locked stores, folders that refuse: nothing recorded may be lost.
#include <algorithm>
#include <fstream>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/metrics/event_file.h"
#include "core/metrics/mailbox_sink.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_recovery.h"
#include "core/runs/run_session.h"
#include "core/store/detail/database.h"
#include "core/store/run_store.h"
#include "tests/support/child_process.h"
#include "tests/support/fake_backend.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

using test::ChildProcess;
using test::FakeBackend;
using test::lossAt;
using testing::HasSubstr;

const SeriesKey kLoss { "loss", "train", "", "" };

Recipe someRecipe()
{
    Recipe recipe;
    recipe.model.path = "/models/base";
    return recipe;
}

class RunMishaps : public testing::Test
{
protected:
    std::unique_ptr<RunStore> store()
    {
        return RunStore::open(m_options.home / "tamiz.db").value();
    }

    std::vector<std::int64_t> storedSteps(RunId id) { return store()->points(id, kLoss)->step; }

    static std::vector<std::int64_t> stepsUpTo(std::int64_t last)
    {
        std::vector<std::int64_t> steps(static_cast<std::size_t>(last));
        std::iota(steps.begin(), steps.end(), 1);
        return steps;
    }

    test::TemporaryFolder m_folder;
    SessionOptions m_options { m_folder.path() / "home", {}, {}, {} };
    RunControl m_control;
};

TEST_F(RunMishaps, KillAtAnyMomentLosesNoEventAndTheRunResumes)
{
    // The sizes of events.jsonl at which the process dies: at once, within and after store batches.
    for (const std::uintmax_t bytes : { 0U, 1U, 5'000U, 60'000U, 200'000U }) {
        ChildProcess child([this](const auto &ready) {
            FakeBackend endless(
                [&ready](const RunRequest &, RunControl &, MetricSink &sink) -> Result<RunOutcome> {
                    ready();
                    for (std::int64_t step = 1;; ++step)
                        (void)sink.record(lossAt(step, 1));
                });
            const RunId id = RunSession::enqueue(someRecipe(), m_options).value();
            (void)RunSession::run(id, m_options, endless, m_control);
        });
        ASSERT_TRUE(child.waitUntilReady());
        const RunRecord running = store()->runs()->front();
        const RunId id = running.id;
        const RunFolder folder { running.folder };
        std::error_code ignored;
        while (std::filesystem::file_size(folder.events(), ignored) < bytes) { }
        child.kill();
        child.reap();

        const auto interrupted = recoverRuns(*store());
        ASSERT_TRUE(interrupted) << interrupted.error().toString();
        ASSERT_EQ(interrupted->size(), 1U);
        EXPECT_EQ(interrupted->front().id, id);
        const auto recorded = replayEvents(folder.events());
        ASSERT_TRUE(recorded);
        std::int64_t last = 0;
        for (const StoredEvent &stored : recorded->events) {
            if (const auto *scalar = std::get_if<Scalar>(&stored.event.what))
                last = scalar->step;
        }
        EXPECT_EQ(storedSteps(id), stepsUpTo(last));

        FakeBackend ending([last](const RunRequest &, RunControl &, MetricSink &sink) {
            for (std::int64_t step = std::max<std::int64_t>(last - 5, 1); step <= last + 10; ++step)
                (void)sink.record(lossAt(step, 2));
            return RunOutcome {};
        });
        ASSERT_TRUE(RunSession::run(id, m_options, ending, m_control));
        EXPECT_EQ(store()->run(id)->state, RunState::Finished);
        EXPECT_EQ(storedSteps(id), stepsUpTo(last + 10));
    }
}

TEST_F(RunMishaps, EndThatTheStoreMissedIsReadFromTheEvents)
{
    ChildProcess child([this](const auto &ready) {
        FakeBackend backend(
            [](const RunRequest &, RunControl &, MetricSink &) { return RunOutcome {}; });
        const RunId id = RunSession::enqueue(someRecipe(), m_options).value();
        (void)RunSession::run(id, m_options, backend, m_control);
        // As if the store had been locked at the end: it still shows the run as running.
        const auto file = m_options.home / "tamiz.db";
        const auto database
            = detail::Database::open(file, detail::Database::Access::ReadWrite).value();
        if (database->execute("UPDATE runs SET state = 'interrupted'") && store()->claim(id))
            ready();
    });
    ASSERT_TRUE(child.waitUntilReady());
    child.reap();
    EXPECT_EQ(store()->run(1)->state, RunState::Running);
    const auto interrupted = recoverRuns(*store());
    ASSERT_TRUE(interrupted);
    EXPECT_TRUE(interrupted->empty());
    EXPECT_EQ(store()->run(1)->state, RunState::Finished);
}

TEST_F(RunMishaps, TwoProcessesTrainIntoOneStore)
{
    constexpr std::int64_t kSteps = 3000;
    std::vector<std::unique_ptr<ChildProcess>> children;
    for (int i = 0; i < 2; ++i) {
        children.push_back(std::make_unique<ChildProcess>([this](const auto &) {
            FakeBackend backend([](const RunRequest &, RunControl &, MetricSink &sink) {
                for (std::int64_t step = 1; step <= kSteps; ++step)
                    (void)sink.record(lossAt(step, 1));
                return RunOutcome {};
            });
            const auto id = RunSession::enqueue(someRecipe(), m_options);
            if (!id || !RunSession::run(*id, m_options, backend, m_control))
                ::_exit(1);
        }));
    }
    for (const auto &child : children)
        EXPECT_EQ(child->reap(), 0);
    const std::vector<RunRecord> runs = store()->runs().value();
    ASSERT_EQ(runs.size(), 2U);
    for (const RunRecord &run : runs) {
        EXPECT_EQ(run.state, RunState::Finished);
        EXPECT_EQ(storedSteps(run.id), stepsUpTo(kSteps));
    }
}

TEST_F(RunMishaps, LockedStoreIsAWarningAndCatchesUp)
{
    const RunId id = RunSession::enqueue(someRecipe(), m_options).value();
    MailboxSink view;
    std::string warning;
    FakeBackend backend([&](const RunRequest &, RunControl &, MetricSink &sink) {
        const auto other = detail::Database::open(m_options.home / "tamiz.db",
                                                  detail::Database::Access::ReadWrite)
                               .value();
        (void)other->run("BEGIN IMMEDIATE");
        std::int64_t step = 0;
        while (warning.empty()) { // until the store writer's patience ends
            (void)sink.record(lossAt(++step, 1));
            (void)sink.flush();
            for (const MetricEvent &event : view.drain().events) {
                if (const auto *line = std::get_if<LogLine>(&event.what))
                    warning = line->text;
            }
        }
        (void)other->run("COMMIT");
        return RunOutcome { false, step, {} };
    });
    const auto outcome = RunSession::run(id, m_options, backend, m_control, &view);
    ASSERT_TRUE(outcome);
    EXPECT_THAT(warning, HasSubstr("run store"));
    EXPECT_THAT(warning, HasSubstr("will be tried again"));
    EXPECT_EQ(storedSteps(id), stepsUpTo(outcome->steps));
    EXPECT_EQ(store()->run(id)->state, RunState::Finished);
}

TEST_F(RunMishaps, FolderThatCannotBeWrittenIsAClearError)
{
    const auto obstacle = m_folder.path() / "file";
    {
        std::ofstream(obstacle) << "x";
    }
    m_options.folder = obstacle / "run";
    const auto id = RunSession::enqueue(someRecipe(), m_options);
    ASSERT_FALSE(id);
    EXPECT_THAT(id.error().toString(), HasSubstr("file/run"));
    EXPECT_TRUE(store()->runs()->empty()) << "no row without a folder";
}

TEST_F(RunMishaps, FolderThatBecameUnusableFailsTheRun)
{
    const RunId id = RunSession::enqueue(someRecipe(), m_options).value();
    const auto folder = store()->run(id)->folder;
    std::filesystem::remove_all(folder);
    {
        std::ofstream(folder) << "x";
    }
    FakeBackend backend(
        [](const RunRequest &, RunControl &, MetricSink &) { return RunOutcome {}; });
    const auto outcome = RunSession::run(id, m_options, backend, m_control);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().toString(), HasSubstr(folder.string()));
    EXPECT_EQ(store()->run(id)->state, RunState::Failed);
    EXPECT_THAT(store()->run(id)->message, HasSubstr(folder.string()));
}

/// A file system of 256 KiB that the test can fill.
class FullDisk : public RunMishaps
{
protected:
    void SetUp() override
    {
        std::filesystem::create_directories(m_disk);
        if (::mount("tamiz-test", m_disk.c_str(), "tmpfs", 0, "size=256k") != 0)
            GTEST_SKIP() << "a small tmpfs cannot be mounted here (needs root)";
        m_isMounted = true;
    }
    void TearDown() override
    {
        if (m_isMounted)
            ::umount2(m_disk.c_str(), MNT_DETACH);
    }
    void fill() const
    {
        std::ofstream stream(m_disk / "filler", std::ios::binary);
        const std::string block(4096, 'x');
        while (stream.write(block.data(), 4096).flush()) { }
    }

    std::filesystem::path m_disk = m_folder.path() / "disk";
    bool m_isMounted = false;
};

TEST_F(FullDisk, EventsWaitInMemoryAndNoneIsLost)
{
    m_options.folder = m_disk / "run";
    const RunId id = RunSession::enqueue(someRecipe(), m_options).value();
    MailboxSink view;
    FakeBackend backend([this](const RunRequest &, RunControl &, MetricSink &sink) {
        (void)sink.record(lossAt(1, 1));
        fill();
        for (std::int64_t step = 2; step <= 400; ++step)
            (void)sink.record(lossAt(step, 1));
        std::filesystem::remove(m_disk / "filler");
        for (std::int64_t step = 401; step <= 500; ++step)
            (void)sink.record(lossAt(step, 1));
        return RunOutcome { false, 500, {} };
    });
    ASSERT_TRUE(RunSession::run(id, m_options, backend, m_control, &view));
    EXPECT_EQ(storedSteps(id), stepsUpTo(500));
    EXPECT_EQ(replayEvents(RunFolder { m_options.folder }.events())->damagedLines, 0U);
    const auto events = view.drain().events;
    const auto isDiskWarning = [](const MetricEvent &event) {
        const auto *line = std::get_if<LogLine>(&event.what);
        return line && line->text.find("events.jsonl: ") == 0;
    };
    EXPECT_EQ(std::count_if(events.begin(), events.end(), isDiskWarning), 1);
}

TEST_F(FullDisk, RunEndsAsItDidWhenNoRoomComesBack)
{
    m_options.folder = m_disk / "run";
    const RunId id = RunSession::enqueue(someRecipe(), m_options).value();
    MailboxSink view;
    FakeBackend backend([this](const RunRequest &, RunControl &, MetricSink &sink) {
        fill();
        for (std::int64_t step = 1; step <= 2000; ++step)
            (void)sink.record(lossAt(step, 1));
        return RunOutcome { false, 2000, {} };
    });
    EXPECT_TRUE(RunSession::run(id, m_options, backend, m_control, &view));
    EXPECT_EQ(store()->run(id)->state, RunState::Finished);
    const auto events = view.drain().events;
    ASSERT_FALSE(events.empty());
    EXPECT_GE(events.size(), 2000U);
}

TEST_F(FullDisk, StoreOnAFullDiskIsAWarning)
{
    m_options.home = m_disk / "home";
    m_options.folder = m_folder.path() / "run";
    const RunId id = RunSession::enqueue(someRecipe(), m_options).value();
    FakeBackend backend([this](const RunRequest &, RunControl &, MetricSink &sink) {
        fill();
        for (std::int64_t step = 1; step <= 5000; ++step)
            (void)sink.record(lossAt(step, 1));
        return RunOutcome { false, 5000, {} };
    });
    ASSERT_TRUE(RunSession::run(id, m_options, backend, m_control));
    EXPECT_EQ(replayEvents(RunFolder { m_options.folder }.events())->damagedLines, 0U);
    EXPECT_THAT(readFile(RunFolder { m_options.folder }.log()).value(),
                HasSubstr("warning: run store"));
    EXPECT_EQ(lastRecordedState(RunFolder { m_options.folder }.events())->state,
              RunState::Finished);
}

TEST_F(FullDisk, NewRunIsRefusedAndLeavesNoRow)
{
    (void)store();
    fill();
    m_options.folder = m_disk / "run";
    const auto id = RunSession::enqueue(someRecipe(), m_options);
    ASSERT_FALSE(id);
    EXPECT_EQ(id.error().code, ErrorCode::DiskFull) << id.error().toString();
    EXPECT_TRUE(store()->runs()->empty());
}

} // namespace
} // namespace tamiz
