// SPDX-License-Identifier: Apache-2.0
// `tamiz runs` and `tamiz compare` as a person or a script calls them.
#include <cmath>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/runs/run_session.h"
#include "core/store/run_store.h"
#include "tests/support/fake_backend.h"
#include "tests/support/program.h"

namespace tamiz {
namespace {

using nlohmann::json;
using test::Answer;
using test::FakeBackend;
using test::lossAt;
using testing::HasSubstr;
using testing::Not;

class RunsCommand : public testing::Test
{
protected:
    RunId finishedRun(const std::string &name, double learningRate, double lastLoss)
    {
        Recipe recipe;
        recipe.model.path = "/models/base";
        recipe.output.name = name;
        recipe.training.learningRate = learningRate;
        const SessionOptions options { m_home, "demo", {}, {} };
        FakeBackend backend([lastLoss](const RunRequest &, RunControl &, MetricSink &sink) {
            (void)sink.record(lossAt(1, 1));
            (void)sink.record(lossAt(2, lastLoss));
            (void)sink.record({ {}, Progress { "training", 2, 2, 1, 0 } });
            return RunOutcome {};
        });
        RunControl control;
        const RunId id = RunSession::enqueue(recipe, options).value();
        EXPECT_TRUE(RunSession::run(id, options, backend, control));
        return id;
    }

    const test::Program m_tamiz { TAMIZ_PROGRAM };
    const std::filesystem::path m_home = m_tamiz.home();
};

TEST_F(RunsCommand, NoStoreIsAnEmptyListAndNothingIsMade)
{
    const Answer answer = m_tamiz({ "runs", "--json" });
    EXPECT_EQ(answer.exitCode, 0);
    EXPECT_EQ(json::parse(answer.output), json::array());
    EXPECT_FALSE(std::filesystem::exists(m_home));
}

TEST_F(RunsCommand, ListIsOneJsonArrayNewestFirst)
{
    finishedRun("first", 1e-4, 0.5);
    finishedRun("segundo \"ñ\"", 2e-4, 0.25);
    const Answer answer = m_tamiz({ "runs", "--json" });
    EXPECT_EQ(answer.exitCode, 0);
    const json runs = json::parse(answer.output);
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0]["name"], "segundo \"ñ\"");
    EXPECT_EQ(runs[0]["state"], "finished");
    EXPECT_EQ(runs[0]["step"], 2);
    EXPECT_EQ(runs[0]["group"], "demo");
    EXPECT_EQ(runs[0]["loss"], 0.25);
    EXPECT_EQ(runs[1]["id"], 1);
    EXPECT_THAT(runs[1]["folder"].get<std::string>(), HasSubstr("runs/1-first"));
    EXPECT_EQ(json::parse(m_tamiz({ "runs", "--json", "--state", "failed" }).output).size(), 0U);
    EXPECT_EQ(json::parse(m_tamiz({ "runs", "--json", "--group", "demo" }).output).size(), 2U);
}

TEST_F(RunsCommand, TableNamesEachRun)
{
    finishedRun("first", 1e-4, 0.5);
    const Answer answer = m_tamiz({ "runs" });
    EXPECT_THAT(answer.output, HasSubstr("STATE"));
    EXPECT_THAT(answer.output, HasSubstr("finished"));
    EXPECT_THAT(answer.output, HasSubstr("2/2"));
    EXPECT_THAT(answer.output, HasSubstr("first"));
}

TEST_F(RunsCommand, CompareShowsWhatDiffersAndTheLastMetrics)
{
    finishedRun("a", 1e-4, 0.5);
    finishedRun("b", 2e-4, std::nan(""));
    const Answer answer = m_tamiz({ "compare", "1", "b", "--json" });
    EXPECT_EQ(answer.exitCode, 0);
    const json comparison = json::parse(answer.output);
    EXPECT_EQ(comparison["runs"][1]["name"], "b");
    std::vector<std::string> paths;
    for (const json &setting : comparison["settings"]) {
        paths.push_back(setting["path"]);
        EXPECT_EQ(setting["values"].size(), 2U);
    }
    EXPECT_THAT(paths, testing::UnorderedElementsAre("training.learning_rate", "output.name"));
    ASSERT_EQ(comparison["metrics"].size(), 1U);
    EXPECT_EQ(comparison["metrics"][0]["series"], "loss/train");
    EXPECT_EQ(comparison["metrics"][0]["values"], (json { 0.5, nullptr }));

    const std::string table = m_tamiz({ "compare", "1", "2" }).output;
    EXPECT_THAT(table, HasSubstr("training.learning_rate"));
    EXPECT_THAT(table, HasSubstr("loss/train"));
    EXPECT_THAT(table, Not(HasSubstr("training.batch_size")));
}

TEST_F(RunsCommand, RunsAreFoundByFolderToo)
{
    finishedRun("a", 1e-4, 0.5);
    const Answer answer = m_tamiz({ "compare", "--json", "1", m_home / "runs" / "1-a" });
    EXPECT_EQ(answer.exitCode, 0);
    EXPECT_EQ(json::parse(answer.output)["settings"], json::array());
}

TEST_F(RunsCommand, MistakesHaveTheirExitCodes)
{
    finishedRun("same", 1e-4, 0.5);
    finishedRun("same", 1e-4, 0.5);
    EXPECT_EQ(m_tamiz({ "runs", "--colour" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "runs", "stray" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "runs", "--state", "loud" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "compare" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "compare", "99" }).exitCode, 2);
    EXPECT_THAT(m_tamiz({ "compare", "nothing" }).error,
                HasSubstr("no run has this number, folder or name"));
    EXPECT_THAT(m_tamiz({ "compare", "same" }).error, HasSubstr("2 runs have this name"));
    EXPECT_EQ(m_tamiz({ "runs", "--home", "/proc/nothing/here", "--json" }).exitCode, 0)
        << "no store: no runs";
    EXPECT_EQ(m_tamiz({ "compare", "1", "--home", "/proc/nothing/here" }).exitCode, 2);
}

} // namespace
} // namespace tamiz
