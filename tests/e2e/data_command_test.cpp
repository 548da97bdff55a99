// SPDX-License-Identifier: Apache-2.0
// `tamiz demo` on a cut-down copy of its data, and `tamiz data`.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/program.h"

namespace tamiz::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::Answer;
using test::contentOf;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class DataCommands : public testing::Test
{
protected:
    std::string out(const std::string &name) const { return m_folder.path() / name; }
    std::string write(const std::string &name, const std::string &text) const
    {
        std::ofstream(m_folder.path() / name, std::ios::binary) << text;
        return out(name);
    }

    /// The bundled resources with few rows of each file.
    fs::path fewRows(int rows) const
    {
        const fs::path bundled = fs::path(TAMIZ_SOURCE_DIR) / "resources";
        const fs::path copy = m_folder.path() / "resources";
        fs::create_directories(copy);
        fs::create_directory_symlink(bundled / "models", copy / "models");
        fs::create_directory_symlink(bundled / "recipes", copy / "recipes");
        for (const auto &entry : fs::recursive_directory_iterator(bundled / "data")) {
            if (entry.path().extension() != ".jsonl")
                continue;
            const fs::path file = copy / fs::relative(entry.path(), bundled);
            fs::create_directories(file.parent_path());
            std::ifstream from(entry.path());
            std::ofstream to(file);
            std::string line;
            for (int row = 0; row < rows && std::getline(from, line); ++row)
                to << line << '\n';
        }
        return copy;
    }

    const test::Program m_tamiz { TAMIZ_PROGRAM };
    const test::TemporaryFolder m_folder;
};

TEST_F(DataCommands, DemoRunsItsThreeRecipes)
{
    test::Program tamiz(TAMIZ_PROGRAM);
    tamiz.resources = fewRows(24);
    const Answer answer = tamiz({ "demo", "--quick", "--json", "--threads", "1" });
    ASSERT_EQ(answer.exitCode, 0) << answer.error;
    const json result = json::parse(answer.output);
    ASSERT_EQ(result.size(), 3U);
    for (const auto &[name, series] : result.items()) {
        for (const char *measured : { "accuracy/test", "f1_macro/test_nopunct", "forgetting/es",
                                      "reliance_accuracy/test/class=punctuation" })
            EXPECT_EQ(series[measured].size(), 1U) << name << ": " << measured;
    }
    const json runs = json::parse(tamiz({ "runs", "--group", "demo", "--json" }).output);
    ASSERT_EQ(runs.size(), 3U);
    for (const json &run : runs)
        EXPECT_EQ(run["state"], "finished");

    EXPECT_EQ(tamiz({ "demo", "--seeds", "0" }).exitCode, 1);
    EXPECT_EQ(tamiz({ "demo", "--threads", "-1" }).exitCode, 2);
}

TEST_F(DataCommands, CheckListsEveryProblemAndPrintsOnlyJson)
{
    // The comma belongs to the name.
    const std::string file = write(
        "a,b.jsonl", "{\"text\": \"uno\", \"label\": \"x\"}\nnot json\n{\"label\": \"x\"}\n");
    const Answer answer = m_tamiz({ "data", "check", file, "--json" });
    EXPECT_EQ(answer.exitCode, 2);
    EXPECT_THAT(answer.error, AllOf(HasSubstr(file + ":2"), HasSubstr(file + ":3")));
    const json report = json::parse(answer.output);
    EXPECT_EQ(report["rows"], 1);
    std::vector<std::string> places;
    for (const json &problem : report["problems"]) {
        if (problem["severity"] == "error")
            places.push_back(problem["place"]);
    }
    EXPECT_THAT(places, testing::ElementsAre(file + ":2", file + ":3"));

    EXPECT_EQ(m_tamiz({ "data" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "data", "check" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "data", "describe", file, "--colour" }).exitCode, 1);
    EXPECT_EQ(m_tamiz({ "data", "check", file, "--task", "nsp" }).exitCode, 2);
}

TEST_F(DataCommands, CorpusRefusesAPlaceWhereItsFilesWouldGoAstray)
{
    fs::create_directories(out("packages"));
    const std::string mine = write("corpus", "mine");
    for (const std::string &place : { mine, out("corpus.jsonl") }) {
        const Answer answer
            = m_tamiz({ "data", "corpus", "--packages", out("packages"), "--out", place });
        EXPECT_EQ(answer.exitCode, 2);
        EXPECT_THAT(answer.error,
                    AllOf(HasSubstr(place), HasSubstr("Name a .txt file or a folder")));
        EXPECT_THAT(answer.output, IsEmpty());
    }
    EXPECT_EQ(contentOf(mine), "mine");
    EXPECT_EQ(m_tamiz({ "data", "corpus" }).exitCode, 1);
    // A good place, but nothing to read: said, and nothing written.
    const Answer empty
        = m_tamiz({ "data", "corpus", "--packages", out("packages"), "--out", out("folder/") });
    EXPECT_EQ(empty.exitCode, 2) << empty.error;
    EXPECT_FALSE(fs::exists(out("folder/corpus.txt")));
}

} // namespace
} // namespace tamiz::cli
