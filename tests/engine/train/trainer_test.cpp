// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/trainer.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/base/files.h"
#include "core/runs/run_folder.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using test::kTrainLoss;
using test::RecordingSink;
using testing::HasSubstr;

class TrainerTest : public test::TinyTaskTest
{
protected:
    Result<RunOutcome> run(const Recipe &recipe, const std::string &name, RecordingSink &sink,
                           bool resume = false)
    {
        RunControl control;
        return run(recipe, name, sink, control, resume);
    }

    Result<RunOutcome> run(const Recipe &recipe, const std::string &name, RecordingSink &sink,
                           RunControl &control, bool resume = false)
    {
        fs::create_directories(m_folder.path() / name);
        return train({ .recipe = recipe, .folder = m_folder.path() / name, .resume = resume },
                     m_folder.path(), control, sink);
    }

    std::string content(const fs::path &file) const
    {
        return readFile(m_folder.path() / file).value_or("");
    }
};

TEST_F(TrainerTest, aRunLearnsMeasuresAndLeavesItsFiles)
{
    Recipe full = m_recipe;
    full.training.maxSteps = 60;
    full.evaluation.steps = 30;
    full.training.checkpointSteps = 30;
    full.training.keepCheckpoints = 1;
    RecordingSink sink;
    const Result<RunOutcome> outcome = run(full, "learn", sink);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().toString();
    EXPECT_EQ(outcome->steps, 60);
    const auto accuracy = sink.curve({ "accuracy", "validation", {}, {} });
    EXPECT_GT(accuracy.at(60), 0.95);
    EXPECT_LT(sink.curve(kTrainLoss).at(60), sink.curve(kTrainLoss).at(1) / 2);

    const auto forgetting = sink.curve({ "forgetting", {}, {}, "plain" });
    EXPECT_EQ(forgetting.at(0), 0);
    EXPECT_NE(forgetting.at(60), 0);
    EXPECT_EQ(sink.curve({ "forgetting", {}, "punctuation", "plain" }).count(60), 1U);
    EXPECT_EQ(sink.curve({ "reliance_accuracy", "validation", "punctuation", {} }).size(), 3U);

    const RunFolder folder { m_folder.path() / "learn" };
    EXPECT_TRUE(fs::exists(folder.final() / "model.safetensors"));
    EXPECT_TRUE(fs::exists(folder.final() / "vocab.txt"));
    EXPECT_TRUE(fs::exists(folder.final() / "tamiz.json"));
    const auto result = nlohmann::json::parse(content("learn/result.json"));
    EXPECT_DOUBLE_EQ(result["metrics"]["accuracy/test"].get<double>(), accuracy.at(60));
    EXPECT_TRUE(fs::exists(folder.checkpoints() / "step-60"));
}

TEST_F(TrainerTest, theSameSeedGivesTheSameLossesToTheBit)
{
    RecordingSink first, second, other;
    ASSERT_TRUE(run(m_recipe, "a", first).has_value());
    ASSERT_TRUE(run(m_recipe, "b", second).has_value());
    EXPECT_EQ(first.curve(kTrainLoss), second.curve(kTrainLoss));
    Recipe reseeded = m_recipe;
    reseeded.seed = 4;
    ASSERT_TRUE(run(reseeded, "c", other).has_value());
    EXPECT_NE(first.curve(kTrainLoss), other.curve(kTrainLoss));
}

/// Stops within an accumulation, after a pause and a checkpoint request, then resumes.
TEST_F(TrainerTest, aResumedRunEqualsTheStraightRunToTheBit)
{
    for (const bool isLora : { false, true }) {
        Recipe settings = m_recipe;
        settings.training.precision = isLora ? Precision::Auto : Precision::Fp32;
        if (isLora) {
            settings.layers.lora.rank = 4;
            settings.layers.lora.dropout = 0.1;
        }
        const std::string name = isLora ? "lora" : "full";
        RecordingSink straight;
        ASSERT_TRUE(run(settings, name + "-straight", straight).has_value());

        RunControl control;
        RecordingSink stopped;
        stopped.onEvent = [&control](const MetricEvent &event) {
            const auto *scalar = std::get_if<Scalar>(&event.what);
            if (scalar && scalar->step == 7 && scalar->series == kTrainLoss)
                control.requestStop();
        };
        const Result<RunOutcome> half = run(settings, name, stopped, control);
        ASSERT_TRUE(half.has_value()) << half.error().toString();
        EXPECT_TRUE(half->isCancelled);
        EXPECT_EQ(half->steps, 7);

        RecordingSink resumed;
        const Result<RunOutcome> rest = run(settings, name, resumed, true);
        ASSERT_TRUE(rest.has_value()) << rest.error().toString();
        EXPECT_EQ(rest->steps, 12);
        auto expected = straight.curve(kTrainLoss);
        expected.erase(expected.begin(), expected.upper_bound(7));
        EXPECT_EQ(resumed.curve(kTrainLoss), expected);
        const std::string weights
            = isLora ? "/final/adapter_model.safetensors" : "/final/model.safetensors";
        EXPECT_EQ(content(name + weights), content(name + "-straight" + weights));
        EXPECT_FALSE(content(name + weights).empty());
        EXPECT_EQ(resumed.curve({ "forgetting", {}, {}, "plain" }).at(12),
                  straight.curve({ "forgetting", {}, {}, "plain" }).at(12));
    }
}

/// Blanks change no token, and make the file one of those whose rows are kept on disk.
TEST_F(TrainerTest, rowsOnDiskTrainToTheSameBitsAndResumeSo)
{
    const fs::path cache = m_folder.path() / "cache";
    ::setenv("XDG_CACHE_HOME", cache.c_str(), 1);
    std::ofstream large(m_folder.path() / "large.jsonl");
    std::istringstream rows(content("rows.jsonl"));
    for (std::string line; std::getline(rows, line);)
        large << line.insert(line.find(", un "), 300'000, ' ') << '\n';
    large.close();
    Recipe onDisk = m_recipe;
    onDisk.data.train = { m_folder.path() / "large.jsonl" };

    RecordingSink inMemory, stopped, resumed;
    ASSERT_TRUE(run(m_recipe, "memory", inMemory).has_value());
    RunControl control;
    stopped.onEvent = [&control](const MetricEvent &event) {
        if (test::trainedStep(event) == 5)
            control.requestStop();
    };
    const Result<RunOutcome> half = run(onDisk, "disk", stopped, control);
    ASSERT_TRUE(half.has_value()) << half.error().toString();
    EXPECT_EQ(half->steps, 5);
    EXPECT_FALSE(fs::is_empty(cache / "tamiz" / "rows"));
    ASSERT_TRUE(run(onDisk, "disk", resumed, true).has_value());
    ::unsetenv("XDG_CACHE_HOME");
    std::map<std::int64_t, double> curve = stopped.curve(kTrainLoss);
    curve.merge(resumed.curve(kTrainLoss));
    EXPECT_EQ(curve, inMemory.curve(kTrainLoss));
    EXPECT_FALSE(content("disk/final/model.safetensors").empty());
    EXPECT_EQ(content("disk/final/model.safetensors"), content("memory/final/model.safetensors"));
}

TEST_F(TrainerTest, aCutOffCheckpointIsIgnoredAndRemoved)
{
    RecordingSink straight, stopped, resumed;
    ASSERT_TRUE(run(m_recipe, "whole", straight).has_value());
    RunControl control;
    stopped.onEvent = [&control](const MetricEvent &event) {
        const auto *scalar = std::get_if<Scalar>(&event.what);
        if (scalar && scalar->step == 5)
            control.requestStop();
    };
    ASSERT_TRUE(run(m_recipe, "cut", stopped, control).has_value());
    // What a kill in the middle of a write leaves: a temporary folder, and a final name without its state.
    fs::create_directories(m_folder.path() / "cut/checkpoints/.writing-step-6");
    std::ofstream(m_folder.path() / "cut/checkpoints/.writing-step-6/model.safetensors") << "half";
    fs::create_directories(m_folder.path() / "cut/checkpoints/step-9");
    ASSERT_TRUE(run(m_recipe, "cut", resumed, true).has_value());
    EXPECT_FALSE(fs::exists(m_folder.path() / "cut/checkpoints/.writing-step-6"));
    EXPECT_EQ(resumed.curve(kTrainLoss).at(12), straight.curve(kTrainLoss).at(12));
}

TEST_F(TrainerTest, aNonFiniteLossStopsAndKeepsTheLastCheckpoint)
{
    Recipe wild = m_recipe;
    wild.training.learningRate = 1e30;
    wild.training.maxGradNorm = 0;
    wild.training.warmupRatio = 0;
    wild.training.checkpointSteps = 1;
    wild.evaluation.steps = 1;
    RecordingSink sink;
    const Result<RunOutcome> outcome = run(wild, "wild", sink);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, ErrorCode::NonFinite);
    EXPECT_THAT(outcome.error().message, HasSubstr("in step"));
    EXPECT_THAT(outcome.error().message, HasSubstr("learning rate"));
    EXPECT_FALSE(fs::exists(m_folder.path() / "wild/final"));
}

TEST_F(TrainerTest, pauseBlocksUntilItIsLifted)
{
    RunControl control;
    RecordingSink sink;
    std::vector<RunState> states;
    sink.onEvent = [&](const MetricEvent &event) {
        const auto *scalar = std::get_if<Scalar>(&event.what);
        if (scalar && scalar->step == 3 && scalar->series == kTrainLoss)
            control.requestPause(true);
        if (const auto *change = std::get_if<StateChange>(&event.what)) {
            states.push_back(change->state);
            if (change->state == RunState::Paused)
                control.requestPause(false);
        }
    };
    ASSERT_TRUE(run(m_recipe, "pause", sink, control).has_value());
    EXPECT_THAT(states, testing::ElementsAre(RunState::Paused, RunState::Running));
}

TEST_F(TrainerTest, stopIsSeenInEveryPhase)
{
    const std::vector<std::string> phases { "loading: training data", "evaluating", "training" };
    for (const std::string &phase : phases) {
        RunControl control;
        RecordingSink sink;
        sink.onEvent = [&](const MetricEvent &event) {
            const auto *progress = std::get_if<Progress>(&event.what);
            if (progress && progress->phase == phase)
                control.requestStop();
        };
        const Result<RunOutcome> outcome = run(m_recipe, "stop", sink, control);
        ASSERT_TRUE(outcome.has_value()) << phase << ": " << outcome.error().toString();
        EXPECT_TRUE(outcome->isCancelled) << phase;
        EXPECT_LE(outcome->steps, 1) << phase;
        fs::remove_all(m_folder.path() / "stop");
    }
}

TEST_F(TrainerTest, maskedLmReportsClassesOfTheLabelledTokens)
{
    Recipe lm = m_recipe;
    lm.task.type = TaskType::MaskedLm;
    lm.data.train = lm.data.validation = lm.data.test = { m_folder.path() / "plain.txt" };
    RecordingSink sink;
    const Result<RunOutcome> outcome = run(lm, "lm", sink);
    ASSERT_TRUE(outcome.has_value()) << outcome.error().toString();
    EXPECT_EQ(sink.curve({ "loss", "validation", "punctuation", {} }).count(12), 1U);
    const auto loss = sink.curve({ "loss", "validation", {}, {} });
    EXPECT_LT(loss.at(12), loss.at(0));
}

TEST_F(TrainerTest, badInputNamesFileAndPlace)
{
    struct Case
    {
        std::function<void(Recipe &)> change;
        std::string message;
    };
    const std::vector<Case> cases {
        { [](Recipe &r) { r.model.path = "/nowhere"; }, "/nowhere" },
        { [](Recipe &r) { r.data.train = { "/nowhere.jsonl" }; },
          "/nowhere.jsonl: data file does not exist" },
        { [](Recipe &r) { r.task.labels = { "animal" }; }, "label 'cosa' is not in the label map" },
        { [](Recipe &r) { r.task.maxLength = 4096; }, "longer than the model's 32 positions" },
        { [](Recipe &r) { r.layers.freezeLayers = { 7 }; }, "7" },
    };
    for (const Case &bad : cases) {
        Recipe settings = m_recipe;
        bad.change(settings);
        RecordingSink sink;
        const Result<RunOutcome> outcome = run(settings, "bad", sink);
        ASSERT_FALSE(outcome.has_value()) << bad.message;
        EXPECT_THAT(outcome.error().toString(), HasSubstr(bad.message));
    }
}

TEST_F(TrainerTest, damagedWeightsAreRefused)
{
    fs::resize_file(m_folder.path() / "base/model.safetensors",
                    fs::file_size(m_folder.path() / "base/model.safetensors") / 2);
    RecordingSink sink;
    const Result<RunOutcome> outcome = run(m_recipe, "damaged", sink);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_THAT(outcome.error().toString(), HasSubstr("model.safetensors"));
}

} // namespace
} // namespace tamiz::engine
