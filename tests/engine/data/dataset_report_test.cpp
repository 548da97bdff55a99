// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset_report.h"

#include <gmock/gmock.h>

namespace tamiz::engine {
namespace {

using testing::HasSubstr;

Example example(std::string text, std::string label, int file, int line)
{
    Example row;
    row.text = std::move(text);
    row.label = std::move(label);
    row.file = file;
    row.line = line;
    return row;
}

TEST(DatasetReport, countsRowsLabelsLengthsAndDuplicates)
{
    ExampleSet set;
    set.files = { "train.jsonl", "test.jsonl" };
    set.rows = { example("uno dos", "a", 0, 1), example("tres", "b", 0, 2),
                 example("Uno, dos.", "a", 1, 1), example("TRES", "a", 1, 2),
                 example("cuatro cinco seis", "c", 1, 3) };
    const DatasetReport report = reportOn(set);
    EXPECT_EQ(report.rows, 5);
    EXPECT_EQ(report.files[0].rows, 2);
    EXPECT_EQ(report.files[1].rows, 3);
    EXPECT_EQ(report.labels.at("a"), 3);
    EXPECT_EQ(report.words.least, 1);
    EXPECT_EQ(report.words.median, 2);
    EXPECT_EQ(report.words.most, 3);
    EXPECT_EQ(report.duplicates, 2);
    EXPECT_EQ(report.duplicatesAcrossFiles, 2);
    EXPECT_EQ(report.contradictions, 1);
    ASSERT_EQ(report.problems.size(), 4u);
    EXPECT_FALSE(hasErrors(report.problems));
    EXPECT_EQ(report.problems[0].path, "test.jsonl:1");
    EXPECT_THAT(report.problems[0].message, HasSubstr("train.jsonl:1"));
    EXPECT_THAT(report.problems[1].message, HasSubstr("another label"));
    EXPECT_THAT(report.problems[2].message, HasSubstr("'b' has a single row"));
}

TEST(DatasetReport, textsOfMarksAloneAreComparedAsTheyAre)
{
    ExampleSet set;
    set.files = { "x.txt" };
    set.rows = { example("???", "", 0, 1), example("!!!", "", 0, 2), example("???", "", 0, 3) };
    EXPECT_EQ(reportOn(set).duplicates, 1);
}

TEST(DatasetReport, problemsOfReadingComeFirst)
{
    ExampleSet set;
    set.problems = { { Severity::Error, "x.jsonl:3", "no label", {} } };
    const DatasetReport report = reportOn(set);
    EXPECT_EQ(report.rows, 0);
    EXPECT_EQ(report.words.most, 0);
    EXPECT_TRUE(hasErrors(report.problems));
}

} // namespace
} // namespace tamiz::engine
