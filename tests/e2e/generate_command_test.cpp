// SPDX-License-Identifier: Apache-2.0
// `tamiz generate` on a tiny decoder with random weights: what it says, not what it means.
#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace tamiz::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::Answer;
using testing::HasSubstr;

class GenerateCommand : public testing::Test
{
protected:
    GenerateCommand()
    {
        const fs::path data = TAMIZ_TEST_DATA;
        fs::create_directories(model());
        for (const char *name : { "config.json", "model.safetensors" })
            fs::copy_file(data / "hf/llama-mqa-tied-lm" / name, fs::path(model()) / name);
        fs::copy_file(data / "tokenizers/llama/llama.model", fs::path(model()) / "tokenizer.model");
        std::ofstream(fs::path(model()) / "tokenizer_config.json")
            << R"({"tokenizer_class":"LlamaTokenizer","legacy":false})";
    }

    std::string model() const { return m_folder.path() / "decoder"; }

    /// What --json says of a text of @p count new tokens at most.
    json generate(test::Program::Arguments more, const std::string &count = "12") const
    {
        more.insert(more.begin(),
                    { "generate", "--json", "--model", model(), "--prompt", "La casa", "--max-new",
                      count });
        const Answer answer = m_tamiz(more);
        EXPECT_EQ(answer.exitCode, 0) << answer.error;
        return answer.exitCode == 0 ? json::parse(answer.output) : json::object();
    }

    const test::TemporaryFolder m_folder;
    const test::Program m_tamiz { TAMIZ_PROGRAM };
};

TEST_F(GenerateCommand, GoesOnFromThePromptAndSaysHowItEnded)
{
    const json answer = generate({});
    EXPECT_EQ(answer["prompt"], "La casa");
    EXPECT_EQ(answer["ids"].size(), 12U);
    EXPECT_EQ(answer["stop_reason"], "length");
    EXPECT_EQ(answer["ids"], generate({})["ids"]);
    const json shorter = generate({}, "5");
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_EQ(shorter["ids"][i], answer["ids"][i]);

    const Answer plain
        = m_tamiz({ "generate", "--model", model(), "--prompt", "La casa", "--max-new", "12" });
    EXPECT_EQ(plain.output, "La casa" + answer["text"].get<std::string>() + "\n");
}

TEST_F(GenerateCommand, TheSeedDecidesADraw)
{
    const auto ids = [this](const std::string &seed) {
        return generate({ "--temperature", "1.5", "--top-k", "50", "--seed", seed })["ids"];
    };
    EXPECT_EQ(ids("7"), ids("7"));
    EXPECT_NE(ids("7"), ids("8"));
}

TEST_F(GenerateCommand, AStopTextMayHoldAComma)
{
    const std::string text = generate({}, "20")["text"];
    const json whole = generate({ "--stop", "no such text, here" }, "20");
    EXPECT_EQ(whole["text"], text);
    ASSERT_GE(text.size(), 6U);
    const std::string stop = text.substr(3, 3);
    const json cut = generate({ "--stop", "x,y", "--stop", stop }, "20");
    EXPECT_EQ(cut["text"], text.substr(0, text.find(stop)));
    EXPECT_EQ(cut["stop_reason"], "stop");
}

TEST_F(GenerateCommand, WhatCannotBeIsSaid)
{
    EXPECT_EQ(m_tamiz({ "generate" }).exitCode, 1);
    for (const auto &[option, value] : { std::pair { "--top-p", "0" },
                                         { "--temperature", "-1" },
                                         { "--max-new", "0" },
                                         { "--repetition-penalty", "0" } }) {
        const Answer answer = m_tamiz({ "generate", "--model", model(), option, value });
        EXPECT_EQ(answer.exitCode, 1) << option;
        EXPECT_THAT(answer.error, HasSubstr(option));
    }
    const Answer encoder = m_tamiz({ "generate", "--model", "bundled", "--prompt", "Hola" });
    EXPECT_EQ(encoder.exitCode, 2);
    EXPECT_THAT(encoder.error, HasSubstr("reads in both directions"));
    const std::string prompt(400, 'a');
    const Answer tooLong = m_tamiz({ "generate", "--model", model(), "--prompt", prompt });
    EXPECT_EQ(tooLong.exitCode, 2);
    EXPECT_THAT(tooLong.error, HasSubstr("192"));
}

TEST_F(GenerateCommand, AFileOfLlama2cNeedsItsTokenizer)
{
    const std::string file = m_folder.path() / "model.bin";
    std::ofstream(file) << "short";
    const Answer without = m_tamiz({ "import", file });
    EXPECT_EQ(without.exitCode, 1);
    EXPECT_THAT(without.error, HasSubstr("--tokenizer"));
    const Answer damaged = m_tamiz({ "import", file, "--tokenizer", model() + "/tokenizer.model" });
    EXPECT_EQ(damaged.exitCode, 2);
    EXPECT_THAT(damaged.error, HasSubstr("no header"));
}

} // namespace
} // namespace tamiz::cli
