// SPDX-License-Identifier: Apache-2.0
// pretrain, run, resume and what they leave for runs and compare, as a person or a script calls them.
#include <array>
#include <chrono>
#include <csignal>
#include <memory>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "tests/e2e/experiment_commands.h"
#include "tests/support/child_process.h"

namespace tamiz::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::Answer;
using test::contentOf;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TrainingCommands : public ExperimentCommands
{
protected:
    Answer run(test::Program::Arguments more, const std::string &command = "run") const
    {
        more.insert(more.begin(), { command, recipe() });
        return m_tamiz(more);
    }

    std::string write(const std::string &name, const std::string &text) const
    {
        std::ofstream(m_folder.path() / name, std::ios::binary) << text;
        return out(name);
    }
};

TEST_F(TrainingCommands, PretrainLeavesAModelThatLoads)
{
    const Answer answer = m_tamiz({ "inspect", s_experiment->base(), "--json" });
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    const json model = json::parse(answer.output);
    EXPECT_EQ(model["head"], "masked-lm");
    EXPECT_EQ(model["layers"], 2);
    EXPECT_THAT(model["missing"], IsEmpty());
}

TEST_F(TrainingCommands, RunPrintsOneJsonObjectAndLeavesTheFolderOfThePage)
{
    const Answer answer
        = run({ "--out", out("run"), "--json", "--set", "training.max_steps=8", "--set",
                "output.name=short", "--set", "data.test=[" + rows() + "]", "--threads", "1" });
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    const json result = json::parse(answer.output);
    EXPECT_EQ(result["state"], "finished");
    EXPECT_EQ(result["steps"], 8);
    EXPECT_EQ(result["threads"], 1);
    EXPECT_EQ(result["precision"], "fp32");
    EXPECT_EQ(result["folder"], out("run"));
    for (const char *series :
         { "accuracy/test", "f1_macro/validation", "forgetting/plain",
           "reliance_accuracy/test/class=punctuation", "reliance_loss/test/class=animals" })
        EXPECT_TRUE(result["metrics"].contains(series)) << series;

    for (const char *name :
         { "recipe.yaml", "events.jsonl", "log.txt", "result.json", "checkpoints/step-4",
           "final/adapter_model.safetensors", "final/adapter_config.json" })
        EXPECT_TRUE(fs::exists(fs::path(out("run")) / name)) << name;
    EXPECT_THAT(contentOf(out("run/recipe.yaml")),
                AllOf(HasSubstr("max_steps: 8"), HasSubstr(rows())));
    EXPECT_THAT(answer.error, HasSubstr("Instructions "));
    EXPECT_THAT(contentOf(out("run/log.txt")), HasSubstr("Instructions "));

    // Without --json nothing is printed on standard output; the folder is not used twice.
    const Answer again = run({ "--out", out("run") });
    EXPECT_EQ(again.exitCode, 2);
    EXPECT_THAT(again.error, HasSubstr("the folder holds another run"));
    const Answer silent = run({ "--set", "training.max_steps=2" });
    EXPECT_EQ(silent.exitCode, 0);
    EXPECT_THAT(silent.output, IsEmpty());

    const json runs = json::parse(m_tamiz({ "runs", "--json" }).output);
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0]["name"], "recipe") << "the file's name where the recipe has none";
    EXPECT_EQ(runs[1]["name"], "short");
    const json compared = json::parse(m_tamiz({ "compare", "short", "2", "--json" }).output);
    EXPECT_THAT(compared["settings"].dump(), HasSubstr("training.max_steps"));
    EXPECT_THAT(compared["metrics"].dump(), HasSubstr("forgetting/plain"));
}

TEST_F(TrainingCommands, DryRunMeasuresAndWritesNothing)
{
    const Answer answer = run({ "--dry-run", "--json", "--out", out("run") });
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    const json estimate = json::parse(answer.output);
    for (const char *key : { "trainable_parameters", "total_parameters", "train_memory_bytes",
                             "evaluation_memory_bytes", "seconds_per_step", "seconds_total" })
        EXPECT_GT(estimate[key].get<double>(), 0) << key;
    EXPECT_LT(estimate["trainable_parameters"], estimate["total_parameters"]);
    EXPECT_EQ(estimate["optimizer_steps"], 12);
    EXPECT_FALSE(fs::exists(out("run")));
    EXPECT_FALSE(fs::exists(m_tamiz.home()));

    const Answer text = run({ "--dry-run" });
    EXPECT_THAT(
        text.output,
        AllOf(HasSubstr("trainable parameters"), HasSubstr("peak memory"), HasSubstr("s a step")));
}

TEST_F(TrainingCommands, WrongUsageEndsWithOne)
{
    EXPECT_EQ(m_tamiz({ "run" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "resume" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "train", recipe() }).exitCode, 1);
    EXPECT_EQ(run({ "--colour" }).exitCode, 1);
    EXPECT_EQ(run({ "--threads", "many" }).exitCode, 1);
    const Answer two = run({ "second.yaml" });
    EXPECT_EQ(two.exitCode, 1);
    EXPECT_THAT(two.error, HasSubstr("unexpected 'second.yaml'"));
    EXPECT_THAT(two.output, IsEmpty());
    EXPECT_EQ(run({ "--help" }).exitCode, 0);
}

TEST_F(TrainingCommands, EveryMistakeOfARecipeIsToldWithFilePlaceAndValue)
{
    const std::string file = write("wrong.yaml", R"(version: 1
model: {path: base}
data: {train: rows.jsonl}
layers: {lora: {rnak: 4}}
training:
  batch_size: sixteen
  learning_rate: -1
  max_step: 3
masking:
  rules: [{token_class: nouns}]
)");
    const Answer answer
        = m_tamiz({ "run", file, "--json", "--set", "training.epochs=soon", "--threads", "-2" });
    EXPECT_EQ(answer.exitCode, 2);
    EXPECT_THAT(answer.output, IsEmpty());
    EXPECT_THAT(answer.error,
                AllOf(HasSubstr(file + ": error: layers.lora.rnak: unknown key 'rnak'"),
                      HasSubstr("training.batch_size"), HasSubstr("sixteen"),
                      HasSubstr("training.learning_rate: "), HasSubstr("-1"),
                      HasSubstr("training.max_step: unknown key"), HasSubstr("max_steps")));
    EXPECT_THAT(answer.error,
                AllOf(HasSubstr("nouns"), HasSubstr("training.epochs"), HasSubstr("soon"),
                      HasSubstr("training.threads"), HasSubstr("-2")));
    EXPECT_FALSE(fs::exists(m_tamiz.home()));

    const Answer missing = m_tamiz({ "run", out("none.yaml") });
    EXPECT_EQ(missing.exitCode, 2);
    EXPECT_THAT(missing.error, HasSubstr("none.yaml"));
    const Answer other = m_tamiz({ "pretrain", recipe() });
    EXPECT_EQ(other.exitCode, 2);
    EXPECT_THAT(other.error, HasSubstr("tamiz run"));
}

TEST_F(TrainingCommands, EveryMistakeOfTheDataIsToldWithFileAndLine)
{
    const std::string rows = write("rows.jsonl",
                                   "{\"text\": \"uno\", \"label\": \"a\"}\n"
                                   "{\"txt\": \"dos\", \"label\": \"a\"}\n"
                                   "not json\n"
                                   "{\"text\": \"b\xff\", \"label\": \"b\"}\n");
    const Answer answer = run({ "--json", "--set", "data.train=" + rows, "--set",
                                "data.validation=" + out("absent.jsonl") });
    EXPECT_EQ(answer.exitCode, 2);
    EXPECT_THAT(answer.output, IsEmpty());
    EXPECT_THAT(answer.error,
                AllOf(HasSubstr(rows + ":2"), HasSubstr(rows + ":3"), HasSubstr(rows + ":4"),
                      HasSubstr("absent.jsonl")));
    const json runs = json::parse(m_tamiz({ "runs", "--json" }).output);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0]["state"], "failed");
}

TEST_F(TrainingCommands, WhatFailsWhileRunningEndsWithThree)
{
    const Answer exploded = run({ "--json", "--set", "training.learning_rate=1e30", "--set",
                                  "training.max_grad_norm=0", "--set", "layers.lora.rank=0" });
    EXPECT_EQ(exploded.exitCode, 3) << exploded.error;
    EXPECT_THAT(exploded.error, HasSubstr("Lower the learning rate"));
    EXPECT_THAT(exploded.output, IsEmpty());

    const Answer nowhere = run({ "--out", write("file", "x") + "/run" });
    EXPECT_EQ(nowhere.exitCode, 3) << nowhere.error;
}

/// The progress of a run on standard error, which the test reads when it likes: a full pipe holds the
/// run where it is.
class HeldRun
{
public:
    explicit HeldRun(const std::vector<std::string> &arguments, const fs::path &output)
        : m_ends(makePipe())
        , m_child([&](const auto &) { become(arguments, output); })
    {
        ::close(m_ends[1]);
    }
    ~HeldRun() { ::close(m_ends[0]); }

    /// False when the run ended before it said so.
    bool readUntil(const std::string &text)
    {
        std::array<char, 256> block {};
        while (m_text.find(text) == std::string::npos) {
            const ssize_t count = ::read(m_ends[0], block.data(), block.size());
            if (count <= 0)
                return false;
            m_text.append(block.data(), static_cast<std::size_t>(count));
        }
        return true;
    }
    void send(int signal) const { m_child.send(signal); }
    int end()
    {
        readUntil("\xff"); // never: all of it
        return m_child.reap();
    }
    const std::string &text() const { return m_text; }

private:
    static std::array<int, 2> makePipe()
    {
        std::array<int, 2> ends {};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            std::abort();
        ::fcntl(ends[1], F_SETPIPE_SZ, 4096);
        return ends;
    }
    void become(std::vector<std::string> arguments, const fs::path &output) const
    {
        const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::dup2(m_ends[1], STDERR_FILENO);
        std::vector<char *> pointers;
        for (std::string &argument : arguments)
            pointers.push_back(argument.data());
        pointers.push_back(nullptr);
        ::execv(pointers[0], pointers.data());
        ::_exit(127);
    }

    std::array<int, 2> m_ends;
    test::ChildProcess m_child;
    std::string m_text;
};

TEST_F(TrainingCommands, AnInterruptedRunLeavesACheckpointAndGoesOnAsIfNothingHappened)
{
    // An evaluation a step: so many lines of progress that the pipe fills long before the end.
    const std::vector<std::string> settings {
        "--set", "training.max_steps=150", "--set", "training.checkpoint_steps=1000", "--json",
        "--set", "evaluation.steps=1"
    };
    std::vector<std::string> held { TAMIZ_PROGRAM, "run",    recipe(),      "--out",
                                    out("run"),    "--home", m_tamiz.home() };
    held.insert(held.end(), settings.begin(), settings.end());
    HeldRun interrupted(held, out("answer.json"));
    ASSERT_TRUE(interrupted.readUntil("step 3:")) << interrupted.text();
    interrupted.send(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(200)); // it is noticed every 20 ms
    EXPECT_EQ(interrupted.end(), 130) << interrupted.text();
    const json cancelled = json::parse(contentOf(out("answer.json")));
    EXPECT_EQ(cancelled["state"], "cancelled");
    const std::int64_t step = cancelled["steps"];
    EXPECT_GE(step, 3);
    EXPECT_LT(step, 150);
    EXPECT_TRUE(fs::exists(fs::path(out("run/checkpoints")) / ("step-" + std::to_string(step))));
    EXPECT_FALSE(fs::exists(out("run/final")));

    const Answer resumed = m_tamiz({ "resume", out("run"), "--json" });
    ASSERT_EQ(resumed.exitCode, 0) << resumed.error;
    EXPECT_THAT(resumed.error, HasSubstr("Goes on from"));
    std::vector<std::string> straight { "--out", out("straight") };
    straight.insert(straight.end(), settings.begin(), settings.end());
    const Answer whole = run(straight);
    ASSERT_EQ(whole.exitCode, 0) << whole.error;
    EXPECT_EQ(json::parse(resumed.output)["metrics"], json::parse(whole.output)["metrics"]);
    EXPECT_EQ(contentOf(out("run/final/adapter_model.safetensors")),
              contentOf(out("straight/final/adapter_model.safetensors")));

    const Answer finished = m_tamiz({ "resume", out("run") });
    EXPECT_EQ(finished.exitCode, 2) << finished.error;
    EXPECT_EQ(m_tamiz({ "resume", out("nowhere") }).exitCode, 2);
}

} // namespace
} // namespace tamiz::cli
