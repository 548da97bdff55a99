// SPDX-License-Identifier: Apache-2.0
// What the benchmark writes and leaves, never how fast.
#include "core/store/store_bench.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/store/run_store.h"
#include "tests/support/temporary_folder.h"

namespace tamiz {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class StoreBench : public testing::Test
{
protected:
    StoreBench()
    {
        m_options.runs = 3;
        m_options.series = 4;
        m_options.points = 2000; // of more than one transaction
        m_options.folder = m_folder.path() / "bench";
        m_options.rounds = 2;
    }

    Result<StoreBenchResult> bench()
    {
        return benchStore(m_options, m_control, [this](double done) { m_done.push_back(done); });
    }
    std::vector<std::string> files() const
    {
        std::vector<std::string> names;
        for (const auto &entry : fs::directory_iterator(m_options.folder))
            names.push_back(entry.path().filename());
        return names;
    }

    const test::TemporaryFolder m_folder;
    StoreBenchOptions m_options;
    RunControl m_control;
    std::vector<double> m_done;
};

TEST_F(StoreBench, TheStoreHoldsWhatWasAskedFor)
{
    const auto result = bench();
    ASSERT_TRUE(result) << result.error().toString();
    EXPECT_FALSE(result->isReused);
    EXPECT_GT(result->writeSeconds, 0);
    EXPECT_GT(result->list.median, 0);
    EXPECT_GE(result->list.longest, result->list.median);
    EXPECT_GT(result->curves.median, 0);
    EXPECT_GE(result->curves.longest, result->curves.median);
    EXPECT_GT(m_done.size(), 3U);
    EXPECT_TRUE(std::is_sorted(m_done.begin(), m_done.end()));
    EXPECT_EQ(m_done.back(), 1);

    EXPECT_THAT(files(), ElementsAre("store-3x4x2000.db"));
    const fs::path file = m_options.folder / "store-3x4x2000.db";
    EXPECT_EQ(result->bytes, fs::file_size(file));
    const auto store = RunStore::open(file).value();
    const auto runs = store->runs().value();
    ASSERT_EQ(runs.size(), 3U);
    for (const RunRecord &run : runs) {
        EXPECT_EQ(run.state, RunState::Finished);
        EXPECT_EQ(run.sparkline.size(), 32U);
        EXPECT_THAT(run.recipeYaml, HasSubstr("training:"));
        const auto series = store->series(run.id).value();
        ASSERT_EQ(series.size(), 4U);
        for (const SeriesInfo &one : series) {
            EXPECT_EQ(one.points, 2000);
            EXPECT_EQ(store->points(run.id, one.key)->value.size(), 2000U);
        }
        EXPECT_EQ(store->marks(run.id)->size(), 4U);
        EXPECT_EQ(store->log(run.id)->size(), 1U);
    }
}

TEST_F(StoreBench, AStoreThatIsThereIsReadAgain)
{
    ASSERT_TRUE(bench());
    m_done.clear();
    const auto again = bench();
    ASSERT_TRUE(again) << again.error().toString();
    EXPECT_TRUE(again->isReused);
    EXPECT_EQ(again->writeSeconds, 0);
    EXPECT_GT(again->curves.median, 0);
    EXPECT_THAT(m_done, IsEmpty());
}

TEST_F(StoreBench, AStoreOfAnotherShapeUnderTheNameIsTold)
{
    ASSERT_TRUE(bench());
    const fs::path file = m_options.folder / "store-3x4x2000.db";
    ASSERT_TRUE(RunStore::open(file).value()->create({}));
    const auto again = bench();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::Mismatch);
    EXPECT_EQ(again.error().where, file.string());
}

TEST_F(StoreBench, AStopLeavesNothing)
{
    m_control.requestStop();
    const auto stopped = bench();
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_THAT(files(), IsEmpty());
}

TEST_F(StoreBench, WhatAKilledCallLeftIsReplaced)
{
    fs::create_directories(m_options.folder);
    m_folder.write("bench/store-3x4x2000.db.partial", "half a store");
    m_folder.write("bench/store-3x4x2000.db.partial-wal", "and its log");
    const auto result = bench();
    ASSERT_TRUE(result) << result.error().toString();
    EXPECT_THAT(files(), ElementsAre("store-3x4x2000.db"));
}

TEST_F(StoreBench, AStoreThatTheDiskHasNoRoomForIsRefused)
{
    m_options.runs = 1'000'000;
    m_options.series = 10'000;
    m_options.points = 10'000'000;
    const auto refused = bench();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DiskFull);
    EXPECT_THAT(refused.error().message, HasSubstr("MB are free"));
    EXPECT_THAT(files(), IsEmpty());
}

TEST_F(StoreBench, NumbersThatMakeNoSenseAreRefused)
{
    const auto refused = [this](auto StoreBenchOptions::*member, auto value) {
        const StoreBenchOptions before = m_options;
        m_options.*member = value;
        const auto result = bench();
        m_options = before;
        return !result && result.error().code == ErrorCode::InvalidArgument;
    };
    EXPECT_TRUE(refused(&StoreBenchOptions::runs, 0));
    EXPECT_TRUE(refused(&StoreBenchOptions::series, -1));
    EXPECT_TRUE(refused(&StoreBenchOptions::points, 0));
    EXPECT_TRUE(refused(&StoreBenchOptions::points, std::int64_t { 1 } << 62));
    EXPECT_TRUE(refused(&StoreBenchOptions::rounds, 0));
    EXPECT_FALSE(fs::exists(m_options.folder));
}

} // namespace
} // namespace tamiz
