// SPDX-License-Identifier: Apache-2.0
// What a person can get wrong, at the face of a run: file, place and value stand in the error, and
// nothing is left that looks like a result.
#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/model/safetensors.h"
#include "core/runs/run_folder.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class BadInput : public test::TinyTaskTest
{
protected:
    Result<RunOutcome> run()
    {
        fs::create_directories(m_run);
        RunControl control;
        test::RecordingSink sink;
        return train({ .recipe = m_recipe, .folder = m_run, .resume = false }, m_folder.path(),
                     control, sink);
    }

    std::string errorOfRun()
    {
        const Result<RunOutcome> outcome = run();
        EXPECT_FALSE(fs::exists(RunFolder { m_run }.final()));
        EXPECT_FALSE(fs::exists(RunFolder { m_run }.result()));
        return outcome ? "ran" : outcome.error().toString();
    }

    /// Replaces the rows of the task.
    void writeRows(const std::string &content) const
    {
        std::ofstream(m_folder.path() / "rows.jsonl", std::ios::binary) << content;
    }

    std::string place(const std::string &file) const { return (m_folder.path() / file).string(); }

    const std::string m_goodRow = R"({"text":"un gato","label":"animal"})"
                                  "\n"
                                  R"({"text":"una mesa","label":"cosa"})"
                                  "\n";
    const fs::path m_run = m_folder.path() / "run";
    const fs::path m_weights = m_folder.path() / "base" / "model.safetensors";
};

TEST_F(BadInput, MissingWeights)
{
    fs::remove(m_weights);
    EXPECT_THAT(errorOfRun(), AllOf(HasSubstr(place("base")), HasSubstr("model.safetensors")));
}

TEST_F(BadInput, TruncatedWeights)
{
    const std::uintmax_t size = fs::file_size(m_weights);
    fs::resize_file(m_weights, size - 100);
    EXPECT_THAT(errorOfRun(), AllOf(HasSubstr(m_weights.string()), HasSubstr("ends at byte")));
    fs::resize_file(m_weights, 4);
    EXPECT_THAT(errorOfRun(), AllOf(HasSubstr(m_weights.string()), HasSubstr("4 bytes")));
}

TEST_F(BadInput, TensorOfTheWrongShape)
{
    const std::string name = "bert.encoder.layer.1.attention.self.key.weight";
    {
        const auto whole = SafetensorsFile::open(m_weights);
        ASSERT_TRUE(whole) << whole.error().toString();
        std::map<std::string, TensorView> tensors = (*whole)->tensors();
        ASSERT_TRUE(tensors.contains(name));
        tensors[name].shape = { 16, 64 };
        ASSERT_TRUE(writeSafetensors(m_weights, tensors));
    }
    EXPECT_THAT(errorOfRun(),
                AllOf(HasSubstr(m_weights.string()), HasSubstr(name), HasSubstr("[16, 64]"),
                      HasSubstr("[32, 32] was expected")));
}

TEST_F(BadInput, UnknownArchitecture)
{
    const fs::path config = m_folder.path() / "base" / "config.json";
    std::string text = readFile(config).value();
    const std::string known = R"("model_type": "bert")";
    ASSERT_NE(text.find(known), std::string::npos);
    text.replace(text.find(known), known.size(), R"("model_type": "t5")");
    std::ofstream(config) << text;
    EXPECT_THAT(
        errorOfRun(),
        AllOf(HasSubstr(config.string()), HasSubstr("unknown architecture"), HasSubstr("'t5'")));
}

TEST_F(BadInput, VocabularyThatDoesNotMatch)
{
    constexpr int kTooMany = 200;
    const fs::path vocabulary = m_folder.path() / "base" / "vocab.txt";
    const std::string before = readFile(vocabulary).value();
    const auto tokens = std::count(before.begin(), before.end(), '\n') + kTooMany;
    std::ofstream file(vocabulary, std::ios::app);
    for (int i = 0; i < kTooMany; ++i)
        file << "zzz" << i << "\n";
    file.close();
    EXPECT_THAT(errorOfRun(),
                AllOf(HasSubstr(place("base")),
                      HasSubstr("the tokenizer has " + std::to_string(tokens) + " tokens"),
                      HasSubstr("the model's vocab_size is ")));
}

TEST_F(BadInput, DataFilesThatHoldNothing)
{
    writeRows("");
    EXPECT_THAT(errorOfRun(), AllOf(HasSubstr(place("rows.jsonl")), HasSubstr("no rows")));
    fs::remove(place("rows.jsonl"));
    EXPECT_THAT(errorOfRun(), AllOf(HasSubstr(place("rows.jsonl")), HasSubstr("does not exist")));
    fs::create_directory(place("rows.jsonl"));
    EXPECT_THAT(errorOfRun(), AllOf(HasSubstr(place("rows.jsonl")), HasSubstr("folder")));
}

TEST_F(BadInput, RowsAreNamedByTheirLine)
{
    writeRows(m_goodRow
              + "{\"text\":\"sin etiqueta\"}\n{\"text\":\"a\xffz\",\"label\":\"cosa\"}\n");
    EXPECT_THAT(errorOfRun(),
                AllOf(HasSubstr(place("rows.jsonl:3")), HasSubstr("missing label"),
                      HasSubstr("sin etiqueta"), HasSubstr(place("rows.jsonl:4")),
                      HasSubstr("0xFF at offset 10")));
}

TEST_F(BadInput, LabelThatIsNotInTheMap)
{
    m_recipe.task.labels = { "animal", "cosa" };
    writeRows(m_goodRow + R"({"text":"un roble","label":"planta"})" + "\n");
    EXPECT_THAT(
        errorOfRun(),
        AllOf(HasSubstr(place("rows.jsonl:3")), HasSubstr("'planta' is not in the label map")));
}

TEST_F(BadInput, ALineOfAMegabyteTrains)
{
    std::string text;
    while (text.size() < (std::size_t { 1 } << 20))
        text += "la casa tiene , un gato ";
    writeRows(m_goodRow + R"({"text":")" + text + R"(","label":"animal"})" + "\n");
    const Result<RunOutcome> outcome = run();
    ASSERT_TRUE(outcome) << outcome.error().toString();
    EXPECT_EQ(outcome->steps, m_recipe.training.maxSteps);
}

TEST_F(BadInput, FolderThatCannotBeWritten)
{
    fs::create_directories(m_run);
    std::ofstream(m_run / "checkpoints") << "a file in the way";
    EXPECT_THAT(errorOfRun(), HasSubstr((m_run / "checkpoints").string()));
}

} // namespace
} // namespace tamiz::engine
