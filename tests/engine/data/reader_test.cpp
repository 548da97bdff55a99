// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/reader.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/support/ordinary_user.h"

namespace tamiz::engine {
namespace {

using testing::HasSubstr;

class ReaderTest : public testing::Test
{
protected:
    ReaderTest()
        : m_folder(std::filesystem::path(testing::TempDir())
                   / ("reader-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(m_folder);
    }
    ~ReaderTest() override { std::filesystem::remove_all(m_folder); }

    std::string write(const std::string &name, const std::string &content) const
    {
        std::ofstream(m_folder / name, std::ios::binary) << content;
        return m_folder / name;
    }

    static ExampleSet read(const std::string &path, const TaskSection &task = {})
    {
        RunControl control;
        Result<ExampleSet> set = readExamples({ path }, task, control);
        EXPECT_TRUE(set.has_value());
        return set.value_or(ExampleSet {});
    }

    const std::filesystem::path m_folder;
};

TEST_F(ReaderTest, jsonLinesGiveTextPairAndLabel)
{
    const ExampleSet set = read(write("a.jsonl",
                                      "{\"text\":\"uno\",\"label\":\"x\"}\n\n{\"text\":\"dos\","
                                      "\"text_pair\":\"tres\",\"label\":7}\n"));
    ASSERT_TRUE(set.problems.empty());
    ASSERT_EQ(set.rows.size(), 2U);
    EXPECT_EQ(set.rows[0].label, "x");
    EXPECT_EQ(set.rows[1].textPair, "tres");
    EXPECT_EQ(set.rows[1].label, "7");
    EXPECT_EQ(set.place(set.rows[1]), (m_folder / "a.jsonl").string() + ":3");
}

TEST_F(ReaderTest, everyBadRowIsReportedWithItsLine)
{
    const ExampleSet set
        = read(write("b.jsonl",
                     "{\"text\":\"uno\"}\nnot "
                     "json\n{\"label\":\"x\"}\n[1]\n{\"text\":\"bien\",\"label\":\"x\"}\n"));
    ASSERT_EQ(set.rows.size(), 1U);
    ASSERT_EQ(set.problems.size(), 4U);
    EXPECT_THAT(set.problems[0].path, HasSubstr("b.jsonl:1"));
    EXPECT_THAT(set.problems[0].message, HasSubstr("missing label"));
    EXPECT_THAT(set.problems[0].message, HasSubstr("uno"));
    EXPECT_THAT(set.problems[1].message, HasSubstr("not valid JSON: not json"));
    EXPECT_THAT(set.problems[2].message, HasSubstr("no text in column 'text'"));
    EXPECT_THAT(set.problems[3].path, HasSubstr("b.jsonl:4"));
}

TEST_F(ReaderTest, invalidUtf8NamesByteAndOffset)
{
    const ExampleSet set = read(write("c.jsonl", "{\"text\":\"a\xff\",\"label\":\"x\"}\n"));
    ASSERT_EQ(set.problems.size(), 1U);
    EXPECT_THAT(set.problems[0].message, HasSubstr("0xFF at offset 10"));
    EXPECT_THAT(set.problems[0].path, HasSubstr("c.jsonl:1"));
}

TEST_F(ReaderTest, emptyMissingAndUnreadableFilesAreProblems)
{
    EXPECT_THAT(read(write("empty.jsonl", "")).problems.at(0).message, HasSubstr("no rows"));
    EXPECT_THAT(read((m_folder / "none.jsonl").string()).problems.at(0).message,
                HasSubstr("does not exist"));
    EXPECT_THAT(read(m_folder.string()).problems.at(0).message, HasSubstr("folder"));
    EXPECT_THAT(read(write("x.parquet", "PAR1")).problems.at(0).message, HasSubstr("'.parquet'"));
}

TEST_F(ReaderTest, aFileWithoutTheRightToReadItIsAProblem)
{
    const std::string path = write("secret.jsonl", "{\"text\":\"uno\",\"label\":\"x\"}\n");
    std::filesystem::permissions(path, std::filesystem::perms::none);
    const int status = test::asOrdinaryUser([&path] {
        const ExampleSet set = read(path);
        const bool isTold = set.rows.empty() && set.problems.size() == 1
            && set.problems[0].path == path
            && set.problems[0].message.find("cannot be read") != std::string::npos
            && set.problems[0].hint.find("permissions") != std::string::npos;
        return isTold ? 0 : 1;
    });
    if (status == test::kCannotDropRights)
        GTEST_SKIP() << "cannot drop root's rights here";
    EXPECT_EQ(status, 0);
}

TEST_F(ReaderTest, aLineOfOneMegabyteIsARow)
{
    const std::string text(std::size_t { 1 } << 20, 'a');
    const ExampleSet set
        = read(write("long.jsonl", "{\"text\":\"" + text + "\",\"label\":\"x\"}\n"));
    ASSERT_TRUE(set.problems.empty());
    EXPECT_EQ(set.rows.at(0).text.size(), text.size());
}

TEST_F(ReaderTest, manyProblemsAreCountedNotKept)
{
    std::string content;
    for (int i = 0; i < 1000; ++i)
        content += "{\"text\":\"a\"}\n";
    const ExampleSet set = read(write("many.jsonl", content));
    ASSERT_EQ(set.problems.size(), 51U);
    EXPECT_EQ(set.problems.back().message, "950 more problems like these");
}

TEST_F(ReaderTest, csvHandlesQuotesLineBreaksAndCellCounts)
{
    const ExampleSet set
        = read(write("d.csv", "text,label\r\n\"uno, \"\"dos\"\"\nmás\",x\r\nsolo\r\n\"otra\",y\n"));
    ASSERT_EQ(set.rows.size(), 2U);
    EXPECT_EQ(set.rows[0].text, "uno, \"dos\"\nmás");
    EXPECT_EQ(set.rows[1].label, "y");
    EXPECT_EQ(set.rows[1].line, 5);
    ASSERT_EQ(set.problems.size(), 1U);
    EXPECT_THAT(set.problems[0].message, HasSubstr("row has 1 cells, the header has 2"));
    EXPECT_THAT(set.problems[0].path, HasSubstr("d.csv:4"));
}

TEST_F(ReaderTest, aJsonFileIsRightOrWrongAsAWhole)
{
    const std::string row = R"({"text": "uno", "label": "x"})";
    const ExampleSet good = read(write("a.json", "\xEF\xBB\xBF[" + row + ",\n7, {}, " + row + "]"));
    ASSERT_EQ(good.rows.size(), 2U);
    EXPECT_EQ(good.rows[1].line, 4);
    ASSERT_EQ(good.problems.size(), 2U);
    EXPECT_THAT(good.problems[0].path, HasSubstr("a.json:2"));
    EXPECT_EQ(good.problems[0].message, "a row must be a JSON object, found number");
    EXPECT_THAT(good.problems[1].message, HasSubstr("no text in column 'text'"));

    for (const std::string &content :
         { "[" + row + ", {\"text\":]", "[" + row + "] x", "{\"data\": [" + row + "]}", row,
           std::string("3"), std::string(), "[" + row }) {
        const ExampleSet bad = read(write("b.json", content));
        EXPECT_TRUE(bad.rows.empty()) << content;
        ASSERT_EQ(bad.problems.size(), 1U) << content;
        EXPECT_THAT(bad.problems[0].path, HasSubstr("b.json:1"));
        EXPECT_EQ(bad.problems[0].message, "not a JSON array of rows") << content;
    }
    const ExampleSet bytes = read(write("c.json", "[" + row + ", \"a\xff\"]"));
    EXPECT_TRUE(bytes.rows.empty());
    ASSERT_EQ(bytes.problems.size(), 1U);
    EXPECT_EQ(bytes.problems[0].message,
              "invalid UTF-8: byte 0xFF at offset " + std::to_string(row.size() + 5));
    EXPECT_EQ(read(write("d.json", " [ ] ")).problems.at(0).message, "data file has no rows");
}

TEST_F(ReaderTest, articlesAreReadForQuestionsOnly)
{
    const std::string path = write("a.json",
                                   R"({"data": [{"paragraphs": [{"context": "uno dos", "qas": [
        {"question": "q", "answers": [{"text": "dos", "answer_start": 4}]}, "no"]}]}, 3,
        {"paragraphs": [{"qas": [{"question": "sin texto"}]}]}]})");
    TaskSection task;
    task.type = TaskType::QuestionAnswering;
    const ExampleSet set = read(path, task);
    ASSERT_EQ(set.rows.size(), 1U);
    EXPECT_EQ(set.rows[0].textPair, "uno dos");
    ASSERT_EQ(set.problems.size(), 2U);
    EXPECT_THAT(set.problems[0].path, HasSubstr("a.json:2"));
    EXPECT_EQ(set.problems[0].message, "a row must be a JSON object, found string");
    EXPECT_THAT(set.problems[1].path, HasSubstr("a.json:3"));
    EXPECT_EQ(read(path).problems.at(0).message, "not a JSON array of rows");
    EXPECT_EQ(read(write("b.json", "{}"), task).problems.at(0).message, "data file has no rows");
}

TEST_F(ReaderTest, whatIsNestedTooDeepIsAProblem)
{
    const std::string deep
        = "{\"text\": " + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    for (const auto &[name, content] :
         { std::pair { "a.jsonl", deep + "\n" }, std::pair { "a.json", "[" + deep + "]" } }) {
        const ExampleSet set = read(write(name, content));
        ASSERT_EQ(set.problems.size(), 1U);
        EXPECT_THAT(set.problems[0].message, HasSubstr("nested deeper than 200 levels: {"));
    }
}

TEST_F(ReaderTest, anOpenQuoteIsReported)
{
    EXPECT_THAT(read(write("q.csv", "text,label\n\"never closed,x\n")).problems.at(0).message,
                HasSubstr("never closed"));
}

TEST_F(ReaderTest, taggedRowsKeepWordsAndTags)
{
    TaskSection task;
    task.type = TaskType::TokenClassification;
    const ExampleSet set = read(write("t.jsonl",
                                      "{\"tokens\":[\"El\",\"rey\"],\"tags\":[\"DET\",\"NOUN\"]}\n{"
                                      "\"tokens\":[\"a\"],\"tags\":[]}\n"),
                                task);
    ASSERT_EQ(set.rows.size(), 1U);
    EXPECT_EQ(set.rows[0].text, "El rey");
    EXPECT_THAT(set.rows[0].tags, testing::ElementsAre("DET", "NOUN"));
    EXPECT_THAT(set.problems.at(0).message, HasSubstr("1 tokens but 0 tags"));
}

TEST_F(ReaderTest, conlluSkipsCommentsRangesAndEmptyNodes)
{
    TaskSection task;
    task.type = TaskType::TokenClassification;
    const std::string tail = "\t_\t_\t_\t_\t_\t_\n";
    const ExampleSet set = read(write("u.conllu",
                                      "# text = Del mar\n1-2\tDel\t_\t_" + tail + "1\tDe\tde\tADP"
                                          + tail + "2\tel\tel\tDET" + tail + "2.1\tx\tx\tX" + tail
                                          + "3\tmar\tmar\tNOUN" + tail + "\n"),
                                task);
    ASSERT_TRUE(set.problems.empty());
    ASSERT_EQ(set.rows.size(), 1U);
    EXPECT_THAT(set.rows[0].words, testing::ElementsAre("De", "el", "mar"));
    EXPECT_THAT(set.rows[0].tags, testing::ElementsAre("ADP", "DET", "NOUN"));
}

TEST_F(ReaderTest, plainTextServesMaskedLmOnly)
{
    TaskSection task;
    task.type = TaskType::MaskedLm;
    const std::string path = write("p.txt", "uno\n\n  \ndos\n");
    EXPECT_EQ(read(path, task).rows.size(), 2U);
    EXPECT_THAT(read(path).problems.at(0).message, HasSubstr("no labels"));
}

TEST_F(ReaderTest, stopIsSeen)
{
    std::string content;
    for (int i = 0; i < 5000; ++i)
        content += "{\"text\":\"a\",\"label\":\"x\"}\n";
    RunControl control;
    control.requestStop();
    const Result<ExampleSet> set = readExamples({ write("s.jsonl", content) }, {}, control);
    ASSERT_FALSE(set.has_value());
    EXPECT_EQ(set.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace tamiz::engine
