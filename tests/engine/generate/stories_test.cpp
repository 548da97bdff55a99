// SPDX-License-Identifier: Apache-2.0
// A real pretrained decoder, from its llama2.c file to its published text.
#include <cstdlib>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/engine/export/llama2c.h"
#include "core/engine/generate/generator.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class StoriesTest : public testing::Test
{
protected:
    void SetUp() override
    {
        const char *shared = std::getenv("TAMIZ_SHARED_MODELS");
        m_source = (shared && *shared ? fs::path(shared)
                                      : fs::path(TAMIZ_SOURCE_DIR) / "../shared/models")
            / "stories260K";
        if (!fs::exists(m_source / "stories260K.bin"))
            GTEST_SKIP() << m_source << " is not there";
        const auto report = importLlama2c(m_source / "stories260K.bin", m_source / "tok512.model",
                                          m_library, "stories");
        ASSERT_TRUE(report) << report.error().toString();
        EXPECT_EQ(report->largestDifference, 0);
    }

    GeneratedText generate(const std::string &prompt, const GenerateOptions &options)
    {
        const auto generator = Generator::load({ .model = m_library / "stories", .adapter = {} });
        EXPECT_TRUE(generator) << generator.error().toString();
        const auto answer
            = (*generator)->generate(prompt, options, m_control, [this](const std::string &piece) {
                  m_streamed += piece;
                  if (m_stopsAtOnce)
                      m_control.requestStop();
              });
        EXPECT_TRUE(answer) << answer.error().toString();
        return *answer;
    }

    const test::TemporaryFolder m_folder;
    const fs::path m_library = m_folder.path() / "library";
    fs::path m_source;
    RunControl m_control;
    std::string m_streamed;
    bool m_stopsAtOnce = false;
};

// What llama2.c publishes beside the model for greedy sampling, from the first to the last token.
const std::string kPublished
    = "Once upon a time, there was a little girl named Lily. She loved to play outside in the "
      "park. One day, she saw a big, red ball. She wanted to play with it, but it was too high.\n"
      "Lily's mom said, \"Lily, let's go to the park.\" Lily was sad and didn't know what to do. "
      "She said, \"I want to play with your ball, but I can't find it.\"\n"
      "Lily was sad and didn't know what to do. She said, \"I'm sorry, Lily. I didn't know what "
      "to do.\"\n"
      "Lily didn't want to help her mom, so she said, \"I'm sorry, mom. I didn't know what to "
      "do.\" Her mom said, \"Don't worry, Lily. We can help you.";

TEST_F(StoriesTest, TellsItsPublishedStoryWordForWord)
{
    const GeneratedText story = generate("", { .maxNewTokens = 256 });
    EXPECT_EQ(story.text, kPublished);
    EXPECT_EQ(m_streamed, story.text);
    EXPECT_EQ(story.stopReason, "length");
    EXPECT_EQ(story.ids.size(), 256U);
}

TEST_F(StoriesTest, AStopTextEndsTheAnswerAndIsNoPartOfIt)
{
    const GeneratedText story = generate("", { .maxNewTokens = 60, .stops = { "Lily" } });
    EXPECT_THAT(story.text, HasSubstr("a little girl named"));
    EXPECT_THAT(story.text, ::testing::Not(HasSubstr("Lily")));
    EXPECT_EQ(m_streamed, story.text);
    EXPECT_EQ(story.stopReason, "stop");
}

TEST_F(StoriesTest, StopsOnRequestWithinOneToken)
{
    m_stopsAtOnce = true;
    const GeneratedText story = generate("Once upon", { .maxNewTokens = 60 });
    EXPECT_EQ(story.stopReason, "request");
    EXPECT_LE(story.ids.size(), 2U);
}

TEST_F(StoriesTest, TheSeedDecidesASample)
{
    GenerateOptions options;
    options.maxNewTokens = 20;
    options.sampling = { .temperature = 1, .topK = 0, .topP = 0.9, .seed = 4 };
    const GeneratedText first = generate("Once upon a time", options);
    EXPECT_EQ(first.ids, generate("Once upon a time", options).ids);
    options.sampling.seed = 5;
    EXPECT_NE(first.ids, generate("Once upon a time", options).ids);
}

TEST_F(StoriesTest, LosesAsMuchAsTheOriginalOnStoriesAndOnOtherText)
{
    const auto lossOf = [this](const std::string &text) {
        const fs::path file = m_library / "text.txt";
        EXPECT_TRUE(writeFileAtomically(file, text + "\n"));
        TaskSection task;
        task.type = TaskType::CausalLm;
        const ModelChoice choice { .model = m_library / "stories", .adapter = {} };
        auto recipe = evaluationRecipe(choice, task);
        EXPECT_TRUE(recipe) << recipe.error().toString();
        recipe->data.test = { file };
        RunControl control;
        const auto values = evaluateModel(*recipe, choice, control);
        EXPECT_TRUE(values) << values.error().toString();
        for (const auto &[key, value] : *values) {
            if (key.name == "loss" && key.tokenClass.empty())
                return value;
        }
        return -1.0;
    };
    // From llama2.c's forward pass in double, written out in Python.
    EXPECT_NEAR(lossOf("One day a little dog named Max went to the park with his mom and saw a big "
                       "tree."),
                1.019502, 1e-4);
    EXPECT_NEAR(lossOf("Once upon a time, there was a little boy named Tim. He loved to play with "
                       "his toys."),
                0.334446, 1e-4);
    EXPECT_NEAR(lossOf("In the beginning God created the heaven and the earth, and darkness was "
                       "upon the face of the deep."),
                3.715161, 1e-4);
}

TEST_F(StoriesTest, DamagedFilesAreRefused)
{
    const fs::path file = m_library / "cut.bin";
    const auto bytes = readFile(m_source / "stories260K.bin", 1 << 24);
    ASSERT_TRUE(bytes);
    for (const std::size_t size : { std::size_t { 0 }, std::size_t { 27 }, std::size_t { 5000 } }) {
        ASSERT_TRUE(writeFileAtomically(file, bytes->substr(0, size)));
        const auto report = importLlama2c(file, m_source / "tok512.model", m_library, "cut");
        ASSERT_FALSE(report);
        EXPECT_THAT(report.error().toString(), HasSubstr("cut.bin"));
    }
}

} // namespace

} // namespace tamiz::engine
