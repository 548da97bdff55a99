// SPDX-License-Identifier: Apache-2.0
// A disk that fills up while a run writes its checkpoints on it.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include "core/runs/run_folder.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using test::kTrainLoss;
using test::RecordingSink;
using test::trainedStep;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class CheckpointDisk : public test::TinyTaskTest
{
protected:
    void SetUp() override
    {
        fs::create_directories(m_disk);
        if (::mount("tamiz-test", m_disk.c_str(), "tmpfs", 0, "size=8m") != 0)
            GTEST_SKIP() << "a small tmpfs cannot be mounted here (needs root)";
        m_isMounted = true;
        TinyTaskTest::SetUp();
    }
    ~CheckpointDisk() override
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
    void clear() const { fs::remove(m_disk / "filler"); }

    Result<RunOutcome> run(const fs::path &folder, RecordingSink &sink, bool resume = false)
    {
        RunControl control;
        return run(folder, sink, control, resume);
    }
    Result<RunOutcome> run(const fs::path &folder, RecordingSink &sink, RunControl &control,
                           bool resume)
    {
        fs::create_directories(folder);
        return train({ .recipe = m_recipe, .folder = folder, .resume = resume }, m_folder.path(),
                     control, sink);
    }

    std::string weights(const fs::path &folder) const
    {
        return readFile(folder / "final" / "model.safetensors").value_or("");
    }

    static std::vector<std::string> checkpoints(const fs::path &folder)
    {
        std::vector<std::string> names;
        for (const fs::directory_entry &entry :
             fs::directory_iterator(RunFolder { folder }.checkpoints()))
            names.push_back(entry.path().filename());
        std::sort(names.begin(), names.end());
        return names;
    }

    const fs::path m_disk = m_folder.path() / "disk";
    bool m_isMounted = false;
};

TEST_F(CheckpointDisk, TheRunGoesOnAndSaysWhichCheckpointIsMissing)
{
    RecordingSink sink;
    sink.onEvent = [this](const MetricEvent &event) {
        if (trainedStep(event) == 5)
            fill(); // step 4 is written, step 8 is not
        if (trainedStep(event) == 10)
            clear();
    };
    const fs::path folder = m_disk / "run";
    const Result<RunOutcome> outcome = run(folder, sink);
    ASSERT_TRUE(outcome) << outcome.error().toString();
    EXPECT_EQ(outcome->steps, 12);
    EXPECT_THAT(sink.lines(LogLevel::Error),
                ElementsAre(AllOf(HasSubstr((folder / "checkpoints").string()), HasSubstr("step-8"),
                                  HasSubstr(std::strerror(ENOSPC)))));
    EXPECT_THAT(checkpoints(folder), ElementsAre("step-12", "step-4"));
    EXPECT_FALSE(weights(folder).empty());
}

TEST_F(CheckpointDisk, TheLastGoodCheckpointStaysAndTheRunResumesFromIt)
{
    RecordingSink straight;
    ASSERT_TRUE(run(m_folder.path() / "straight", straight));

    RunControl control;
    RecordingSink full;
    full.onEvent = [&](const MetricEvent &event) {
        if (trainedStep(event) == 5)
            fill();
        if (trainedStep(event) == 9)
            control.requestStop(); // whose checkpoint finds no room either
    };
    const fs::path folder = m_disk / "run";
    const Result<RunOutcome> stopped = run(folder, full, control, false);
    ASSERT_TRUE(stopped) << stopped.error().toString();
    EXPECT_TRUE(stopped->isCancelled);
    EXPECT_THAT(full.lines(LogLevel::Error), ElementsAre(HasSubstr("step-8"), HasSubstr("step-9")));
    EXPECT_THAT(checkpoints(folder), ElementsAre("step-4"));

    clear();
    RecordingSink resumed;
    const Result<RunOutcome> outcome = run(folder, resumed, true);
    ASSERT_TRUE(outcome) << outcome.error().toString();
    EXPECT_THAT(resumed.lines(LogLevel::Info), testing::Contains(HasSubstr("step-4")));
    EXPECT_EQ(resumed.curve(kTrainLoss).begin()->first, 5);
    EXPECT_EQ(weights(folder), weights(m_folder.path() / "straight"));
    EXPECT_FALSE(weights(folder).empty());
}

TEST_F(CheckpointDisk, FinalWeightsThatFindNoRoomFailTheRunWhichResumesAtItsEnd)
{
    RecordingSink sink;
    sink.onEvent = [this](const MetricEvent &event) {
        const auto *mark = std::get_if<Mark>(&event.what);
        if (mark && mark->kind == MarkKind::Checkpoint && mark->text == "step-12")
            fill();
    };
    const fs::path folder = m_disk / "run";
    const Result<RunOutcome> failed = run(folder, sink);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::DiskFull);
    EXPECT_THAT(failed.error().toString(),
                AllOf(HasSubstr(folder.string()), HasSubstr("writing the final weights")));
    EXPECT_FALSE(fs::exists(folder / "final"));

    clear();
    RecordingSink resumed;
    const Result<RunOutcome> outcome = run(folder, resumed, true);
    ASSERT_TRUE(outcome) << outcome.error().toString();
    EXPECT_TRUE(resumed.curve(kTrainLoss).empty()) << "no step is trained again";
    EXPECT_FALSE(weights(folder).empty());
}

} // namespace
} // namespace tamiz::engine
