// SPDX-License-Identifier: Apache-2.0
// Tokens of a domain and new vocabularies, as a script asks for them.
#include <nlohmann/json.hpp>

#include <gmock/gmock.h>

#include "tests/e2e/experiment_commands.h"

namespace tamiz::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class VocabularyCommands : public ExperimentCommands
{
};

TEST_F(VocabularyCommands, proposedTokensAreTrainedExportedAndRead)
{
    s_experiment->write("domain.txt", "gatorro y perana\ngatorro , perana .\ngatorro\n");
    const test::Answer proposed
        = m_tamiz({ "tokens", "propose", "--model", s_experiment->base(), "--data",
                    s_experiment->path("domain.txt"), "--min-count", "2", "--json" });
    ASSERT_EQ(proposed.exitCode, 0) << proposed.error;
    const json found = json::parse(proposed.output);
    ASSERT_EQ(found["proposals"].size(), 2U);
    std::map<std::string, int> occurrences;
    for (const json &proposal : found["proposals"])
        occurrences[proposal["token"]] = proposal["occurrences"];
    EXPECT_EQ(occurrences, (std::map<std::string, int> { { "gatorro", 3 }, { "perana", 2 } }));
    EXPECT_LT(found["tokens_after"], found["tokens_before"]);

    const test::Answer ran = m_tamiz({ "run", recipe(), "--out", out("run"), "--set",
                                       "vocabulary.add_tokens=[gatorro, perana]", "--json" });
    ASSERT_EQ(ran.exitCode, 0) << ran.error;
    for (const std::string format : { "peft", "merged" }) {
        const test::Answer exported
            = m_tamiz({ "export", out("run"), "--format", format, "--out", out(format) });
        ASSERT_EQ(exported.exitCode, 0) << exported.error;
        const test::Answer tokens
            = m_tamiz({ "tokenize", out(format), "--no-special" }, "gatorro perana\n");
        ASSERT_EQ(tokens.exitCode, 0) << tokens.error;
        EXPECT_EQ(json::parse(tokens.output)["tokens"], json({ "gatorro", "perana" }));
    }
    const std::string text = R"({"text":"un gato y gatorro"})";
    const test::Answer adapted = m_tamiz({ "predict", "--model", s_experiment->base(), "--adapter",
                                           out("peft"), "--task", "classification" },
                                         text + "\n");
    const test::Answer merged
        = m_tamiz({ "predict", "--model", out("merged"), "--task", "classification" }, text + "\n");
    ASSERT_EQ(adapted.exitCode, 0) << adapted.error;
    ASSERT_EQ(merged.exitCode, 0) << merged.error;
    const json one = json::parse(adapted.output)["labels"][0];
    const json other = json::parse(merged.output)["labels"][0];
    EXPECT_EQ(one["label"], other["label"]);
    EXPECT_NEAR(one["probability"].get<double>(), other["probability"].get<double>(), 1e-5);
}

TEST_F(VocabularyCommands, aListThatCannotBeReadIsToldBeforeTraining)
{
    const test::Answer ran = m_tamiz({ "run", recipe(), "--out", out("run"), "--set",
                                       "vocabulary.add_tokens_file=/no/such/tokens.txt" });
    EXPECT_NE(ran.exitCode, 0);
    EXPECT_THAT(ran.error, HasSubstr("/no/such/tokens.txt"));
}

TEST_F(VocabularyCommands, everyKindOfVocabularyIsTrained)
{
    for (const std::string type : { "wordpiece", "bpe", "unigram" }) {
        const test::Answer trained
            = m_tamiz({ "tokenizer", "train", "--type", type, "--vocab-size",
                        type == "bpe" ? "300" : "60", "--out", out(type), "--json", plain() });
        ASSERT_EQ(trained.exitCode, 0) << trained.error;
        const json told = json::parse(trained.output);
        EXPECT_EQ(told["type"], type);
        const test::Answer tokens
            = m_tamiz({ "tokenize", out(type), "--no-special" }, "la casa tiene\n");
        ASSERT_EQ(tokens.exitCode, 0) << tokens.error;
        EXPECT_GE(json::parse(tokens.output)["ids"].size(), 3U);
        EXPECT_EQ(
            m_tamiz({ "tokenizer", "train", "--type", type, "--out", out(type), plain() }).exitCode,
            2)
            << "a folder that holds something is left alone";
    }
    EXPECT_EQ(
        m_tamiz({ "tokenizer", "train", "--type", "morse", "--out", out("x"), plain() }).exitCode,
        1);
    EXPECT_EQ(m_tamiz({ "tokenizer" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "tokens", "--help" }).exitCode, 0);
    EXPECT_EQ(m_tamiz({ "tokens", "propose", "--model", s_experiment->base() }).exitCode, 1);
}

} // namespace
} // namespace tamiz::cli
