// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_index.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;

std::string text(int i)
{
    return "texto " + std::to_string(i) + (i % 7 == 0 ? ", [con] \\\"comas\\\"" : "");
}

std::string jsonRow(int i)
{
    return "{\"text\": \"" + text(i) + "\", \"label\": \"" + (i % 2 == 0 ? "a" : "b") + "\"}";
}

class RowIndexTest : public testing::Test
{
protected:
    void add(const std::string &name, const std::string &content)
    {
        m_folder.write(name, content);
        m_files.push_back(m_folder.path() / name);
    }

    /// Every row by itself, and some together, against those that were read in one go.
    void expectEveryRow(std::int64_t rows)
    {
        RunControl control;
        const ExampleSet all
            = readExamples({ m_files.begin(), m_files.end() }, m_task, control).value();
        ASSERT_TRUE(all.problems.empty()) << all.problems.front().message;
        ASSERT_EQ(std::ssize(all.rows), rows);
        RowIndex index;
        for (const Example &row : all.rows)
            index.add(row);
        EXPECT_EQ(index.size(), rows);
        const auto expect
            = [&](std::int64_t first, std::int64_t count, std::int64_t begin, std::int64_t end) {
                  const auto found = index.read(m_files, m_task, first, count, control);
                  ASSERT_TRUE(found) << found.error().toString();
                  ASSERT_EQ(std::ssize(*found), end - begin);
                  for (std::int64_t i = begin; i < end; ++i) {
                      const Example &one = (*found)[static_cast<std::size_t>(i - begin)];
                      const Example &same = all.rows[static_cast<std::size_t>(i)];
                      EXPECT_EQ(one.text, same.text) << i;
                      EXPECT_EQ(one.textPair, same.textPair) << i;
                      EXPECT_EQ(one.label, same.label) << i;
                      EXPECT_EQ(one.tags, same.tags) << i;
                      EXPECT_EQ(all.place(one), all.place(same)) << i;
                      EXPECT_EQ(one.unit, same.unit) << i;
                  }
              };
        for (std::int64_t i = 0; i < rows; ++i)
            expect(i, 1, i, i + 1);
        expect(rows - 3, 100, rows - 3, rows);
        expect(-5, 7, 0, 2);
        expect(rows, 4, 0, 0);
        expect(3, 0, 0, 0);
        expect(60, 80, 60, 140);
    }

    test::TemporaryFolder m_folder;
    std::vector<fs::path> m_files;
    TaskSection m_task;
};

TEST_F(RowIndexTest, findsRowsOfLinesAndListsOverSeveralFiles)
{
    std::string lines = "\xEF\xBB\xBF";
    std::string list = "\n [ ";
    for (int i = 0; i < 150; ++i) {
        lines += jsonRow(i) + (i % 5 == 0 ? "\r\n\n" : "\n");
        list += (i == 0 ? "" : " ,\n") + jsonRow(i + 1000);
    }
    add("a.jsonl", lines);
    add("b.json", list + "]");
    add("c.jsonl", jsonRow(5000));
    expectEveryRow(301);
}

TEST_F(RowIndexTest, findsRowsOfTables)
{
    std::string comma = "\xEF\xBB\xBFtext,label\r\n";
    std::string tab = "label\ttext\n";
    for (int i = 0; i < 130; ++i) {
        const std::string number = std::to_string(i);
        comma += (i % 9 == 0 ? "\n\"uno, \"\"dos\"\"\n\ntres " : "\"uno ") + number + "\",x\r\n";
        tab += "y\tcuatro " + number + "\n";
    }
    add("a.csv", comma);
    add("b.tsv", tab);
    expectEveryRow(260);
}

TEST_F(RowIndexTest, findsRowsOfTextsAndSentences)
{
    m_task.type = TaskType::MaskedLm;
    std::string texts;
    std::string sentences = "# al principio\n";
    for (int i = 0; i < 140; ++i) {
        const std::string number = std::to_string(i);
        texts += (i % 4 == 0 ? "\n  \n" : "") + text(i) + "\n";
        for (int word = 0; word <= i % 3; ++word) {
            sentences += std::to_string(word + 1) + "\tde" + number
                + "\tde\tADP\t_\t_\t_\t_\t_\t_\n" + (word == 1 ? "# nota\n" : "");
        }
        sentences += i % 6 == 0 ? "\n\n# otra\n" : "\n";
    }
    add("a.txt", texts);
    add("b.conllu", sentences);
    expectEveryRow(280);
}

TEST_F(RowIndexTest, findsQuestionsNestedInArticles)
{
    m_task.type = TaskType::QuestionAnswering;
    std::string articles;
    int question = 0;
    for (int i = 0; i < 40; ++i) {
        std::string questions;
        for (int k = 0; k < 1 + i % 9; ++k) {
            questions += std::string(k == 0 ? "" : ",") + R"({"question": "q)"
                + std::to_string(question++)
                + R"(", "answers": {"text": ["uno"], "answer_start": [0]}})";
        }
        articles += std::string(i == 0 ? "" : ", ") + R"({"title": "]", "paragraphs": [{"qas": [)"
            + questions + R"(], "context": "uno )" + std::to_string(i) + "\"}]}";
    }
    add("a.json", R"({"version": "1.1", "data": [)" + articles + "]}");
    expectEveryRow(question);
}

TEST_F(RowIndexTest, takesLittleOfAFileForARow)
{
    std::string lines;
    for (int i = 0; i < 1000; ++i)
        lines += jsonRow(i) + "\n";
    add("a.jsonl", lines);
    RunControl control;
    const ExampleSet all = readExamples({ m_files.front() }, m_task, control).value();
    RowIndex index;
    for (const Example &row : all.rows)
        index.add(row);
    // What stands long before the row is not looked at.
    std::fill(lines.begin(), lines.begin() + 30'000, 'x');
    m_folder.write("a.jsonl", lines);
    const auto last = index.read(m_files, m_task, 999, 1, control);
    ASSERT_TRUE(last && last->size() == 1);
    EXPECT_EQ(last->front().text, all.rows.back().text);
    control.requestStop();
    EXPECT_TRUE(index.read(m_files, m_task, 5, 1, control)) << "too few rows to listen";
}

} // namespace
} // namespace tamiz::engine
