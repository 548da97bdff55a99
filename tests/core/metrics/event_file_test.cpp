// SPDX-License-Identifier: Apache-2.0
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/metrics/event_file.h"
#include "core/metrics/event_json.h"
#include "core/metrics/jsonl_sink.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

MetricEvent event(int number)
{
    const std::chrono::system_clock::time_point time { std::chrono::milliseconds(number) };
    return { time, Scalar { { "loss", "train", "", "" }, number, 0, 0, 0, 0.5, 0 } };
}

class EventFile : public testing::Test
{
protected:
    void write(const std::string &text) { std::ofstream(m_file, std::ios::app) << text; }
    void record(int from, int to)
    {
        Result<JsonlSink> sink = JsonlSink::open(m_file);
        ASSERT_TRUE(sink) << sink.error().toString();
        for (int i = from; i < to; ++i)
            ASSERT_TRUE(sink->record(event(i)));
        ASSERT_TRUE(sink->flush());
    }

    test::TemporaryFolder m_folder;
    std::filesystem::path m_file = m_folder.path() / "events.jsonl";
};

TEST_F(EventFile, ReplayGivesWhatWasRecorded)
{
    record(0, 1000);
    const auto chunk = replayEvents(m_file);
    ASSERT_TRUE(chunk);
    ASSERT_EQ(chunk->events.size(), 1000U);
    for (int i = 0; i < 1000; ++i)
        EXPECT_EQ(chunk->events[static_cast<std::size_t>(i)].event, event(i));
    EXPECT_TRUE(chunk->isAtEnd);
    EXPECT_FALSE(chunk->hasTornEnd);
    EXPECT_EQ(chunk->end, std::filesystem::file_size(m_file));
}

TEST_F(EventFile, AppendingGoesOnAfterReopening)
{
    record(0, 3);
    record(3, 5);
    const auto chunk = replayEvents(m_file);
    ASSERT_TRUE(chunk);
    EXPECT_EQ(chunk->events.size(), 5U);
    EXPECT_EQ(chunk->damagedLines, 0U);
}

TEST_F(EventFile, TornLastLineIsLeftOutAndEndedByTheNextSession)
{
    record(0, 3);
    const auto whole = std::filesystem::file_size(m_file);
    write(toJson(event(3)).substr(0, 20));
    auto chunk = replayEvents(m_file);
    ASSERT_TRUE(chunk);
    EXPECT_EQ(chunk->events.size(), 3U);
    EXPECT_TRUE(chunk->hasTornEnd);
    EXPECT_EQ(chunk->end, whole);

    record(4, 6);
    chunk = replayEvents(m_file);
    ASSERT_TRUE(chunk);
    ASSERT_EQ(chunk->events.size(), 5U);
    EXPECT_EQ(chunk->events[3].event, event(4));
    EXPECT_EQ(chunk->damagedLines, 1U);
    EXPECT_EQ(chunk->firstDamaged, whole);
    EXPECT_FALSE(chunk->hasTornEnd);
}

TEST_F(EventFile, ChunksContinueWhereTheLastEnded)
{
    record(0, 10);
    std::uint64_t position = 0;
    std::vector<MetricEvent> events;
    for (bool isAtEnd = false; !isAtEnd;) {
        const auto chunk = readEvents(m_file, position, 3);
        ASSERT_TRUE(chunk);
        EXPECT_LE(chunk->events.size(), 3U);
        for (const StoredEvent &stored : chunk->events)
            events.push_back(stored.event);
        position = chunk->end;
        isAtEnd = chunk->isAtEnd;
    }
    ASSERT_EQ(events.size(), 10U);
    EXPECT_EQ(events.back(), event(9));
    record(10, 12);
    const auto chunk = readEvents(m_file, position, 100);
    ASSERT_TRUE(chunk);
    ASSERT_EQ(chunk->events.size(), 2U);
    EXPECT_EQ(chunk->events[0].position, position);
}

TEST_F(EventFile, GarbageAndGiantLinesAreSkippedAndCounted)
{
    record(0, 1);
    write("\n\xFF\xFE\n" + std::string(3 << 20, 'x') + "\n{}\n");
    record(1, 2);
    const auto chunk = replayEvents(m_file);
    ASSERT_TRUE(chunk);
    EXPECT_EQ(chunk->events.size(), 2U);
    EXPECT_EQ(chunk->damagedLines, 3U);
    EXPECT_EQ(chunk->events[1].event, event(1));
    EXPECT_EQ(chunk->end, std::filesystem::file_size(m_file));
}

TEST_F(EventFile, MissingAndShrunkenFilesAreErrors)
{
    const auto missing = replayEvents(m_file);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    record(0, 1);
    const auto beyond = readEvents(m_file, 1 << 20, 1);
    ASSERT_FALSE(beyond);
    EXPECT_EQ(beyond.error().code, ErrorCode::Mismatch);
}

TEST_F(EventFile, FolderThatDoesNotExistIsAClearError)
{
    const auto sink = JsonlSink::open(m_folder.path() / "no" / "events.jsonl");
    ASSERT_FALSE(sink);
    EXPECT_THAT(sink.error().toString(), testing::HasSubstr("no/events.jsonl"));
}

} // namespace
} // namespace tamiz
