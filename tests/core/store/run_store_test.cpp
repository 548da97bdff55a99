// SPDX-License-Identifier: Apache-2.0
#include "core/store/run_store.h"

#include <cmath>
#include <fstream>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

using std::chrono::microseconds;
using std::chrono::system_clock;
using testing::ElementsAre;
using testing::HasSubstr;

RunRecord someRun(const std::string &name)
{
    RunRecord record;
    record.name = name;
    record.recipeYaml = "version: 1\n";
    record.folder = "/home/x/runs/" + name;
    return record;
}

MetricEvent scalar(const SeriesKey &key, std::int64_t step, double value)
{
    return { system_clock::time_point(microseconds(step)),
             Scalar { key, step, 0.5 * static_cast<double>(step), step * 128, 0.25, value, 8 } };
}

const SeriesKey kTrainLoss { "loss", "train", "", "" };
const SeriesKey kValidationLoss { "loss", "validation", "", "" };

class RunStoreTest : public testing::Test
{
protected:
    RunStoreTest()
    {
        auto store = RunStore::openInMemory();
        if (!store)
            throw std::runtime_error(store.error().toString());
        m_store = std::move(*store);
    }
    RunId create(const RunRecord &record) { return m_store->create(record).value(); }

    std::unique_ptr<RunStore> m_store;
};

TEST_F(RunStoreTest, RecordComesBackAsItWasCreated)
{
    RunRecord record = someRun("clínica \"ñ\"");
    record.group = "control";
    record.state = RunState::Finished;
    record.message = "m";
    record.tags = "a,b";
    record.notes = "line\nline";
    record.isArchived = true;
    record.parent = create(someRun("parent"));
    record.startedAt = system_clock::time_point(microseconds(1'795'447'604'123'456));
    record.endedAt = system_clock::time_point(microseconds(1'795'447'605'000'001));
    record.step = 7;
    record.totalSteps = std::numeric_limits<std::int64_t>::max();
    record.sparkline = { 1.5, -0.0, std::numeric_limits<double>::infinity() };
    record.id = create(record);
    const auto read = m_store->run(record.id);
    ASSERT_TRUE(read);
    record.createdAt = read->createdAt;
    EXPECT_EQ(*read, record);
    EXPECT_EQ(m_store->findByFolder(record.folder).value(), record);
    EXPECT_LT(std::chrono::abs(system_clock::now() - read->createdAt), std::chrono::minutes(5));
}

TEST_F(RunStoreTest, ListIsNewestFirstWithoutTheArchived)
{
    const RunId first = create(someRun("a"));
    RunRecord archived = someRun("b");
    archived.isArchived = true;
    create(archived);
    const RunId third = create(someRun("c"));
    const auto runs = m_store->runs();
    ASSERT_TRUE(runs);
    ASSERT_EQ(runs->size(), 2U);
    EXPECT_EQ((*runs)[0].id, third);
    EXPECT_EQ((*runs)[1].id, first);
    EXPECT_EQ(m_store->runs(true)->size(), 3U);
}

TEST_F(RunStoreTest, DetailsChangeAndNothingElse)
{
    const RunId id = create(someRun("a"));
    RunRecord record = m_store->run(id).value();
    record.name = "b";
    record.group = "g";
    record.tags = "t";
    record.notes = "n";
    record.isArchived = true;
    ASSERT_TRUE(m_store->updateDetails(record));
    EXPECT_EQ(m_store->run(id).value(), record);
}

TEST_F(RunStoreTest, UnknownRunsAreNotFound)
{
    EXPECT_EQ(m_store->run(99).error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_store->claim(99).error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_store->changeState(99, RunState::Running).error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_store->setProgress(99, 1, 2).error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_store->remove(99).error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_store->append(99, { scalar(kTrainLoss, 1, 1) }).error().code, ErrorCode::NotFound);
    EXPECT_EQ(m_store->findByFolder("/nowhere").error().code, ErrorCode::NotFound);
    EXPECT_TRUE(m_store->series(99)->empty());
    EXPECT_TRUE(m_store->points(99, kTrainLoss)->value.empty());
}

TEST_F(RunStoreTest, StatesFollowTheMachine)
{
    const RunId id = create(someRun("a"));
    const auto refused = m_store->changeState(id, RunState::Finished);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(refused.error().message, HasSubstr("is queued and cannot become finished"));
    ASSERT_TRUE(m_store->claim(id));
    EXPECT_TRUE(m_store->run(id)->startedAt);
    ASSERT_TRUE(m_store->changeState(id, RunState::Paused));
    ASSERT_TRUE(m_store->changeState(id, RunState::Running));
    ASSERT_TRUE(m_store->changeState(id, RunState::Failed, "loss is NaN"));
    const RunRecord failed = m_store->run(id).value();
    EXPECT_EQ(failed.state, RunState::Failed);
    EXPECT_EQ(failed.message, "loss is NaN");
    EXPECT_TRUE(failed.endedAt);
    ASSERT_TRUE(m_store->claim(id));
    EXPECT_EQ(m_store->run(id)->message, "");
    EXPECT_FALSE(m_store->run(id)->endedAt);
    EXPECT_EQ(m_store->run(id)->startedAt, failed.startedAt);
    EXPECT_FALSE(m_store->create(m_store->run(id).value())) << "a new run cannot be running";
}

TEST_F(RunStoreTest, CurvesComeBackInStepOrderWithEveryColumn)
{
    const RunId id = create(someRun("a"));
    const SeriesKey forgetting { "forgetting", "", "digits", "brown" };
    ASSERT_TRUE(m_store->append(id, { scalar(kTrainLoss, 2, 0.5), scalar(forgetting, 2, -0.25) }));
    ASSERT_TRUE(m_store->append(id, { scalar(kTrainLoss, 1, 1.0 / 3) }));
    const auto points = m_store->points(id, kTrainLoss);
    ASSERT_TRUE(points);
    EXPECT_THAT(points->step, ElementsAre(1, 2));
    EXPECT_THAT(points->value, ElementsAre(1.0 / 3, 0.5));
    EXPECT_THAT(points->epoch, ElementsAre(0.5, 1.0));
    EXPECT_THAT(points->tokens, ElementsAre(128, 256));
    EXPECT_THAT(points->seconds, ElementsAre(0.25, 0.25));
    EXPECT_THAT(points->count, ElementsAre(8, 8));
    const auto series = m_store->series(id);
    ASSERT_TRUE(series);
    ASSERT_EQ(series->size(), 2U);
    EXPECT_EQ((*series)[0].key, forgetting);
    EXPECT_EQ((*series)[1].key, kTrainLoss);
    EXPECT_EQ((*series)[1].points, 2);
    EXPECT_EQ((*series)[1].lastValue, 0.5) << "of the highest step, whatever the order of arrival";
}

TEST_F(RunStoreTest, RepeatedStepsReplaceWhatWasThere)
{
    const RunId id = create(someRun("a"));
    ASSERT_TRUE(m_store->append(id, { scalar(kTrainLoss, 1, 9), scalar(kTrainLoss, 2, 8) }));
    ASSERT_TRUE(m_store->append(id, { scalar(kTrainLoss, 2, 7), scalar(kTrainLoss, 3, 6) }));
    EXPECT_THAT(m_store->points(id, kTrainLoss)->value, ElementsAre(9, 7, 6));
    EXPECT_EQ(m_store->series(id)->front().points, 3);
}

TEST_F(RunStoreTest, NonFiniteValuesSurvive)
{
    const RunId id = create(someRun("a"));
    const double infinity = std::numeric_limits<double>::infinity();
    ASSERT_TRUE(m_store->append(
        id, { scalar(kTrainLoss, 1, std::nan("")), scalar(kTrainLoss, 2, -infinity) }));
    const auto points = m_store->points(id, kTrainLoss);
    EXPECT_TRUE(std::isnan(points->value[0]));
    EXPECT_EQ(points->value[1], -infinity);
}

TEST_F(RunStoreTest, MarksAndLogKeepTheirOrder)
{
    const RunId id = create(someRun("a"));
    const system_clock::time_point time { microseconds(5) };
    const MetricEvent pause { time, Mark { MarkKind::Pause, 3, "p" } };
    const MetricEvent best { time, Mark { MarkKind::Best, 4, "" } };
    ASSERT_TRUE(m_store->append(id, { pause, { time, LogLine { LogLevel::Info, "one" } }, best }));
    ASSERT_TRUE(m_store->append(id,
                                { { time, LogLine { LogLevel::Error, "two" } },
                                  { time, LogLine { LogLevel::Warning, "three" } },
                                  { time, StateChange { RunState::Failed, "x" } } }));
    EXPECT_EQ(m_store->marks(id).value(), (std::vector { pause, best }));
    EXPECT_EQ(m_store->log(id, 2).value(),
              (std::vector { LogLine { LogLevel::Error, "two" },
                             LogLine { LogLevel::Warning, "three" } }));
    EXPECT_EQ(m_store->log(id)->size(), 3U);
}

TEST_F(RunStoreTest, SparklineFollowsValidationOnceItIsACurve)
{
    const RunId id = create(someRun("a"));
    std::vector<MetricEvent> events;
    for (int step = 1; step <= 100; ++step)
        events.push_back(scalar(kTrainLoss, step, step));
    ASSERT_TRUE(m_store->append(id, events));
    auto sparkline = m_store->run(id)->sparkline;
    ASSERT_EQ(sparkline.size(), 32U);
    EXPECT_EQ(sparkline.front(), 69);
    EXPECT_EQ(sparkline.back(), 100);
    ASSERT_TRUE(m_store->append(id, { scalar(kValidationLoss, 50, 0.9) }));
    EXPECT_EQ(m_store->run(id)->sparkline.size(), 32U);
    ASSERT_TRUE(m_store->append(id, { scalar(kValidationLoss, 100, 0.8) }));
    EXPECT_THAT(m_store->run(id)->sparkline, ElementsAre(0.9, 0.8));
}

TEST_F(RunStoreTest, ProgressIsTheLastReported)
{
    const RunId id = create(someRun("a"));
    ASSERT_TRUE(m_store->append(id,
                                { { {}, Progress { "training", 3, 90, 0, 0 } },
                                  { {}, Progress { "training", 4, 90, 0, 0 } } }));
    EXPECT_EQ(m_store->run(id)->step, 4);
    EXPECT_EQ(m_store->run(id)->totalSteps, 90);
}

TEST_F(RunStoreTest, ImportingTwiceChangesNothing)
{
    const RunId id = create(someRun("a"));
    const std::vector<StoredEvent> events {
        { 0, scalar(kTrainLoss, 1, 1) },
        { 100, { {}, LogLine { LogLevel::Info, "x" } } },
        { 200, { {}, Mark { MarkKind::Best, 1, "" } } },
    };
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(m_store->importEvents(id, events, 300));
        EXPECT_EQ(m_store->eventsEnd(id).value(), 300U);
        EXPECT_EQ(m_store->points(id, kTrainLoss)->value.size(), 1U);
        EXPECT_EQ(m_store->log(id)->size(), 1U);
        EXPECT_EQ(m_store->marks(id)->size(), 1U);
    }
}

TEST_F(RunStoreTest, RemovingARunTakesItsMetricsAndSparesItsChildren)
{
    const RunId id = create(someRun("a"));
    RunRecord child = someRun("b");
    child.parent = id;
    const RunId childId = create(child);
    ASSERT_TRUE(
        m_store->append(id, { scalar(kTrainLoss, 1, 1), { {}, LogLine { LogLevel::Info, "x" } } }));
    ASSERT_TRUE(m_store->remove(id));
    EXPECT_TRUE(m_store->series(id)->empty());
    EXPECT_TRUE(m_store->log(id)->empty());
    EXPECT_FALSE(m_store->run(childId)->parent);
    EXPECT_GT(create(someRun("c")), childId) << "ids are never used twice";
}

TEST_F(RunStoreTest, RunningRunCannotBeRemoved)
{
    const RunId id = create(someRun("a"));
    ASSERT_TRUE(m_store->claim(id));
    EXPECT_EQ(m_store->remove(id).error().code, ErrorCode::Busy);
    ASSERT_TRUE(m_store->changeState(id, RunState::Cancelled));
    EXPECT_TRUE(m_store->remove(id));
}

TEST(RunStoreFile, WhatWasWrittenIsThereAfterReopening)
{
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "new" / "tamiz.db";
    RunId id = 0;
    {
        auto store = RunStore::open(file);
        ASSERT_TRUE(store) << store.error().toString();
        id = (*store)->create(someRun("a")).value();
        ASSERT_TRUE((*store)->append(id, { scalar(kTrainLoss, 1, 0.5) }));
    }
    auto store = RunStore::open(file);
    ASSERT_TRUE(store);
    EXPECT_EQ((*store)->run(id)->name, "a");
    EXPECT_THAT((*store)->points(id, kTrainLoss)->value, ElementsAre(0.5));
}

TEST(RunStoreFile, TwoConnectionsSeeEachOther)
{
    const test::TemporaryFolder folder;
    auto writer = RunStore::open(folder.path() / "tamiz.db").value();
    auto reader = RunStore::open(folder.path() / "tamiz.db").value();
    const RunId id = writer->create(someRun("a")).value();
    ASSERT_TRUE(writer->append(id, { scalar(kTrainLoss, 1, 0.5) }));
    EXPECT_EQ(reader->points(id, kTrainLoss)->value.size(), 1U);
}

TEST(RunStoreFile, AThousandRunsOfTwentyCurvesListWithoutReadingPoints)
{
    const test::TemporaryFolder folder;
    auto store = RunStore::open(folder.path() / "tamiz.db").value();
    RunRecord record = someRun("a");
    record.recipeYaml = std::string(3000, 'y');
    record.sparkline.assign(32, 0.5);
    RunId last = 0;
    for (int i = 0; i < 1000; ++i)
        last = store->create(record).value();
    std::vector<MetricEvent> events;
    for (int series = 0; series < 20; ++series) {
        for (int step = 0; step < 100; ++step)
            events.push_back(scalar({ "s" + std::to_string(series), "train", "", "" }, step, 1));
    }
    ASSERT_TRUE(store->append(last, events));
    const auto begin = std::chrono::steady_clock::now();
    const auto runs = store->runs();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    ASSERT_EQ(runs->size(), 1000U);
    EXPECT_EQ(runs->front().sparkline.size(), 32U);
    EXPECT_EQ(store->series(last)->size(), 20U);
    RecordProperty("list_ms", std::to_string(took.count()));
}

} // namespace
} // namespace tamiz
