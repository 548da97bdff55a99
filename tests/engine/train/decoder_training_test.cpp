// SPDX-License-Identifier: Apache-2.0
// Runs on a tiny random decoder: the task causal-lm, classification, and what decoders forget.
#include <filesystem>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/model/model.h"
#include "core/engine/train/trainer.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;
using test::RecordingSink;
using testing::HasSubstr;

class DecoderTrainingTest : public test::TinyTaskTest
{
protected:
    /// A small LLaMA in place of the tiny task's encoder, with its tokenizer.
    void SetUp() override
    {
        ASSERT_NO_FATAL_FAILURE(TinyTaskTest::SetUp());
        const auto config = ModelConfig::parse(
            R"({"model_type":"llama","vocab_size":120,"hidden_size":32,"num_hidden_layers":2,)"
            R"("num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":48,)"
            R"("max_position_embeddings":32,"tie_word_embeddings":false})",
            "config.json");
        ASSERT_TRUE(config) << config.error().toString();
        const auto model = Model::create(*config, HeadKind::CausalLm, 5);
        ASSERT_TRUE(model) << model.error().toString();
        ASSERT_TRUE((*model)->saveModel(m_folder.path() / "base"));
    }

    /// Twenty steps, without masking.
    Recipe recipe(TaskType task) const
    {
        Recipe recipe = m_recipe;
        recipe.task.type = task;
        if (task != TaskType::Classification) {
            recipe.data.train = recipe.data.validation = recipe.data.test
                = { m_folder.path() / "plain.txt" };
        }
        recipe.masking.rules.clear();
        recipe.training.maxSteps = 20;
        recipe.training.accumulation = 1;
        recipe.training.learningRate = 0.01;
        recipe.training.precision = Precision::Fp32;
        recipe.training.checkpointSteps = 20;
        recipe.evaluation.steps = 10;
        return recipe;
    }

    Status run(const Recipe &recipe, const std::string &name, RecordingSink &sink)
    {
        RunControl control;
        fs::create_directories(m_folder.path() / name);
        const auto outcome
            = train({ .recipe = recipe, .folder = m_folder.path() / name, .resume = false },
                    m_folder.path(), control, sink);
        if (!outcome)
            return tl::unexpected<Error>(outcome.error());
        return {};
    }
};

TEST_F(DecoderTrainingTest, CausalLmLearnsAndReportsClassesOfThePredictedToken)
{
    RecordingSink sink;
    const Status done = run(recipe(TaskType::CausalLm), "lm", sink);
    ASSERT_TRUE(done) << done.error().toString();
    const auto loss = sink.curve({ "loss", "validation", {}, {} });
    EXPECT_LT(loss.at(20), loss.at(0) / 2);
    EXPECT_GT(sink.curve({ "accuracy", "validation", {}, {} }).at(20), 0.6);
    EXPECT_EQ(sink.curve({ "loss", "validation", "punctuation", {} }).count(20), 1U);
    EXPECT_EQ(sink.curve({ "f1_macro", "validation", {}, {} }).size(), 0U);
    const auto forgetting = sink.curve({ "forgetting", {}, {}, "plain" });
    EXPECT_EQ(forgetting.at(0), 0);
    EXPECT_LT(forgetting.at(20), 0) << "the reference is what it learns here";
}

TEST_F(DecoderTrainingTest, TheModesOfMaskingAreDifferentExperiments)
{
    std::map<MaskMode, double> losses;
    for (const MaskMode mode : { MaskMode::Input, MaskMode::Loss, MaskMode::Attention }) {
        Recipe masked = recipe(TaskType::CausalLm);
        MaskRule rule;
        rule.tokenClass = "punctuation";
        rule.mode = mode;
        rule.replacement = Replacement::Unknown;
        masked.masking.rules = { rule };
        RecordingSink sink;
        const Status done = run(masked, "mode" + std::to_string(static_cast<int>(mode)), sink);
        ASSERT_TRUE(done) << done.error().toString();
        losses[mode] = sink.curve({ "loss", "validation", "punctuation", {} }).at(20);
    }
    // Who never learned to predict punctuation does not.
    EXPECT_GT(losses[MaskMode::Loss], losses[MaskMode::Input] + 1);
    EXPECT_GT(losses[MaskMode::Loss], losses[MaskMode::Attention] + 1);
}

TEST_F(DecoderTrainingTest, ClassificationMeasuresWhatTheDecoderForgets)
{
    Recipe classify = recipe(TaskType::Classification);
    classify.layers.lora.rank = 4;
    RecordingSink sink;
    const Status done = run(classify, "classify", sink);
    ASSERT_TRUE(done) << done.error().toString();
    EXPECT_GT(sink.curve({ "accuracy", "validation", {}, {} }).at(20), 0.9);
    EXPECT_EQ(sink.curve({ "forgetting", {}, {}, "plain" }).at(0), 0);
    EXPECT_NE(sink.curve({ "forgetting", {}, {}, "plain" }).at(20), 0);

    RecordingSink unused;
    classify.layers.lora.targets = { "query" };
    const Status wrong = run(classify, "wrong", unused);
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().toString(), HasSubstr("self_attn.q_proj"));
}

TEST_F(DecoderTrainingTest, TasksOfOtherModelsAreRefused)
{
    RecordingSink sink;
    const Status done = run(recipe(TaskType::MaskedLm), "mlm", sink);
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().toString(), HasSubstr("masked-lm"));
}

} // namespace

} // namespace tamiz::engine
