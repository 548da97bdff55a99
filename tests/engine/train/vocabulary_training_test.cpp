// SPDX-License-Identifier: Apache-2.0
// A run whose recipe adds tokens: what trains, what is left in its folders, resuming.
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/base/files.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/engine/export/exporter.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/engine/train/dry_run.h"
#include "core/engine/train/trainer.h"
#include "core/engine/train/training_setup.h"
#include "core/runs/run_folder.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using test::kTrainLoss;
using test::RecordingSink;
using testing::Contains;
using testing::HasSubstr;

class VocabularyTraining : public test::TinyTaskTest
{
protected:
    void SetUp() override
    {
        TinyTaskTest::SetUp();
        m_recipe.vocabulary.addTokens = { "la casa", "un gato", "gato" };
        std::ofstream(m_folder.path() / "tokens.txt") << "azul ,\n";
        m_recipe.vocabulary.addTokensFile = m_folder.path() / "tokens.txt";
        const auto tokenizer = loadTokenizer(m_folder.path() / "base");
        ASSERT_TRUE(tokenizer) << tokenizer.error().toString();
        m_tokens = (*tokenizer)->vocabSize();
        ASSERT_TRUE((*tokenizer)->id("gato")) << "which is therefore left out";
    }

    Result<RunOutcome> run(const Recipe &recipe, const std::string &name, RecordingSink &sink,
                           RunControl &control, bool resume = false)
    {
        fs::create_directories(m_folder.path() / name);
        return train({ .recipe = recipe, .folder = m_folder.path() / name, .resume = resume },
                     m_folder.path(), control, sink);
    }

    RunFolder run(const Recipe &recipe, const std::string &name)
    {
        RunControl control;
        const Result<RunOutcome> outcome = run(recipe, name, m_sink, control);
        EXPECT_TRUE(outcome) << outcome.error().toString();
        return { m_folder.path() / name };
    }

    static torch::Tensor read(const fs::path &file, const std::string &name)
    {
        const auto opened = SafetensorsFile::open(file);
        if (!opened || !(*opened)->tensors().contains(name)) {
            ADD_FAILURE() << file << " has no " << name;
            return {};
        }
        return loadTensor((*opened)->tensors().at(name), name, file).value_or(torch::Tensor());
    }

    torch::Tensor baseWords() const
    {
        return read(m_folder.path() / "base/model.safetensors",
                    "bert.embeddings.word_embeddings.weight");
    }

    std::string content(const fs::path &file) const
    {
        return readFile(m_folder.path() / file).value_or("");
    }

    RecordingSink m_sink;
    std::int64_t m_tokens = 0; ///< of the base's tokenizer
};

TEST_F(VocabularyTraining, onlyTheNewRowsTrainBesideLora)
{
    m_recipe.layers.lora.rank = 4;
    const RunFolder folder = run(m_recipe, "lora");
    EXPECT_THAT(m_sink.lines(LogLevel::Warning),
                Contains(HasSubstr("add_tokens[2]: 'gato' is one token already")));
    const torch::Tensor base = baseWords();
    const torch::Tensor tuned = read(folder.final() / "adapter_model.safetensors",
                                     "base_model.model.bert.embeddings.word_embeddings.weight");
    // The base's vocabulary is padded to a multiple of 8; the new tokens come behind the tokenizer's.
    EXPECT_EQ(tuned.size(0), std::max(base.size(0), m_tokens + 3));
    EXPECT_TRUE(torch::equal(tuned.narrow(0, 0, m_tokens), base.narrow(0, 0, m_tokens)));
    for (std::int64_t row = m_tokens; row < m_tokens + 3; ++row)
        EXPECT_TRUE((tuned[row] != 0).any().item<bool>()) << row;

    const auto tokenizer = loadTokenizer(folder.final());
    ASSERT_TRUE(tokenizer) << tokenizer.error().toString();
    EXPECT_EQ((*tokenizer)->vocabSize(), m_tokens + 3);
    EXPECT_EQ((*tokenizer)->id("un gato"), m_tokens + 1);
    EXPECT_EQ((*tokenizer)->id("azul ,"), m_tokens + 2);
}

TEST_F(VocabularyTraining, frozenEmbeddingsLearnTheNewRowsAndAreSavedWhole)
{
    m_recipe.layers.freezeEmbeddings = true;
    m_recipe.layers.freezeLayers = { 0 };
    const RunFolder folder = run(m_recipe, "frozen");
    const torch::Tensor base = baseWords();
    const torch::Tensor tuned
        = read(folder.final() / "model.safetensors", "bert.embeddings.word_embeddings.weight");
    EXPECT_TRUE(torch::equal(tuned.narrow(0, 0, m_tokens), base.narrow(0, 0, m_tokens)));
    const auto model = Model::load(folder.final(), {});
    ASSERT_TRUE(model) << model.error().toString();
    EXPECT_EQ((*model)->config().vocabSize, tuned.size(0));
}

TEST_F(VocabularyTraining, fullTrainingTrainsEveryRow)
{
    const RunFolder folder = run(m_recipe, "full");
    const torch::Tensor base = baseWords();
    const torch::Tensor tuned
        = read(folder.final() / "model.safetensors", "bert.embeddings.word_embeddings.weight");
    EXPECT_FALSE(torch::equal(tuned.narrow(0, 0, m_tokens), base.narrow(0, 0, m_tokens)));
}

TEST_F(VocabularyTraining, aResumedRunEqualsTheStraightRunToTheBit)
{
    for (const char *mode : { "lora", "frozen" }) {
        Recipe recipe = m_recipe;
        const bool isLora = std::string(mode) == "lora";
        recipe.layers.lora.rank = isLora ? 4 : 0;
        recipe.layers.freezeEmbeddings = !isLora;
        RunControl whole;
        RecordingSink straight;
        ASSERT_TRUE(run(recipe, std::string(mode) + "-straight", straight, whole));

        RunControl control;
        RecordingSink stopped;
        stopped.onEvent = [&control](const MetricEvent &event) {
            if (test::trainedStep(event) == 7)
                control.requestStop();
        };
        ASSERT_TRUE(run(recipe, mode, stopped, control));
        RunControl again;
        RecordingSink resumed;
        const auto rest = run(recipe, mode, resumed, again, true);
        ASSERT_TRUE(rest) << rest.error().toString();
        auto expected = straight.curve(kTrainLoss);
        expected.erase(expected.begin(), expected.upper_bound(7));
        EXPECT_EQ(resumed.curve(kTrainLoss), expected);
        const std::string weights
            = isLora ? "/final/adapter_model.safetensors" : "/final/model.safetensors";
        EXPECT_EQ(content(mode + weights), content(mode + std::string("-straight") + weights));
        EXPECT_FALSE(content(mode + weights).empty());
    }
}

TEST_F(VocabularyTraining, theEstimateCountsTheRowsThatTrain)
{
    m_recipe.vocabulary.addTokens = { "la casa", "un gato" };
    for (const bool isLora : { true, false }) {
        m_recipe.layers.lora.rank = isLora ? 4 : 0;
        m_recipe.layers.freezeEmbeddings = !isLora;
        RunControl control;
        const auto setup = prepareTraining(m_recipe, control, [](const std::string &, double) {});
        ASSERT_TRUE(setup) << setup.error().toString();
        DataInfo data;
        data.trainRows = 64;
        data.labels = { "animal", "cosa" };
        const auto estimate = estimateCost(m_recipe, m_folder.path(), data);
        ASSERT_TRUE(estimate) << estimate.error().toString();
        EXPECT_EQ(estimate->trainableParameters, (*setup)->trainableParameters());
    }
}

/// The adapter on its base, and the merged model, answer as the run measured.
TEST_F(VocabularyTraining, exportsAnswerAsTheRunDid)
{
    m_recipe.layers.lora.rank = 4;
    m_recipe.training.precision = Precision::Fp32;
    const RunFolder folder = run(m_recipe, "lora");
    const fs::path peft = m_folder.path() / "peft";
    const fs::path merged = m_folder.path() / "merged";
    const auto exported = exportRun(folder.root, "peft", peft);
    ASSERT_TRUE(exported) << exported.error().toString();
    EXPECT_THAT(exported->files, Contains("vocab.txt"));
    ASSERT_TRUE(exportRun(folder.root, "merged", merged));

    const double measured = m_sink.curve({ "loss", "test", {}, {} }).at(12);
    for (const ModelChoice &choice :
         { ModelChoice { m_folder.path() / "base", peft }, ModelChoice { merged, {} } }) {
        TaskSection task;
        task.maxLength = 0;
        auto recipe = evaluationRecipe(choice, task);
        ASSERT_TRUE(recipe) << recipe.error().toString();
        recipe->data.test = m_recipe.data.test;
        recipe->training.threads = 1;
        recipe->training.precision = Precision::Fp32;
        recipe->training.device = Device::Cpu;
        recipe->evaluation.reliance = false;
        RunControl control;
        const auto values = evaluateModel(*recipe, choice, control);
        ASSERT_TRUE(values) << values.error().toString();
        EXPECT_EQ(values->front().first, (SeriesKey { "loss", "test", {}, {} }));
        EXPECT_NEAR(values->front().second, measured, 1e-5) << choice.model;
    }
}

TEST_F(VocabularyTraining, anAdapterGoesOnTrainingItsTokens)
{
    m_recipe.layers.lora.rank = 4;
    const RunFolder first = run(m_recipe, "first");
    Recipe more = m_recipe;
    more.vocabulary = {};
    more.layers.lora.rank = 0;
    more.model.adapter = first.final();
    const RunFolder second = run(more, "second");
    const std::string name = "base_model.model.bert.embeddings.word_embeddings.weight";
    const torch::Tensor before = read(first.final() / "adapter_model.safetensors", name);
    const torch::Tensor after = read(second.final() / "adapter_model.safetensors", name);
    EXPECT_TRUE(torch::equal(after.narrow(0, 0, m_tokens), before.narrow(0, 0, m_tokens)));
    EXPECT_FALSE(torch::equal(after, before));
    const auto tokenizer = loadTokenizer(second.final());
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ((*tokenizer)->vocabSize(), m_tokens + 3);
}

} // namespace
} // namespace tamiz::engine
