// SPDX-License-Identifier: Apache-2.0
// The program itself: standard input to standard output, and its exit codes.
#include <sstream>

#include "tests/engine/tokenizer/tokenizer_cases.h"
#include "tests/support/program.h"

namespace tamiz::engine {
namespace {

using test::TemporaryFolder;

struct Outcome
{
    int exitCode = -1;
    std::vector<nlohmann::json> lines;
};

Outcome tokenize(test::Program::Arguments arguments, const std::string &input)
{
    arguments.insert(arguments.begin(), "tokenize");
    const test::Answer answer = test::Program(TAMIZ_PROGRAM)(arguments, input);
    Outcome outcome { answer.exitCode, {} };
    std::istringstream output(answer.output);
    for (std::string line; std::getline(output, line);)
        outcome.lines.push_back(nlohmann::json::parse(line));
    return outcome;
}

std::string folderOf(const std::string &family)
{
    return (std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers" / family).string();
}

TEST(TokenizeCommand, printsWhatTheCompiledTokenizerGives)
{
    for (const char *family : { "bert", "bert-cased", "albert", "xlm-roberta", "llama" }) {
        std::string input;
        std::vector<nlohmann::json> expected;
        for (const nlohmann::json &one :
             readJson(std::filesystem::path(folderOf(family)) / "fast_cases.json")) {
            const std::string text = one["text"];
            if (one.contains("pair") || text.find('\n') != std::string::npos)
                continue;
            input += text + "\n";
            expected.push_back(one);
        }
        const Outcome with = tokenize({ folderOf(family), "--json" }, input);
        const Outcome without = tokenize({ folderOf(family), "--json", "--no-special" }, input);
        EXPECT_EQ(with.exitCode, 0);
        ASSERT_EQ(with.lines.size(), expected.size()) << family;
        ASSERT_EQ(without.lines.size(), expected.size()) << family;
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ(with.lines[i]["ids"], expected[i]["ids"]) << expected[i]["text"];
            EXPECT_EQ(with.lines[i]["offsets"], expected[i]["offsets"]) << expected[i]["text"];
            EXPECT_EQ(with.lines[i]["tokens"].size(), expected[i]["tokens"].size());
            EXPECT_EQ(with.lines[i]["classes"].size(), expected[i]["ids"].size());
            EXPECT_EQ(without.lines[i]["ids"], expected[i]["no_special"]);
        }
    }
}

TEST(TokenizeCommand, namesTheClassesOfEachToken)
{
    const Outcome outcome = tokenize({ folderOf("bert") }, "Fox, 3\xFF\n\nlast line without end");
    EXPECT_EQ(outcome.exitCode, 0);
    ASSERT_EQ(outcome.lines.size(), 3U);
    EXPECT_EQ(outcome.lines[0]["classes"],
              nlohmann::json::parse(R"([[], ["letters", "capitalized"], ["punctuation"],
                                        ["digits", "numbers"], []])"));
    EXPECT_EQ(outcome.lines[1]["ids"].size(), 2U);
}

TEST(TokenizeCommand, takesALineOfAMegabyte)
{
    const Outcome outcome = tokenize({ folderOf("bert") }, std::string(1 << 20, 'a') + " fox\n");
    ASSERT_EQ(outcome.lines.size(), 1U);
    EXPECT_EQ(outcome.lines[0]["offsets"][2], nlohmann::json::array({ 1048577, 1048580 }));
}

/// Tokenises with the token classes of a recipe.
Outcome tokenizeWith(const std::string &recipe, const std::string &input)
{
    const TemporaryFolder folder;
    folder.write("recipe.yaml", recipe);
    folder.write("names.txt", "Fox\n");
    folder.write("rows.txt", "the the the the fox\n");
    return tokenize({ folderOf("bert"), "--classes", folder.path() / "recipe.yaml" }, input);
}

TEST(TokenizeCommand, namesTheClassesOfARecipe)
{
    const Outcome outcome = tokenizeWith(R"(version: 1
task: {type: masked-lm}
data: {train: rows.txt}
masking:
  classes:
    - {name: marks, kind: property, expression: punctuation}
    - {name: animals, kind: words, words_file: names.txt}
    - {name: number, kind: pattern, expression: '\d+'}
    - {name: seldom, kind: frequency, max_share: 0.5}
    - {name: all, kind: any}
)",
                                         "Fox, 3\xFF\n\nthe");
    EXPECT_EQ(outcome.exitCode, 0);
    ASSERT_EQ(outcome.lines.size(), 3U);
    EXPECT_EQ(outcome.lines[0]["classes"],
              nlohmann::json::parse(
                  R"([[], ["animals", "seldom", "all"], ["marks", "all"],
                      ["number", "seldom", "all"], []])"));
    EXPECT_EQ(outcome.lines[1]["classes"], nlohmann::json::parse("[[], []]"));
    EXPECT_EQ(outcome.lines[2]["classes"], nlohmann::json::parse(R"([[], ["all"], []])"));
}

TEST(TokenizeCommand, classesOfARecipeReachTheEndOfAMegabyte)
{
    const Outcome outcome = tokenizeWith(R"(version: 1
masking: {classes: [{name: animals, kind: words, words: [fox]}]}
)",
                                         std::string(1 << 20, 'a') + " \xC3\x28 fox\n");
    EXPECT_EQ(outcome.exitCode, 0);
    ASSERT_EQ(outcome.lines.size(), 1U);
    const nlohmann::json &classes = outcome.lines[0]["classes"];
    ASSERT_EQ(classes.size(), outcome.lines[0]["ids"].size());
    EXPECT_EQ(classes[classes.size() - 2], nlohmann::json::array({ "animals" }));
    EXPECT_EQ(classes[1], nlohmann::json::array());
}

TEST(TokenizeCommand, aWrongRecipeIsRefusedBeforeAnythingIsPrinted)
{
    for (const char *recipe :
         { "version: 1\nmasking: {classes: [{name: x, kind: pattern, expression: '('}]}\n",
           "version: 1\nmasking: {classes: [{name: x, kind: sort}]}\n",
           "version: 1\nmasking: {classes: [{name: x}, {name: x}]}\n",
           "version: 1\nmasking: {classes: [{name: x, kind: words, words_file: none.txt}]}\n",
           "version: 1\n", "version: [\n" }) {
        const Outcome outcome = tokenizeWith(recipe, "Fox\n");
        EXPECT_EQ(outcome.exitCode, 2) << recipe;
        EXPECT_TRUE(outcome.lines.empty());
    }
    EXPECT_EQ(tokenize({ folderOf("bert"), "--classes", "/no/such/recipe.yaml" }, "").exitCode, 2);
}

TEST(TokenizeCommand, exitCodesSayWhatWentWrong)
{
    EXPECT_EQ(tokenize({}, "").exitCode, 1);
    EXPECT_EQ(tokenize({ "--no-such-option", "x" }, "").exitCode, 1);
    EXPECT_EQ(tokenize({ "/no/such/folder" }, "").exitCode, 2);
    EXPECT_EQ(tokenize({ folderOf("bert") }, "").exitCode, 0);
}

} // namespace
} // namespace tamiz::engine
