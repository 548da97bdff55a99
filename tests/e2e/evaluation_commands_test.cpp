// SPDX-License-Identifier: Apache-2.0
// What a person does with a run: evaluate, predict, export and import.
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/experiment_commands.h"

namespace tamiz::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::Answer;
using testing::AllOf;
using testing::DoubleNear;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr double kRounding = 1e-5;

class EvaluationCommands : public ExperimentCommands
{
protected:
    static void SetUpTestSuite()
    {
        ExperimentCommands::SetUpTestSuite();
        const test::Program tamiz(TAMIZ_PROGRAM);
        const Answer answer = tamiz({ "run", recipe(), "--out", run(), "--json" });
        ASSERT_EQ(answer.exitCode, 0) << answer.error;
        s_result = json::parse(answer.output)["metrics"];
    }

    static std::string run() { return s_experiment->path("run"); }
    static std::string adapter() { return s_experiment->path("run/final"); }

    /// The metrics of `tamiz evaluate --json`.
    json evaluate(test::Program::Arguments more) const
    {
        more.insert(more.begin(), { "evaluate", "--json" });
        const Answer answer = m_tamiz(more);
        EXPECT_EQ(answer.exitCode, 0) << answer.error;
        return answer.exitCode == 0 ? json::parse(answer.output)["metrics"] : json::object();
    }

    static inline json s_result;
};

TEST_F(EvaluationCommands, EvaluateGivesTheFiguresOfTheRun)
{
    const json metrics = evaluate({ "--model", s_experiment->base(), "--adapter", adapter(),
                                    "--data", rows(), "--reference", plain(), "--reliance",
                                    "--recipe", recipe(), "--threads", "1" });
    for (const char *series :
         { "accuracy/test", "loss/test", "f1_macro/test",
           "reliance_accuracy/test/class=punctuation", "reliance_loss/test/class=animals",
           "reliance_loss/test/class=seldom" })
        EXPECT_THAT(metrics[series].get<double>(),
                    DoubleNear(s_result[series].get<double>(), kRounding))
            << series;
    EXPECT_TRUE(metrics.contains("reference_loss/plain"));
    EXPECT_FALSE(metrics.contains("reliance_loss/test/class=digits"))
        << "the recipe's classes only";

    const json builtIn = evaluate({ "--model", s_experiment->base(), "--adapter", adapter(),
                                    "--data", rows(), "--reliance" });
    EXPECT_TRUE(builtIn.contains("reliance_loss/test/class=digits"));

    constexpr double kBf16 = 0.05; // products of 8 bits
    const json fast = evaluate({ "--model", s_experiment->base(), "--adapter", adapter(), "--data",
                                 rows(), "--precision", "auto", "--threads", "1" });
    EXPECT_THAT(fast["loss/test"].get<double>(),
                DoubleNear(metrics["loss/test"].get<double>(), kBf16));
}

TEST_F(EvaluationCommands, StrengthRunsFromTheBaseToTheAdapter)
{
    const auto at = [this](const char *strength) {
        return evaluate({ "--model", s_experiment->base(), "--adapter", adapter(), "--strength",
                          strength, "--task", "classification", "--reference",
                          plain() })["reference_loss/plain"]
            .get<double>();
    };
    const double base = evaluate({ "--model", s_experiment->base(), "--task", "masked-lm",
                                   "--reference", plain() })["reference_loss/plain"];
    EXPECT_THAT(at("0"), DoubleNear(base, kRounding));
    EXPECT_THAT(at("1"), Not(DoubleNear(base, 10 * kRounding)));
    EXPECT_THAT(at("0.5"), Not(DoubleNear(at("1"), kRounding)));

    const Answer beyond = m_tamiz({ "evaluate", "--model", s_experiment->base(), "--adapter",
                                    adapter(), "--strength", "1.5", "--data", rows() });
    EXPECT_EQ(beyond.exitCode, 1);
    EXPECT_THAT(beyond.error, HasSubstr("1.5"));
}

TEST_F(EvaluationCommands, EvaluateTellsWhatIsWrong)
{
    const std::string base = s_experiment->base();
    EXPECT_EQ(m_tamiz({ "evaluate" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "evaluate", "--model", base, "--adapter", adapter() }).exitCode, 1);
    EXPECT_EQ(
        m_tamiz({ "evaluate", "--model", base, "--task", "sieving", "--data", rows() }).exitCode,
        1);
    EXPECT_EQ(m_tamiz({ "evaluate", "--model", base, "--adapter", adapter(), "--data", rows(),
                        "--threads", "0" })
                  .exitCode,
              1);
    EXPECT_EQ(m_tamiz({ "evaluate", "--model", base, "--adapter", adapter(), "--data", rows(),
                        "--precision", "fp8" })
                  .exitCode,
              1);

    const Answer absent = m_tamiz({ "evaluate", "--json", "--model", base, "--adapter", adapter(),
                                    "--data", out("absent.jsonl") });
    EXPECT_EQ(absent.exitCode, 2);
    EXPECT_THAT(absent.error, HasSubstr("absent.jsonl"));
    EXPECT_THAT(absent.output, IsEmpty());
    EXPECT_EQ(m_tamiz({ "evaluate", "--model", out("none"), "--task", "classification", "--data",
                        rows() })
                  .exitCode,
              2);
    const Answer longRows = m_tamiz({ "evaluate", "--model", base, "--adapter", adapter(), "--data",
                                      rows(), "--max-length", "500" });
    EXPECT_EQ(longRows.exitCode, 2);
    EXPECT_THAT(longRows.error, AllOf(HasSubstr("500"), HasSubstr("32 positions")));
}

TEST_F(EvaluationCommands, AModelWithoutAVocabularyHeadHasNoReferenceLoss)
{
    fs::create_directories(out("headless"));
    for (const char *name : { "config.json", "model.safetensors" })
        fs::copy_file(fs::path(TAMIZ_TEST_DATA) / "hf/bert-seqcls" / name,
                      m_folder.path() / "headless" / name);
    for (const char *name : { "vocab.txt", "tokenizer_config.json" })
        fs::copy_file(fs::path(s_experiment->base()) / name, m_folder.path() / "headless" / name);
    const Answer answer = m_tamiz({ "evaluate", "--model", out("headless"), "--task",
                                    "classification", "--reference", plain() });
    EXPECT_EQ(answer.exitCode, 2) << answer.error;
    EXPECT_THAT(answer.error, HasSubstr("no head for its vocabulary"));
}

TEST_F(EvaluationCommands, PredictAnswersEachLine)
{
    const test::Program::Arguments predict { "predict",   "--model", s_experiment->base(),
                                             "--adapter", adapter(), "--threads",
                                             "1" };
    const std::string asked = R"({"text": "la casa tiene , un gato grande ."})"
                              "\n"
                              R"({"text": "un pez", "text_pair": "y una mesa", "id": 7})"
                              "\n";
    const Answer answer = m_tamiz(predict, asked);
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    const std::size_t newline = answer.output.find('\n');
    const json first = json::parse(answer.output.substr(0, newline));
    const json second = json::parse(answer.output.substr(newline + 1));
    ASSERT_EQ(first["labels"].size(), 2U);
    EXPECT_EQ(first["label"], first["labels"][0]["label"]);
    EXPECT_GE(first["labels"][0]["probability"], first["labels"][1]["probability"]);
    double sum = 0;
    for (const json &label : second["labels"])
        sum += label["probability"].get<double>();
    EXPECT_THAT(sum, DoubleNear(1, kRounding));

    const Answer wrong = m_tamiz(predict, asked + "{\"txt\": 1}\n" + asked);
    EXPECT_EQ(wrong.exitCode, 2);
    EXPECT_THAT(wrong.error, AllOf(HasSubstr("standard input:3"), HasSubstr("{\"txt\":1}")));
    EXPECT_EQ(wrong.output, answer.output) << "the lines before it are answered";

    const Answer masked
        = m_tamiz({ "predict", "--model", s_experiment->base(), "--task", "masked-lm" },
                  "{\"text\": \"la casa tiene , un [MASK] .\"}\n");
    ASSERT_EQ(masked.exitCode, 0) << masked.error;
    EXPECT_EQ(json::parse(masked.output)["tokens"].size(), 1U);
}

TEST_F(EvaluationCommands, ExportsAreReadBackAndAnswerAsTheRunDid)
{
    const double accuracy = s_result["accuracy/test"];
    const double loss = s_result["loss/test"];
    for (const std::string format : { "merged", "merged-f16" }) {
        const Answer answer
            = m_tamiz({ "export", run(), "--format", format, "--out", out(format), "--json" });
        ASSERT_EQ(answer.exitCode, 0) << answer.error;
        const json report = json::parse(answer.output);
        EXPECT_EQ(report["folder"], out(format));
        EXPECT_THAT(report["files"].dump(),
                    AllOf(HasSubstr("model.safetensors"), HasSubstr("vocab.txt")));
        const bool isHalf = format == "merged-f16";
        EXPECT_LT(report["largest_difference"], isHalf ? 0.02 : 1e-4);

        const json model = json::parse(m_tamiz({ "inspect", out(format), "--json" }).output);
        EXPECT_EQ(model["head"], "sequence-classification");
        EXPECT_EQ(model["labels"], json({ "animal", "cosa" }));
        EXPECT_EQ(model["tensors"][0]["dtype"], isHalf ? "F16" : "F32");
        const json metrics = evaluate({ "--model", out(format), "--data", rows() });
        EXPECT_THAT(metrics["loss/test"].get<double>(),
                    DoubleNear(loss, isHalf ? 0.01 : kRounding));
        if (!isHalf) {
            EXPECT_EQ(metrics["accuracy/test"], accuracy);
        }
    }

    const Answer peft = m_tamiz({ "export", run(), "--out", out("peft"), "--json" });
    ASSERT_EQ(peft.exitCode, 0) << peft.error;
    EXPECT_EQ(json::parse(peft.output)["largest_difference"], 0.0);
    EXPECT_EQ(evaluate({ "--model", s_experiment->base(), "--adapter", out("peft"), "--data",
                         rows() })["loss/test"],
              evaluate({ "--model", s_experiment->base(), "--adapter", adapter(), "--data",
                         rows() })["loss/test"]);
}

TEST_F(EvaluationCommands, ImportCopiesModelsAndAdaptersIntoTheLibrary)
{
    const Answer adapterAnswer = m_tamiz({ "import", adapter(), "--name", "mine", "--json" });
    ASSERT_EQ(adapterAnswer.exitCode, 0) << adapterAnswer.error;
    const fs::path place = m_tamiz.home() / "models/mine";
    EXPECT_EQ(json::parse(adapterAnswer.output)["folder"], place.string());
    EXPECT_EQ(json::parse(m_tamiz({ "inspect", place, "--json" }).output)["kind"], "adapter");

    const Answer modelAnswer = m_tamiz(
        { "import", s_experiment->base(), "--library", out("library"), "--name", "base" });
    ASSERT_EQ(modelAnswer.exitCode, 0) << modelAnswer.error;
    EXPECT_EQ(m_tamiz({ "inspect", out("library/base") }).exitCode, 0);

    EXPECT_EQ(m_tamiz({ "import" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "import", adapter(), "--name", "mine" }).exitCode, 2) << "replaces nothing";
    EXPECT_EQ(m_tamiz({ "import", adapter(), "--name", "../out" }).exitCode, 2);
    EXPECT_EQ(m_tamiz({ "import", out("none") }).exitCode, 2);
}

} // namespace
} // namespace tamiz::cli
