// SPDX-License-Identifier: Apache-2.0
#include "core/runs/run_session.h"

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/metrics/event_file.h"
#include "core/metrics/mailbox_sink.h"
#include "core/recipe/recipe_io.h"
#include "core/runs/detail/run_naming.h"
#include "core/runs/run_folder.h"
#include "core/runs/run_recovery.h"
#include "core/store/run_store.h"
#include "tests/support/fake_backend.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

using test::FakeBackend;
using test::lossAt;
using testing::ElementsAre;
using testing::HasSubstr;

const SeriesKey kLoss { "loss", "train", "", "" };

Recipe someRecipe()
{
    Recipe recipe;
    recipe.model.path = "/models/base";
    recipe.task.labels = { "no", "sí" };
    recipe.data.train = { "/data/train.jsonl" };
    recipe.output.name = "Clínica: sin puntuación";
    return recipe;
}

std::vector<RunState> statesOf(const std::vector<MetricEvent> &events)
{
    std::vector<RunState> states;
    for (const MetricEvent &event : events) {
        if (const auto *change = std::get_if<StateChange>(&event.what))
            states.push_back(change->state);
    }
    return states;
}

/// Records @p steps losses, then ends well.
FakeBackend trainsFor(int steps)
{
    return FakeBackend([steps](const RunRequest &request, RunControl &, MetricSink &sink) {
        for (int step = 1; step <= steps; ++step)
            (void)sink.record(lossAt(step, 1.0 / step));
        return RunOutcome { false, steps, request.folder / "final" };
    });
}

class RunSessionTest : public testing::Test
{
protected:
    RunId enqueue() { return RunSession::enqueue(someRecipe(), m_options).value(); }
    Result<RunOutcome> run(RunId id, RunBackend &backend, MetricSink *view = nullptr)
    {
        return RunSession::run(id, m_options, backend, m_control, view);
    }
    std::unique_ptr<RunStore> store()
    {
        return RunStore::open(m_options.home / "tamiz.db").value();
    }
    RunRecord record(RunId id) { return store()->run(id).value(); }
    std::vector<MetricEvent> events(RunId id)
    {
        EventChunk chunk = replayEvents(RunFolder { record(id).folder }.events()).value();
        std::vector<MetricEvent> found;
        for (StoredEvent &stored : chunk.events)
            found.push_back(std::move(stored.event));
        return found;
    }

    test::TemporaryFolder m_folder;
    SessionOptions m_options { m_folder.path() / "home", {}, {}, {} };
    RunControl m_control;
};

TEST(RunNaming, FoldersAreAsciiShortAndNeverEmpty)
{
    EXPECT_EQ(detail::runFolderName(14, "Clínica: sin puntuación"), "14-clinica-sin-puntuacion");
    EXPECT_EQ(detail::slug("../../etc/passwd"), "etc-passwd");
    EXPECT_EQ(detail::slug("Ærø straße 東京"), "aero-strasse");
    EXPECT_EQ(detail::slug("!!!"), "run");
    EXPECT_EQ(detail::slug(""), "run");
    EXPECT_EQ(detail::slug("\xFF\xFE x"), "x");
    EXPECT_LE(detail::slug(std::string(100'000, 'a')).size(), 40U);
    EXPECT_EQ(detail::slug(std::string(39, 'a') + " b"), std::string(39, 'a'));
}

TEST_F(RunSessionTest, EnqueuedRunHasItsRowFolderAndRecipe)
{
    m_options.group = "control";
    const RunId id = enqueue();
    const RunRecord run = record(id);
    EXPECT_EQ(run.state, RunState::Queued);
    EXPECT_EQ(run.name, "Clínica: sin puntuación");
    EXPECT_EQ(run.group, "control");
    EXPECT_EQ(run.folder,
              std::filesystem::canonical(m_options.home) / "runs" / "1-clinica-sin-puntuacion");
    const auto parsed = loadRecipe(RunFolder { run.folder }.recipe());
    ASSERT_TRUE(parsed);
    EXPECT_FALSE(hasErrors(parsed->problems));
    EXPECT_EQ(parsed->recipe, someRecipe());
    EXPECT_EQ(parseRecipe(run.recipeYaml).recipe, someRecipe());
}

TEST_F(RunSessionTest, FinishedRunIsWhollyInStoreFilesAndView)
{
    const RunId id = enqueue();
    FakeBackend backend = trainsFor(1200);
    MailboxSink view;
    const auto outcome = run(id, backend, &view);
    ASSERT_TRUE(outcome) << outcome.error().toString();
    EXPECT_EQ(outcome->steps, 1200);

    EXPECT_EQ(record(id).state, RunState::Finished);
    EXPECT_TRUE(record(id).startedAt && record(id).endedAt);
    EXPECT_EQ(store()->points(id, kLoss)->value.size(), 1200U);
    EXPECT_EQ(record(id).sparkline.size(), 32U);
    EXPECT_EQ(statesOf(events(id)), (std::vector { RunState::Running, RunState::Finished }));
    EXPECT_EQ(view.drain().events.size(), 1202U);
    EXPECT_EQ(store()->eventsEnd(id).value(),
              std::filesystem::file_size(RunFolder { record(id).folder }.events()));
    const std::string log = readFile(RunFolder { record(id).folder }.log()).value();
    EXPECT_THAT(log, HasSubstr("state: running"));
    EXPECT_THAT(log, HasSubstr("state: finished"));
}

TEST_F(RunSessionTest, StoreHoldsEverythingWhenTheViewHearsOfTheEnd)
{
    struct AskingView final : MetricSink
    {
        std::filesystem::path file;
        std::size_t points = 0;
        RunState state = RunState::Queued;
        Status record(const MetricEvent &event) override
        {
            const auto *change = std::get_if<StateChange>(&event.what);
            if (change && isTerminal(change->state)) {
                const auto store = RunStore::open(file).value();
                points = store->points(1, kLoss)->value.size();
                state = store->run(1)->state;
            }
            return {};
        }
        Status flush() override { return {}; }
    } view;
    view.file = m_options.home / "tamiz.db";
    const RunId id = enqueue();
    FakeBackend backend = trainsFor(700);
    ASSERT_TRUE(run(id, backend, &view));
    EXPECT_EQ(view.points, 700U);
    EXPECT_EQ(view.state, RunState::Finished);
}

TEST_F(RunSessionTest, FailureKeepsItsReasonAndCanBeTriedAgain)
{
    const RunId id = enqueue();
    FakeBackend failing(
        [](const RunRequest &, RunControl &, MetricSink &sink) -> Result<RunOutcome> {
            (void)sink.record(lossAt(1, 1));
            return fail(ErrorCode::NonFinite, "loss is NaN at step 2");
        });
    const auto outcome = run(id, failing);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().code, ErrorCode::NonFinite);
    EXPECT_EQ(record(id).state, RunState::Failed);
    EXPECT_EQ(record(id).message, "loss is NaN at step 2");
    EXPECT_THAT(readFile(RunFolder { record(id).folder }.log()).value(),
                HasSubstr("error: loss is NaN at step 2"));
    FakeBackend working = trainsFor(3);
    ASSERT_TRUE(run(id, working));
    EXPECT_EQ(record(id).state, RunState::Finished);
    EXPECT_EQ(store()->points(id, kLoss)->value.size(), 3U);
    EXPECT_EQ(run(id, working).error().code, ErrorCode::InvalidArgument) << "finished";
}

TEST_F(RunSessionTest, ExceptionOfABackendIsAFailureNotACrash)
{
    for (const bool isKnown : { true, false }) {
        FakeBackend throwing(
            [isKnown](const RunRequest &, RunControl &, MetricSink &) -> Result<RunOutcome> {
                if (isKnown)
                    throw std::runtime_error("bad tensor");
                throw 7;
            });
        const RunId id = enqueue();
        EXPECT_EQ(run(id, throwing).error().code, ErrorCode::Internal);
        EXPECT_EQ(record(id).state, RunState::Failed);
        EXPECT_THAT(record(id).message, HasSubstr(isKnown ? "bad tensor" : "unknown exception"));
    }
}

TEST_F(RunSessionTest, CancelledRunResumesFromItsCheckpoint)
{
    const RunId id = enqueue();
    EXPECT_FALSE(record(id).startedAt);
    std::vector<bool> resumes;
    FakeBackend backend([&](const RunRequest &request, RunControl &,
                            MetricSink &sink) -> Result<RunOutcome> {
        resumes.push_back(request.resume);
        const bool isFirst = resumes.size() == 1;
        for (int step = isFirst ? 1 : 4; step <= (isFirst ? 5 : 8); ++step)
            (void)sink.record(lossAt(step, isFirst ? step : 10 * step));
        std::filesystem::create_directories(RunFolder { request.folder }.checkpoints() / "step-3");
        return RunOutcome { isFirst, 5, {} };
    });
    ASSERT_TRUE(run(id, backend)->isCancelled);
    EXPECT_EQ(record(id).state, RunState::Cancelled);
    ASSERT_TRUE(run(id, backend));
    EXPECT_THAT(resumes, ElementsAre(false, true));
    EXPECT_THAT(store()->points(id, kLoss)->value, ElementsAre(1, 2, 3, 40, 50, 60, 70, 80));
}

TEST_F(RunSessionTest, RequestsBecomeStatesAndBackendsCannotFakeThem)
{
    const RunId id = enqueue();
    // Hands each state change of the view to the test, which so needs no sleep.
    struct StateView final : MetricSink
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::vector<RunState> states;
        Status record(const MetricEvent &event) override
        {
            if (const auto *change = std::get_if<StateChange>(&event.what)) {
                const std::lock_guard lock(mutex);
                states.push_back(change->state);
                changed.notify_all();
            }
            return {};
        }
        Status flush() override { return {}; }
        void waitFor(RunState state)
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return !states.empty() && states.back() == state; });
        }
    } view;
    FakeBackend backend(
        [&](const RunRequest &, RunControl &control, MetricSink &sink) -> Result<RunOutcome> {
            (void)sink.record({ {}, StateChange { RunState::Finished, "lie" } });
            control.requestPause(true);
            view.waitFor(RunState::Paused);
            control.requestPause(false);
            view.waitFor(RunState::Running);
            control.requestStop();
            view.waitFor(RunState::Stopping);
            return fail(ErrorCode::Cancelled, "stopped");
        });
    const auto outcome = run(id, backend, &view);
    ASSERT_TRUE(outcome) << "cancelled is an outcome, not an error";
    EXPECT_TRUE(outcome->isCancelled);
    EXPECT_EQ(view.states,
              (std::vector { RunState::Running, RunState::Paused, RunState::Running,
                             RunState::Stopping, RunState::Cancelled }));
    EXPECT_EQ(statesOf(events(id)), view.states);
    EXPECT_EQ(record(id).state, RunState::Cancelled);
}

TEST_F(RunSessionTest, BrokenViewDoesNotStopTheRun)
{
    struct BrokenView final : MetricSink
    {
        Status record(const MetricEvent &) override { throw std::runtime_error("gone"); }
        Status flush() override { return fail(ErrorCode::Internal, "gone"); }
    } view;
    const RunId id = enqueue();
    FakeBackend backend = trainsFor(10);
    ASSERT_TRUE(run(id, backend, &view));
    EXPECT_EQ(store()->points(id, kLoss)->value.size(), 10U);
    EXPECT_THAT(store()->log(id)->front().text, HasSubstr("view: gone"));
}

TEST_F(RunSessionTest, ExplicitFolderIsUsedOnceOnly)
{
    m_options.folder = m_folder.path() / "out";
    const RunId id = enqueue();
    EXPECT_EQ(record(id).folder, std::filesystem::canonical(m_folder.path()) / "out");
    const auto again = RunSession::enqueue(someRecipe(), m_options);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(again.error().toString(), HasSubstr("holds another run"));
    EXPECT_EQ(store()->runs()->size(), 1U);
    EXPECT_EQ(RunSession::findOrAdopt(m_options.folder, m_options).value(), id);
}

TEST_F(RunSessionTest, FolderFromAnotherMachineIsAdoptedWithItsCurves)
{
    const RunId id = enqueue();
    FakeBackend backend = trainsFor(20);
    ASSERT_TRUE(run(id, backend));
    const auto copy = m_folder.path() / "copied-run";
    std::filesystem::copy(record(id).folder, copy, std::filesystem::copy_options::recursive);

    SessionOptions other { m_folder.path() / "other-home", {}, {}, {} };
    const auto adopted = RunSession::findOrAdopt(copy, other);
    ASSERT_TRUE(adopted) << adopted.error().toString();
    EXPECT_EQ(RunSession::findOrAdopt(copy / ".", other).value(), *adopted);
    const auto otherStore = RunStore::open(other.home / "tamiz.db").value();
    EXPECT_EQ(otherStore->run(*adopted)->state, RunState::Finished);
    EXPECT_EQ(otherStore->points(*adopted, kLoss)->value.size(), 20U);
    EXPECT_EQ(RunSession::findOrAdopt(m_folder.path(), other).error().code, ErrorCode::NotFound);
}

TEST_F(RunSessionTest, DamagedRecipeFailsTheRunWithItsPlace)
{
    const RunId id = enqueue();
    RunRecord damaged = record(id);
    damaged.recipeYaml = "version: 1\ntraning: {}\n";
    const RunId broken = store()->create(damaged).value();
    FakeBackend backend = trainsFor(1);
    MailboxSink view;
    const auto outcome = run(broken, backend, &view);
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().toString(), HasSubstr("traning"));
    EXPECT_EQ(record(broken).state, RunState::Failed);
    EXPECT_EQ(statesOf(view.drain().events), std::vector { RunState::Failed });
}

TEST_F(RunSessionTest, TornEventsOfAnEarlierSessionAreToldOf)
{
    const RunId id = enqueue();
    FakeBackend failing([](const RunRequest &, RunControl &, MetricSink &) -> Result<RunOutcome> {
        return fail(ErrorCode::Internal, "x");
    });
    ASSERT_FALSE(run(id, failing));
    const RunFolder folder { record(id).folder };
    std::ofstream(folder.events(), std::ios::app) << "{\"time\":1,\"ki\n{\"time\":2,";
    FakeBackend backend = trainsFor(2);
    ASSERT_TRUE(run(id, backend));
    EXPECT_THAT(readFile(folder.log()).value(), HasSubstr("1 damaged line(s) skipped"));
    EXPECT_EQ(store()->points(id, kLoss)->value.size(), 2U);
    EXPECT_EQ(store()->eventsEnd(id).value(), std::filesystem::file_size(folder.events()));
}

TEST_F(RunSessionTest, RemovedStoreIsRebuiltFromTheFolder)
{
    const RunId id = enqueue();
    FakeBackend backend = trainsFor(5);
    ASSERT_TRUE(run(id, backend));
    const auto folder = record(id).folder;
    for (const char *name : { "tamiz.db", "tamiz.db-wal", "tamiz.db-shm" })
        std::filesystem::remove(m_options.home / name);
    const RunId found = RunSession::findOrAdopt(folder, m_options).value();
    EXPECT_EQ(store()->points(found, kLoss)->value.size(), 5U);
    EXPECT_EQ(record(found).state, RunState::Finished);
}

} // namespace
} // namespace tamiz
