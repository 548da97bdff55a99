// SPDX-License-Identifier: Apache-2.0
// `tamiz bench`: what it prints, never how fast.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace tamiz::cli {
namespace {

using nlohmann::json;
using test::Answer;
using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;

class BenchCommand : public testing::Test
{
protected:
    Answer bench(test::Program::Arguments more) const
    {
        more.insert(more.begin(),
                    { "bench", "train", "--preset", "bert-mini", "-B", "2", "-T", "16", "--steps",
                      "2", "--warmup", "1", "--threads", "1", "--json" });
        return m_tamiz(more);
    }

    const test::Program m_tamiz { TAMIZ_PROGRAM };
};

TEST_F(BenchCommand, PrintsOneObjectWithWhatThePageNames)
{
    const Answer answer
        = bench({ "--mode", "freeze:2", "--precision", "fp32", "--lengths", "var" });
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    const json result = json::parse(answer.output);
    for (const char *key :
         { "tokens_per_s", "ms_per_step_min", "ms_per_step_median", "peak_rss_mb",
           "trainable_parameters", "loss_first", "loss_last", "gemm_share", "gemm_gflops" })
        EXPECT_GT(result[key].get<double>(), 0) << key;
    EXPECT_EQ(result["precision"], "fp32");
    EXPECT_EQ(result["threads"], 1);
    EXPECT_EQ(result["task"], "cls");
    // Two layers of 256, the pooler and the head of two labels.
    const std::int64_t layer = 4 * (256 * 256 + 256) + 2 * 256 * 1024 + 1024 + 256 + 4 * 256;
    EXPECT_EQ(result["trainable_parameters"], 2 * layer + 256 * 256 + 256 + 2 * 256 + 2);
}

TEST_F(BenchCommand, TheSameSeedIsTheSameWork)
{
    const json once = json::parse(bench({ "--task", "mlm", "--precision", "fp32" }).output);
    const json twice = json::parse(bench({ "--task", "mlm", "--precision", "fp32" }).output);
    const json other
        = json::parse(bench({ "--task", "mlm", "--precision", "fp32", "--seed", "2" }).output);
    EXPECT_EQ(once["loss_first"], twice["loss_first"]);
    EXPECT_EQ(once["loss_last"], twice["loss_last"]);
    EXPECT_NE(once["loss_first"], other["loss_first"]);
}

TEST_F(BenchCommand, LayersThatComputeTwiceTrainTheSame)
{
    const json kept = json::parse(bench({ "--precision", "fp32" }).output);
    const json twice
        = json::parse(bench({ "--precision", "fp32", "--gradient-checkpointing" }).output);
    EXPECT_EQ(kept["loss_first"], twice["loss_first"]);
    EXPECT_EQ(kept["loss_last"], twice["loss_last"]);
}

TEST_F(BenchCommand, Bf16IsWhatItSaysOrIsRefused)
{
    const Answer wanted = bench({ "--precision", "bf16" });
    const Answer automatic = bench({});
    ASSERT_EQ(automatic.exitCode, 0) << automatic.error;
    if (wanted.exitCode == 0) {
        EXPECT_EQ(json::parse(wanted.output)["precision"], "bf16");
        EXPECT_EQ(json::parse(automatic.output)["precision"], "bf16");
        const json exact = json::parse(bench({ "--precision", "fp32" }).output);
        EXPECT_NE(json::parse(wanted.output)["loss_last"], exact["loss_last"]);
    } else {
        EXPECT_EQ(wanted.exitCode, 2);
        EXPECT_THAT(wanted.error, HasSubstr("does not multiply in bf16"));
        EXPECT_EQ(json::parse(automatic.output)["precision"], "fp32");
    }
}

TEST_F(BenchCommand, TokenizeCountsWhatItTimes)
{
    const test::TemporaryFolder folder;
    folder.write("text.txt", "uno dos\n\ntres\n");
    const std::string bert = std::string(TAMIZ_TEST_DATA) + "/tokenizers/bert";
    const auto tokenize = [&](const std::string &rounds) {
        return m_tamiz({ "bench", "tokenize", bert, (folder.path() / "text.txt").string(),
                         "--rounds", rounds, "--json" });
    };
    const Answer answer = tokenize("2");
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    const json result = json::parse(answer.output);
    EXPECT_EQ(result["tokenizer"], "WordPiece");
    EXPECT_EQ(result["lines"], 3);
    EXPECT_EQ(result["bytes"], 7 + 0 + 4);
    EXPECT_GT(result["tokens"], 2 * 3 + 3); // [CLS] and [SEP] of each line, and a piece a word
    for (const char *key :
         { "load_ms", "seconds_min", "seconds_median", "mb_per_s", "tokens_per_s" })
        EXPECT_GT(result[key].get<double>(), 0) << key;
    EXPECT_EQ(tokenize("1").exitCode, 2);
    EXPECT_EQ(m_tamiz({ "bench", "tokenize", bert }).exitCode, 1);
}

TEST_F(BenchCommand, StoreTellsWhatItWroteAndKeepsItWhereItIsTold)
{
    const test::TemporaryFolder folder;
    const auto store = [&](test::Program::Arguments more) {
        more.insert(more.begin(),
                    { "bench", "store", "--runs", "2", "--series", "3", "--points", "40",
                      "--rounds", "2", "--json" });
        return m_tamiz(more);
    };
    const Answer answer = store({ "--folder", folder.path() });
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    EXPECT_THAT(answer.error, HasSubstr("written in"));
    const json result = json::parse(answer.output);
    EXPECT_EQ(result["runs"], 2);
    EXPECT_EQ(result["series"], 3);
    EXPECT_EQ(result["points"], 40);
    EXPECT_EQ(result["reused"], false);
    for (const char *key :
         { "store_bytes", "bytes_per_point", "write_s", "points_per_s", "open_and_list_ms_median",
           "open_and_list_ms_max", "curves_ms_median", "curves_ms_max" })
        EXPECT_GT(result[key].get<double>(), 0) << key;
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "store-2x3x40.db"));

    const json again = json::parse(store({ "--folder", folder.path() }).output);
    EXPECT_EQ(again["reused"], true);
    EXPECT_EQ(again["store_bytes"], result["store_bytes"]);
    EXPECT_FALSE(again.contains("write_s"));
    EXPECT_EQ(store({}).exitCode, 0) << "in a temporary folder";

    EXPECT_EQ(store({ "--points", "0" }).exitCode, 2);
    EXPECT_EQ(store({ "--points", "many" }).exitCode, 1);
    const Answer help = m_tamiz({ "bench", "store", "--help" });
    EXPECT_EQ(help.exitCode, 0);
    EXPECT_THAT(help.output, HasSubstr("--points"));
}

TEST_F(BenchCommand, RelianceIsTenClassesAgainstOneEvaluation)
{
    const auto reliance = [&](test::Program::Arguments more) {
        more.insert(more.begin(),
                    { "bench", "reliance", "bundled", "--rows", "5", "-B", "2", "-T", "16",
                      "--threads", "1", "--precision", "fp32", "--json" });
        return m_tamiz(more);
    };
    const Answer answer = reliance({});
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    EXPECT_THAT(answer.error, HasSubstr("reliance on 10 classes took"));
    const json result = json::parse(answer.output);
    EXPECT_EQ(result["task"], "classification");
    EXPECT_EQ(result["rows"], 5);
    EXPECT_EQ(result["classes"], 10);
    EXPECT_EQ(result["precision"], "fp32");
    EXPECT_EQ(result["threads"], 1);
    EXPECT_LE(result["tokens"], 5 * 16);
    for (const char *key :
         { "tokens", "evaluation_s", "reliance_s", "ratio", "tokens_per_s", "loss" })
        EXPECT_GT(result[key].get<double>(), 0) << key;

    const test::TemporaryFolder folder;
    folder.write("rows.jsonl",
                 "{\"text\": \"uno, dos\", \"label\": \"a\"}\n"
                 "{\"text\": \"tres (3)\", \"label\": \"b\"}\n");
    const std::string rows = folder.path() / "rows.jsonl";
    const Answer words = reliance({ "--task", "masked-lm", "--data", rows });
    ASSERT_EQ(words.exitCode, 0) << words.error;
    EXPECT_EQ(json::parse(words.output)["task"], "masked-lm");

    EXPECT_EQ(reliance({ "--task", "translation" }).exitCode, 1);
    EXPECT_EQ(reliance({ "--precision", "fp8" }).exitCode, 1);
    const test::Program::Arguments wrong[] {
        { "--task", "regression" }, { "--rows", "0" },         { "-B", "0" }, { "-T", "3" },
        { "--threads", "-1" },      { "--data", rows + ".gz" }
    };
    for (const test::Program::Arguments &arguments : wrong) {
        const Answer refused = reliance(arguments);
        EXPECT_EQ(refused.exitCode, 2) << arguments[0] << " " << arguments[1];
        EXPECT_THAT(refused.output, IsEmpty());
    }
}

TEST_F(BenchCommand, MistakesHaveTheirExitCodes)
{
    EXPECT_EQ(m_tamiz({ "bench" }).exitCode, 1);
    EXPECT_EQ(bench({ "--precision", "fp8" }).exitCode, 1);
    EXPECT_EQ(bench({ "--lengths", "some" }).exitCode, 1);
    EXPECT_EQ(bench({ "--cache", "maybe" }).exitCode, 1);
    const test::Program::Arguments wrong[] { { "--preset", "colossus" },
                                             { "--mode", "freeze:x" },
                                             { "--mode", "freeze:9" },
                                             { "--task", "nsp" },
                                             { "--steps", "0" },
                                             { "--warmup", "-1" },
                                             { "-T", "513" },
                                             { "-B", "0" },
                                             { "--threads", "-1" } };
    for (const test::Program::Arguments &arguments : wrong) {
        const Answer answer = bench(arguments);
        EXPECT_EQ(answer.exitCode, 2) << arguments[0] << " " << arguments[1];
        EXPECT_THAT(answer.error, HasSubstr(arguments[0]));
        EXPECT_THAT(answer.output, IsEmpty());
    }
}

} // namespace
} // namespace tamiz::cli
