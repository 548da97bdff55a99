// SPDX-License-Identifier: Apache-2.0
// Rows of the tasks that have more than one label of one text: reading them, and what training sees.
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/data/answer_windows.h"
#include "core/engine/data/collator.h"
#include "core/engine/data/dataset.h"
#include "core/engine/data/sequences.h"
#include "core/tokens/utf8.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class TaskRowsTest : public testing::Test
{
protected:
    TaskRowsTest()
    {
        std::ofstream(m_folder.path() / "vocab.txt")
            << "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nel\nrey\ngat\n##o\n.\n,\nmar\nquien\n?"
               "\nve\nla\n";
        std::ofstream(m_folder.path() / "tokenizer_config.json")
            << R"({"tokenizer_class":"BertTokenizer","do_lower_case":true})";
        m_tokenizer = std::move(*loadTokenizer(m_folder.path()));
    }

    ExampleSet read(TaskType type, const std::string &name, const std::string &content)
    {
        m_task.type = type;
        std::ofstream(m_folder.path() / name, std::ios::binary) << content;
        RunControl control;
        return *readExamples({ m_folder.path() / name }, m_task, control);
    }

    Dataset build(const ExampleSet &set)
    {
        m_labels = LabelMap::from(m_task, set.rows);
        RunControl control;
        const auto dataset = buildDataset(set, { m_task, *m_tokenizer, m_none, m_labels }, control);
        EXPECT_TRUE(dataset) << dataset.error().toString();
        return dataset.value_or(Dataset {});
    }

    const test::TemporaryFolder m_folder;
    std::unique_ptr<Tokenizer> m_tokenizer;
    TokenClassifier m_none = std::move(*TokenClassifier::build({}, [](const auto &) {}));
    TaskSection m_task;
    LabelMap m_labels;
};

TEST_F(TaskRowsTest, labelSetsAreListsOrTextsWithBars)
{
    const ExampleSet lines = read(TaskType::MultiLabel, "a.jsonl",
                                  "{\"text\":\"el rey\",\"label\":[\"b\",\"a\"]}\n"
                                  "{\"text\":\"el mar\",\"label\":[]}\n"
                                  "{\"text\":\"gato\",\"label\":\"c|a\"}\n");
    EXPECT_THAT(lines.problems, IsEmpty());
    const Dataset dataset = build(lines);
    EXPECT_THAT(m_labels.names(), ElementsAre("a", "b", "c"));
    ASSERT_EQ(dataset.size(), 3);
    EXPECT_THAT(dataset.rows.at(0)->targets, ElementsAre(1, 1, 0));
    EXPECT_THAT(dataset.rows.at(1)->targets, ElementsAre(0, 0, 0));
    EXPECT_THAT(dataset.rows.at(2)->targets, ElementsAre(1, 0, 1));

    const ExampleSet table
        = read(TaskType::MultiLabel, "a.csv", "text,label\nel rey,\"New York, NY|b\"\nel mar,\n");
    EXPECT_THAT(table.problems, IsEmpty());
    EXPECT_THAT(table.rows.at(0).labels, ElementsAre("New York, NY", "b"));
    EXPECT_THAT(table.rows.at(1).labels, IsEmpty());

    const ExampleSet bad = read(TaskType::MultiLabel, "b.jsonl", "{\"text\":\"el\"}\n");
    EXPECT_THAT(bad.problems.at(0).message, HasSubstr("missing label in column 'label'"));
}

TEST_F(TaskRowsTest, numbersAreReadAndWhatIsNoneIsNamed)
{
    const ExampleSet set = read(TaskType::Regression, "a.jsonl",
                                "{\"text\":\"el rey\",\"label\":2.5}\n"
                                "{\"text\":\"el mar\",\"label\":\"-1e1\"}\n");
    EXPECT_THAT(set.problems, IsEmpty());
    const Dataset dataset = build(set);
    EXPECT_THAT(m_labels.names(), ElementsAre("LABEL_0"));
    EXPECT_THAT(dataset.rows.at(0)->targets, ElementsAre(2.5F));
    EXPECT_THAT(dataset.rows.at(1)->targets, ElementsAre(-10.F));

    const ExampleSet several
        = read(TaskType::Regression, "b.jsonl", "{\"text\":\"el\",\"label\":[1,2]}\n");
    EXPECT_THAT(build(several).rows.at(0)->targets, ElementsAre(1.F, 2.F));

    const ExampleSet bad
        = read(TaskType::Regression, "c.jsonl",
               "{\"text\":\"el\",\"label\":1}\n{\"text\":\"la\",\"label\":\"alto\"}\n");
    ASSERT_EQ(bad.problems.size(), 1U);
    EXPECT_THAT(bad.problems[0].path, HasSubstr("c.jsonl:2"));
    EXPECT_THAT(bad.problems[0].message, HasSubstr("\"alto\" is not a number"));
}

constexpr const char *kQuestions
    = "{\"question\":\"quien ve ?\",\"context\":\"el mar , \xC3\xA9l rey ve\",\"answers\":"
      "{\"text\":[\"\xC3\xA9l rey\"],\"answer_start\":[9]}}\n"
      "{\"question\":\"quien ?\",\"context\":\"el "
      "mar\",\"answers\":{\"text\":[],\"answer_start\":[]}}\n";

TEST_F(TaskRowsTest, answersStandAtCodePoints)
{
    const ExampleSet set = read(TaskType::QuestionAnswering, "a.jsonl", kQuestions);
    EXPECT_THAT(set.problems, IsEmpty());
    ASSERT_EQ(set.rows.size(), 2U);
    EXPECT_EQ(set.rows[0].answers.at(0).place, (CodePointSpan { 9, 15 }));
    const Dataset dataset = build(set);
    ASSERT_EQ(dataset.size(), 2);
    const TokenRow row = *dataset.rows.at(0);
    ASSERT_GT(row.answer.begin, 0);
    EXPECT_EQ(row.places[static_cast<std::size_t>(row.answer.begin)].begin, 9);
    EXPECT_EQ(row.places[static_cast<std::size_t>(row.answer.end - 1)].end, 15);
    EXPECT_EQ(dataset.rows.at(1)->answer.begin, 0) << "no answer: the first token";
    EXPECT_EQ(dataset.rows.at(1)->answer.end, 1);
    EXPECT_THAT(dataset.rows.at(0)->question->answers, ElementsAre("\xC3\xA9l rey"));
    EXPECT_THAT(dataset.rows.at(1)->question->answers, IsEmpty());

    const ExampleSet bad = read(TaskType::QuestionAnswering, "b.jsonl",
                                "{\"question\":\"?\",\"context\":\"el mar\",\"answers\":"
                                "{\"text\":[\"mar\"],\"answer_start\":[2]}}\n");
    EXPECT_THAT(bad.problems.at(0).message, HasSubstr("'mar' does not stand at character 2"));
}

TEST_F(TaskRowsTest, squadFilesAreRead)
{
    const ExampleSet set = read(
        TaskType::QuestionAnswering, "squad.json",
        R"({"version":"v2.0","data":[{"title":"t","paragraphs":[{"context":"el rey ve","qas":[
            {"id":"1","question":"quien ?","answers":[{"text":"el rey","answer_start":0}]},
            {"id":"2","question":"que ?","is_impossible":true,"answers":[]}]}]}]})");
    EXPECT_THAT(set.problems, IsEmpty());
    ASSERT_EQ(set.rows.size(), 2U);
    EXPECT_EQ(set.rows[0].text, "quien ?");
    EXPECT_EQ(set.rows[0].textPair, "el rey ve");
    EXPECT_EQ(set.rows[0].answers.size(), 1U);
    EXPECT_THAT(set.rows[1].answers, IsEmpty());
}

/// [CLS] q q [SEP] c0 ... c9 [SEP], each context token three code points long.
Encoding longEncoding()
{
    Encoding encoding;
    const auto add
        = [&encoding](std::int64_t id, bool isSpecial, bool isSecond, CodePointSpan place) {
              encoding.ids.push_back(id);
              encoding.typeIds.push_back(isSecond);
              encoding.isSpecial.push_back(isSpecial);
              encoding.isSecond.push_back(isSecond);
              encoding.offsets.push_back(place);
          };
    add(2, true, false, {});
    add(20, false, false, { 0, 3 });
    add(21, false, false, { 4, 7 });
    add(3, true, false, {});
    for (std::int64_t i = 0; i < 10; ++i)
        add(30 + i, false, true, { 4 * i, 4 * i + 3 });
    add(3, true, true, {});
    return encoding;
}

TEST_F(TaskRowsTest, windowsAreThoseOfTheCompiledTokenizer)
{
    // What `tokenizers` gives for max_length 9, stride 2, only_second: pieces of four, two of them shared.
    const auto windows = answerWindows(longEncoding(), 9, 2);
    ASSERT_TRUE(windows);
    std::vector<std::vector<std::int64_t>> ids;
    for (const Encoding &window : *windows)
        ids.push_back(window.ids);
    EXPECT_THAT(ids,
                ElementsAre(ElementsAre(2, 20, 21, 3, 30, 31, 32, 33, 3),
                            ElementsAre(2, 20, 21, 3, 32, 33, 34, 35, 3),
                            ElementsAre(2, 20, 21, 3, 34, 35, 36, 37, 3),
                            ElementsAre(2, 20, 21, 3, 36, 37, 38, 39, 3)));
    EXPECT_EQ((*windows)[1].offsets[4], (CodePointSpan { 8, 11 }));

    // c3 c4: only the second window holds both.
    const CodePointSpan answer { 12, 19 };
    EXPECT_EQ(answerTokens((*windows)[0], answer).begin, 0);
    const TokenSpan found = answerTokens((*windows)[1], answer);
    EXPECT_EQ(found.begin, 5);
    EXPECT_EQ(found.end, 7);
    EXPECT_EQ(answerTokens((*windows)[2], answer).begin, 0);

    EXPECT_EQ(answerWindows(longEncoding(), 15, 2)->size(), 1U) << "it fits";
    const auto none = answerWindows(longEncoding(), 5, 2);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.error().message, HasSubstr("leaves no room"));
}

TEST_F(TaskRowsTest, everyAnswerIsInSomeWindowThatSaysSo)
{
    const Encoding whole = longEncoding();
    const auto windows = answerWindows(whole, 10, 3);
    ASSERT_TRUE(windows);
    for (std::int64_t first = 0; first < 10; ++first) {
        for (std::int64_t last = first; last < std::min<std::int64_t>(first + 3, 10); ++last) {
            const CodePointSpan answer { 4 * first, 4 * last + 3 };
            int holding = 0;
            for (const Encoding &window : *windows) {
                const TokenSpan tokens = answerTokens(window, answer);
                if (tokens.begin == 0)
                    continue;
                ++holding;
                EXPECT_EQ(window.ids[static_cast<std::size_t>(tokens.begin)], 30 + first);
                EXPECT_EQ(window.ids[static_cast<std::size_t>(tokens.end - 1)], 30 + last);
            }
            EXPECT_GE(holding, 1) << first << ".." << last;
        }
    }
}

TEST_F(TaskRowsTest, longContextsBecomeWindowsOfOneQuestion)
{
    m_task.maxLength = 10;
    m_task.docStride = 2;
    std::string context = "el rey";
    for (int i = 0; i < 10; ++i)
        context += " mar";
    const Dataset dataset
        = build(read(TaskType::QuestionAnswering, "a.jsonl",
                     "{\"question\":\"quien ?\",\"context\":\"" + context
                         + "\",\"answers\":{\"text\":[\"rey\"],\"answer_start\":[3]}}\n"
                           "{\"question\":\"quien ?\",\"context\":\"el mar\",\"answers\":"
                           "{\"text\":[\"mar\"],\"answer_start\":[3]}}\n"));
    ASSERT_GT(dataset.size(), 3);
    EXPECT_EQ(dataset.questions, 2);
    EXPECT_TRUE(dataset.rows.at(0)->question);
    EXPECT_FALSE(dataset.rows.at(1)->question) << "it comes with the first window";
    EXPECT_NE(dataset.rows.at(0)->answer.begin, 0);
    EXPECT_EQ(dataset.rows.at(1)->answer.begin, 0);
    EXPECT_EQ(dataset.rows.at(1)->example, 0);
    EXPECT_EQ(dataset.rows.at(1)->part, 1);
    EXPECT_NE(dataset.rows.at(0)->key(), dataset.rows.at(1)->key());
    EXPECT_EQ(dataset.rows.at(dataset.size() - 1)->example, 1);

    const Dataset sample = *evenlySpaced(dataset, 1);
    EXPECT_EQ(sample.size(), dataset.size() - 1) << "a question keeps all its windows";
    EXPECT_EQ(sample.questions, 1);
}

TEST_F(TaskRowsTest, choicesStandTogether)
{
    const ExampleSet set
        = read(TaskType::MultipleChoice, "a.jsonl",
               "{\"question\":\"quien ve ?\",\"choices\":[\"el rey\",\"el mar\"],\"label\":0}\n"
               "{\"sent1\":\"el rey "
               ".\",\"sent2\":\"la\",\"ending0\":\"mar\",\"ending1\":\"gato\",\"label\":1}\n"
               "{\"article\":\"el mar\",\"question\":\"quien "
               "?\",\"options\":[\"rey\",\"gato\"],\"answer\":\"B\"}\n");
    EXPECT_THAT(set.problems, IsEmpty());
    EXPECT_EQ(set.rows.at(1).text, "el rey .");
    EXPECT_EQ(set.rows.at(1).textPair, "la");
    const Dataset dataset = build(set);
    EXPECT_THAT(m_labels.names(), ElementsAre("0", "1"));
    EXPECT_EQ(dataset.choices, 2);
    EXPECT_EQ(dataset.size(), 3);
    ASSERT_EQ(dataset.rows.size(), 6);
    // [CLS] el rey . [SEP] la gat ##o [SEP]
    EXPECT_THAT(dataset.row(1)->at(1).ids, ElementsAre(2, 5, 6, 9, 3, 15, 7, 8, 3));
    EXPECT_EQ(dataset.row(1)->at(1).label, 1);
    EXPECT_EQ(dataset.row(2)->at(0).label, 1) << "the letter B";

    BatchBuilder builder(0, LabelKind::Row, dataset.choices);
    for (const std::int64_t index : { 1, 0 }) {
        const std::vector<TokenRow> rows = *dataset.row(index);
        for (const TokenRow &row : rows)
            builder.add(row, toMaskable(row), index);
    }
    const Batch batch = std::move(builder).build();
    EXPECT_EQ(batch.rows, 4);
    EXPECT_EQ(batch.choices, 2);
    EXPECT_THAT(batch.labels, ElementsAre(1, 0));

    const ExampleSet bad = read(
        TaskType::MultipleChoice, "b.jsonl",
        "{\"question\":\"?\",\"choices\":[\"el\",\"la\"],\"label\":2}\n{\"question\":\"?\"}\n");
    EXPECT_THAT(bad.problems.at(0).message, HasSubstr("names none of the 2 choices"));
    EXPECT_THAT(bad.problems.at(1).message, HasSubstr("fewer than two choices"));
    const ExampleSet ragged
        = read(TaskType::MultipleChoice, "c.jsonl",
               "{\"question\":\"?\",\"choices\":[\"el\",\"la\"],\"label\":0}\n"
               "{\"question\":\"?\",\"choices\":[\"el\",\"la\",\"mar\"],\"label\":0}\n");
    EXPECT_THAT(build(ragged).problems.at(0).message, HasSubstr("3 choices, the first row has 2"));
}

TEST_F(TaskRowsTest, nextSentenceTakesTransformersNumbers)
{
    const ExampleSet set = read(TaskType::NextSentence, "a.jsonl",
                                "{\"text\":\"el\",\"text_pair\":\"rey\",\"label\":1}\n"
                                "{\"text\":\"el\",\"text_pair\":\"mar\",\"label\":\"is_next\"}\n"
                                "{\"text\":\"el\",\"label\":0}\n");
    EXPECT_THAT(set.problems.at(0).message, HasSubstr("no text in column 'text_pair'"));
    const Dataset dataset = build(set);
    EXPECT_THAT(m_labels.names(), ElementsAre("is_next", "not_next"));
    EXPECT_EQ(dataset.rows.at(0)->label, 1);
    EXPECT_EQ(dataset.rows.at(1)->label, 0) << "0 = is next, as in transformers";
}

TEST_F(TaskRowsTest, droppedTokensMoveTheAnswer)
{
    const Dataset dataset = build(read(TaskType::QuestionAnswering, "a.jsonl", kQuestions));
    const TokenRow row = *dataset.rows.at(0);
    MaskableRow masked = toMaskable(row);
    masked.isDropped[1] = masked.isDropped[2] = 1; // of the question
    MaskableRow gone = toMaskable(row);
    for (std::int64_t i = row.answer.begin; i < row.answer.end; ++i)
        gone.isDropped[static_cast<std::size_t>(i)] = 1;
    BatchBuilder builder(0, LabelKind::Span);
    builder.add(row, masked, 0);
    builder.add(row, gone, 0);
    const Batch batch = std::move(builder).build();
    EXPECT_THAT(batch.startPositions, ElementsAre(row.answer.begin - 2, kIgnoredLabel));
    EXPECT_THAT(batch.endPositions, ElementsAre(row.answer.end - 3, kIgnoredLabel));
}

} // namespace

} // namespace tamiz::engine
