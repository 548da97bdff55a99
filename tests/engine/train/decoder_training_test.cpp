// SPDX-License-Identifier: Apache-2.0
// Runs on a tiny random decoder: the task causal-lm, classification, and what decoders forget.
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/engine/model/model.h"
#include "core/engine/train/pretrain.h"
#include "core/engine/train/trainer.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class CurveSink final : public MetricSink
{
public:
    Status record(const MetricEvent &event) override
    {
        if (const auto *scalar = std::get_if<Scalar>(&event.what))
            curves[toString(scalar->series)][scalar->step] = scalar->value;
        return {};
    }
    Status flush() override { return {}; }

    std::map<std::int64_t, double> curve(const SeriesKey &key) { return curves[toString(key)]; }

    std::map<std::string, std::map<std::int64_t, double>> curves;
};

class DecoderTrainingTest : public testing::Test
{
protected:
    DecoderTrainingTest()
        : m_folder(fs::path(testing::TempDir()) / ("decoder-" + std::to_string(::getpid())))
    {
        fs::remove_all(m_folder);
        fs::create_directories(m_folder);
        std::ofstream plain(m_folder / "plain.txt");
        std::ofstream rows(m_folder / "rows.jsonl");
        for (int i = 0; i < 32; ++i) {
            const bool isAnimal = i % 2 == 0;
            const std::string text = std::string("la casa tiene , un ")
                + (isAnimal ? "gato" : "vaso") + (i % 4 < 2 ? " grande ." : " azul , y 2 .");
            plain << text << "\n";
            rows << R"({"text":")" << text << R"(","label":")" << (isAnimal ? "animal" : "cosa")
                 << "\"}\n";
        }
        plain.close();
        makeBase();
    }
    ~DecoderTrainingTest() override { fs::remove_all(m_folder); }

    /// The tokenizer of an encoder made from the texts, and a small LLaMA beside it.
    void makeBase() const
    {
        Recipe recipe;
        recipe.task.type = TaskType::MaskedLm;
        recipe.data.train = { m_folder / "plain.txt" };
        recipe.pretrain.emplace();
        recipe.pretrain->vocabSize = 120;
        recipe.pretrain->hiddenSize = 8;
        recipe.pretrain->layers = 1;
        recipe.pretrain->heads = 1;
        recipe.pretrain->intermediateSize = 8;
        recipe.pretrain->maxPositions = 32;
        RunControl control;
        ASSERT_TRUE(makeWritableFolder(m_folder / "base"));
        ASSERT_TRUE(createBaseModel(recipe, m_folder / "base", control,
                                    [](const std::string &, double) {}));
        const auto config = ModelConfig::parse(
            R"({"model_type":"llama","vocab_size":120,"hidden_size":32,"num_hidden_layers":2,)"
            R"("num_attention_heads":4,"num_key_value_heads":2,"intermediate_size":48,)"
            R"("max_position_embeddings":32,"tie_word_embeddings":false})",
            "config.json");
        ASSERT_TRUE(config) << config.error().toString();
        const auto model = Model::create(*config, HeadKind::CausalLm, 5);
        ASSERT_TRUE(model) << model.error().toString();
        ASSERT_TRUE((*model)->saveModel(m_folder / "base"));
    }

    Recipe recipe(TaskType task) const
    {
        const fs::path file = m_folder / (task == TaskType::CausalLm ? "plain.txt" : "rows.jsonl");
        Recipe recipe;
        recipe.seed = 3;
        recipe.model.path = m_folder / "base";
        recipe.task.type = task;
        recipe.task.maxLength = 32;
        recipe.data.train = recipe.data.validation = recipe.data.test = { file };
        recipe.data.reference = { { "plain", m_folder / "plain.txt", 16 } };
        TokenClass punctuation;
        punctuation.name = "punctuation";
        punctuation.expression = "punctuation";
        recipe.masking.classes = { punctuation };
        recipe.training.maxSteps = 20;
        recipe.training.batchSize = 8;
        recipe.training.learningRate = 0.01;
        recipe.training.threads = 1;
        recipe.training.precision = Precision::Fp32;
        recipe.evaluation.steps = 10;
        return recipe;
    }

    Status run(const Recipe &recipe, const std::string &name, CurveSink &sink)
    {
        RunControl control;
        fs::create_directories(m_folder / name);
        const auto outcome = train({ .recipe = recipe, .folder = m_folder / name, .resume = false },
                                   m_folder, control, sink);
        if (!outcome)
            return tl::unexpected<Error>(outcome.error());
        return {};
    }

    const fs::path m_folder;
};

TEST_F(DecoderTrainingTest, CausalLmLearnsAndReportsClassesOfThePredictedToken)
{
    CurveSink sink;
    const Status done = run(recipe(TaskType::CausalLm), "lm", sink);
    ASSERT_TRUE(done) << done.error().toString();
    const auto loss = sink.curve({ "loss", "validation", {}, {} });
    EXPECT_LT(loss.at(20), loss.at(0) / 2);
    EXPECT_GT(sink.curve({ "accuracy", "validation", {}, {} }).at(20), 0.6);
    EXPECT_EQ(sink.curve({ "loss", "validation", "punctuation", {} }).count(20), 1U);
    EXPECT_EQ(sink.curves.count(toString(SeriesKey { "f1_macro", "validation", {}, {} })), 0U);
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
        CurveSink sink;
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
    classify.layers.lora.targets = { "q_proj", "v_proj" };
    CurveSink sink;
    const Status done = run(classify, "classify", sink);
    ASSERT_TRUE(done) << done.error().toString();
    EXPECT_GT(sink.curve({ "accuracy", "validation", {}, {} }).at(20), 0.9);
    EXPECT_EQ(sink.curve({ "forgetting", {}, {}, "plain" }).at(0), 0);
    EXPECT_NE(sink.curve({ "forgetting", {}, {}, "plain" }).at(20), 0);

    CurveSink unused;
    classify.layers.lora.targets = { "query" };
    const Status wrong = run(classify, "wrong", unused);
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().toString(), HasSubstr("self_attn.q_proj"));
}

TEST_F(DecoderTrainingTest, TasksOfOtherModelsAreRefused)
{
    CurveSink sink;
    const Status done = run(recipe(TaskType::MaskedLm), "mlm", sink);
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().toString(), HasSubstr("masked-lm"));
}

} // namespace

} // namespace tamiz::engine
