// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <map>
#include <stdexcept>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/metrics/fanout_sink.h"
#include "core/metrics/mailbox_sink.h"

namespace tamiz {
namespace {

MetricEvent scalar(const std::string &name, std::int64_t step)
{
    return {
        {}, Scalar { { name, "train", "", "" }, step, 0, 0, 0, 1.0 * static_cast<double>(step), 0 }
    };
}
MetricEvent log(const std::string &text)
{
    return { {}, LogLine { LogLevel::Info, text } };
}
MetricEvent state(RunState what)
{
    return { {}, StateChange { what, "" } };
}

template<typename What>
std::vector<What> all(const MailboxBatch &batch)
{
    std::vector<What> found;
    for (const MetricEvent &event : batch.events) {
        if (const What *what = std::get_if<What>(&event.what))
            found.push_back(*what);
    }
    return found;
}

TEST(MailboxSink, DrainMovesEverythingOutInOrder)
{
    MailboxSink mailbox;
    const std::vector<MetricEvent> events { scalar("a", 1), log("x"), scalar("a", 2),
                                            state(RunState::Paused) };
    for (const MetricEvent &event : events)
        ASSERT_TRUE(mailbox.record(event));
    EXPECT_EQ(mailbox.drain().events, events);
    EXPECT_TRUE(mailbox.drain().events.empty());
}

TEST(MailboxSink, FullMailboxKeepsNewestOfEachSeriesAndCountsTheRest)
{
    MailboxSink mailbox(10);
    for (int step = 1; step <= 5; ++step) {
        (void)mailbox.record(scalar("a", step));
        (void)mailbox.record(scalar("b", step));
    }
    (void)mailbox.record(scalar("a", 6));
    const MailboxBatch batch = mailbox.drain();
    EXPECT_EQ(batch.events, (std::vector { scalar("a", 5), scalar("b", 5), scalar("a", 6) }));
    EXPECT_EQ(batch.droppedScalars, 8U);
    EXPECT_EQ(batch.droppedLogs, 0U);
}

TEST(MailboxSink, OldestLogLinesGoFirst)
{
    MailboxSink mailbox(10);
    for (int i = 0; i < 11; ++i)
        (void)mailbox.record(log(std::to_string(i)));
    const MailboxBatch batch = mailbox.drain();
    EXPECT_EQ(batch.droppedLogs, 5U);
    ASSERT_EQ(batch.events.size(), 6U);
    EXPECT_EQ(batch.events.front(), log("5"));
    EXPECT_EQ(batch.events.back(), log("10"));
}

TEST(MailboxSink, FloodKeepsEveryStateChangeAndMarkAndStaysSmall)
{
    constexpr std::size_t kCapacity = 256;
    MailboxSink mailbox(kCapacity);
    std::size_t largest = 0;
    for (int i = 0; i < 100'000; ++i) {
        (void)mailbox.record(scalar("series" + std::to_string(i % 20), i));
        (void)mailbox.record(log(std::to_string(i)));
        (void)mailbox.record({ {}, Progress { "training", i, 100'000, 0, 0 } });
        if (i == 10)
            (void)mailbox.record(state(RunState::Paused));
        if (i == 20)
            (void)mailbox.record(state(RunState::Running));
        if (i == 30)
            (void)mailbox.record({ {}, Mark { MarkKind::Best, 30, "loss" } });
    }
    (void)mailbox.record(state(RunState::Finished));
    const MailboxBatch batch = mailbox.drain();
    largest = std::max(largest, batch.events.size());

    EXPECT_LE(largest, kCapacity + 1);
    const auto states = all<StateChange>(batch);
    ASSERT_EQ(states.size(), 3U);
    EXPECT_EQ(states[0].state, RunState::Paused);
    EXPECT_EQ(states[2].state, RunState::Finished);
    EXPECT_EQ(all<Mark>(batch).size(), 1U);
    std::map<std::string, std::int64_t> newest;
    for (const Scalar &point : all<Scalar>(batch))
        newest[point.series.name] = point.step;
    EXPECT_EQ(newest.size(), 20U);
    EXPECT_EQ(newest["series19"], 99'999);
    EXPECT_EQ(all<Progress>(batch).back().step, 99'999);
    EXPECT_EQ(batch.droppedScalars + all<Scalar>(batch).size(), 100'000U);
    EXPECT_EQ(batch.droppedLogs + all<LogLine>(batch).size(), 100'000U);
}

TEST(MailboxSink, MoreMarksThanRoomAllStay)
{
    MailboxSink mailbox(4);
    for (int i = 0; i < 1000; ++i)
        (void)mailbox.record({ {}, Mark { MarkKind::Checkpoint, i, "" } });
    EXPECT_EQ(all<Mark>(mailbox.drain()).size(), 1000U);
}

TEST(MailboxSink, ViewDrainsWhileTrainerRecords)
{
    MailboxSink mailbox(64);
    std::jthread trainer([&mailbox] {
        for (int i = 1; i <= 20'000; ++i)
            (void)mailbox.record(scalar("a", i));
        (void)mailbox.record(state(RunState::Finished));
    });
    std::int64_t lastStep = 0;
    std::size_t seen = 0;
    for (bool isDone = false; !isDone;) {
        const MailboxBatch batch = mailbox.drain();
        for (const Scalar &point : all<Scalar>(batch)) {
            EXPECT_GT(point.step, lastStep);
            lastStep = point.step;
        }
        seen += batch.droppedScalars + all<Scalar>(batch).size();
        isDone = !all<StateChange>(batch).empty();
    }
    EXPECT_EQ(lastStep, 20'000);
    EXPECT_EQ(seen, 20'000U);
}

class FakeSink final : public MetricSink
{
public:
    std::function<Status()> answer = [] { return Status(); };
    std::vector<MetricEvent> events;
    int calls = 0;

    Status record(const MetricEvent &event) override
    {
        ++calls;
        TAMIZ_CHECK(answer());
        events.push_back(event);
        return {};
    }
    Status flush() override { return answer(); }
};

Status diskFull()
{
    return fail(ErrorCode::DiskFull, "no space left", "/x/events.jsonl");
}

TEST(FanoutSink, FailingSinkIsDroppedAndReportedToTheOthers)
{
    FakeSink broken;
    FakeSink good;
    broken.answer = diskFull;
    FanoutSink fanout;
    fanout.add(broken, "store");
    fanout.add(good, "events.jsonl");
    EXPECT_TRUE(fanout.record(log("1")));
    EXPECT_TRUE(fanout.record(log("2")));
    EXPECT_EQ(broken.calls, 1);
    ASSERT_EQ(good.events.size(), 3U);
    const auto &warning = std::get<LogLine>(good.events[0].what);
    EXPECT_EQ(warning.level, LogLevel::Warning);
    EXPECT_THAT(warning.text, testing::HasSubstr("store: /x/events.jsonl: no space left"));
    EXPECT_EQ(good.events[1], log("1"));
    EXPECT_EQ(good.events[2], log("2"));
}

TEST(FanoutSink, KeptSinkIsTriedAgainAndWarnedOfOnceAStreak)
{
    FakeSink moody;
    FakeSink good;
    FanoutSink fanout;
    fanout.add(moody, "events.jsonl", FanoutSink::OnFailure::Keep);
    fanout.add(good, "view");
    moody.answer = diskFull;
    (void)fanout.record(log("1"));
    (void)fanout.record(log("2"));
    moody.answer = [] { return Status(); };
    (void)fanout.record(log("3"));
    moody.answer = diskFull;
    (void)fanout.record(log("4"));
    EXPECT_EQ(good.events.size(), 4U + 2U);
    EXPECT_EQ(moody.events, std::vector { log("3") });
}

TEST(FanoutSink, ExceptionCountsAsFailureAndAllSinksMayBreak)
{
    FakeSink first;
    FakeSink second;
    first.answer = []() -> Status { throw std::runtime_error("bad"); };
    second.answer = diskFull;
    FanoutSink fanout;
    fanout.add(first, "a");
    fanout.add(second, "b");
    EXPECT_TRUE(fanout.record(log("1")));
    EXPECT_TRUE(fanout.record(log("2")));
    EXPECT_TRUE(fanout.flush());
    EXPECT_EQ(first.calls, 1);
}

} // namespace
} // namespace tamiz
