// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset_report.h"

#include <gmock/gmock.h>

#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using testing::HasSubstr;

class DatasetReportTest : public testing::Test
{
protected:
    std::filesystem::path write(const std::string &name, const std::string &content) const
    {
        m_folder.write(name, content);
        return m_folder.path() / name;
    }

    static DatasetReport report(const std::vector<std::filesystem::path> &files,
                                TaskType type = TaskType::Classification)
    {
        TaskSection task;
        task.type = type;
        RunControl control;
        return reportOn(files, task, control).value();
    }

    test::TemporaryFolder m_folder;
};

TEST_F(DatasetReportTest, countsRowsLabelsLengthsAndDuplicates)
{
    const auto train = write("train.csv", "text,label\nuno dos,a\ntres,b\n");
    const auto test
        = write("test.csv", "text,label\n\"Uno, dos.\",a\nTRES,a\ncuatro cinco seis,c\n");
    const DatasetReport report = DatasetReportTest::report({ train, test });
    EXPECT_EQ(report.rows, 5);
    EXPECT_EQ(report.files[0].rows, 2);
    EXPECT_EQ(report.files[1].rows, 3);
    EXPECT_EQ(report.labels.at("a"), 3);
    EXPECT_EQ(report.words.least, 1);
    EXPECT_EQ(report.words.median, 2);
    EXPECT_EQ(report.words.percentile95, 2);
    EXPECT_EQ(report.words.most, 3);
    EXPECT_EQ(report.bytes.median, 7);
    EXPECT_EQ(report.bytes.most, 17);
    EXPECT_EQ(report.duplicates, 2);
    EXPECT_EQ(report.duplicatesAcrossFiles, 2);
    EXPECT_EQ(report.contradictions, 1);
    ASSERT_EQ(report.problems.size(), 4u);
    EXPECT_FALSE(hasErrors(report.problems));
    EXPECT_EQ(report.problems[0].path, test.string() + ":2");
    EXPECT_THAT(report.problems[0].message, HasSubstr(train.string() + ":2"));
    EXPECT_THAT(report.problems[1].message, HasSubstr("another label"));
    EXPECT_THAT(report.problems[2].message, HasSubstr("'b' has a single row"));
    EXPECT_EQ(report.problems[2].path, train.string() + ":3");
}

TEST_F(DatasetReportTest, theFirstRowOfATextIsTheOneThatIsNamed)
{
    const auto file = write("a.csv", "text,label\nb,x\na,x\na,y\nb,x\na,x\n");
    const DatasetReport report = DatasetReportTest::report({ file });
    EXPECT_EQ(report.duplicates, 3);
    EXPECT_EQ(report.duplicatesAcrossFiles, 0);
    EXPECT_EQ(report.contradictions, 1);
    ASSERT_GE(report.problems.size(), 3u);
    const auto expect = [&](const Problem &problem, const char *line, const char *first) {
        EXPECT_EQ(problem.path, file.string() + line);
        EXPECT_THAT(problem.message, HasSubstr(file.string() + first));
    };
    expect(report.problems[0], ":4", ":3");
    expect(report.problems[1], ":5", ":2");
    expect(report.problems[2], ":6", ":3");
}

TEST_F(DatasetReportTest, everyKindOfLabelMayContradict)
{
    const auto contradictions = [this](TaskType type, const char *label, const char *other) {
        const std::string row = R"({"text":"a","tokens":["a","b"],"label":)";
        const auto file
            = write("a.jsonl", row + label + "}\n" + row + label + "}\n" + row + other + "}");
        const DatasetReport report = DatasetReportTest::report({ file }, type);
        EXPECT_EQ(report.duplicates, 2);
        return report.contradictions;
    };
    EXPECT_EQ(contradictions(TaskType::Regression, "1.5", "1.25"), 1);
    EXPECT_EQ(contradictions(TaskType::MultiLabel, "[\"a\"]", "[\"a\",\"b\"]"), 1);
    EXPECT_EQ(contradictions(TaskType::TokenClassification, "[\"X\",\"Y\"]", "[\"Y\",\"X\"]"), 1);
    EXPECT_EQ(contradictions(TaskType::Classification, "\"a\"", "\"a\""), 0);
}

TEST_F(DatasetReportTest, textsOfMarksAloneAreComparedAsTheyAre)
{
    const auto file = write("x.txt", "???\n!!!\n???\n");
    EXPECT_EQ(report({ file }, TaskType::MaskedLm).duplicates, 1);
}

TEST_F(DatasetReportTest, problemsOfReadingComeFirst)
{
    const auto file = write("x.jsonl", "{\"text\":\"a\"}\n");
    const DatasetReport report = DatasetReportTest::report({ file });
    EXPECT_EQ(report.rows, 0);
    EXPECT_EQ(report.words.most, 0);
    EXPECT_TRUE(hasErrors(report.problems));
}

TEST_F(DatasetReportTest, endsWhenStopped)
{
    std::string lines;
    for (int i = 0; i < 2000; ++i)
        lines += "a\n";
    RunControl control;
    control.requestStop();
    TaskSection task;
    task.type = TaskType::MaskedLm;
    const auto report = reportOn({ write("x.txt", lines) }, task, control);
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace tamiz::engine
