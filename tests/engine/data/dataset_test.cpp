// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/dataset.h"

#include <filesystem>
#include <fstream>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/engine/data/collator.h"
#include "core/engine/data/run_plan.h"
#include "core/engine/data/sequences.h"

namespace tamiz::engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A tiny WordPiece vocabulary on disk.
class DatasetTest : public testing::Test
{
protected:
    DatasetTest()
        : m_folder(std::filesystem::path(testing::TempDir())
                   / ("dataset-" + std::to_string(::getpid())))
    {
        std::filesystem::create_directories(m_folder);
        std::ofstream(m_folder / "vocab.txt")
            << "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nel\nrey\ngat\n##o\n.\n,\nmar\n";
        std::ofstream(m_folder / "tokenizer_config.json")
            << R"({"tokenizer_class":"BertTokenizer","do_lower_case":true})";
        Result<std::unique_ptr<Tokenizer>> tokenizer = loadTokenizer(m_folder);
        EXPECT_TRUE(tokenizer.has_value()) << (tokenizer ? "" : tokenizer.error().toString());
        m_tokenizer = std::move(*tokenizer);
    }
    ~DatasetTest() override { std::filesystem::remove_all(m_folder); }

    static TokenClassifier classifier(const std::vector<TokenClass> &classes = {})
    {
        return std::move(*TokenClassifier::build(classes, [](const auto &) {}));
    }

    const std::filesystem::path m_folder;
    std::unique_ptr<Tokenizer> m_tokenizer;
};

TEST_F(DatasetTest, aWordsFirstPieceCarriesItsTag)
{
    TaskSection task;
    task.type = TaskType::TokenClassification;
    const LabelMap labels({ "DET", "NOUN", "PUNCT" });
    const TokenClassifier none = classifier();
    const Example example { .text = "el gato .",
                            .textPair = {},
                            .label = {},
                            .words = { "el", "gato", "." },
                            .tags = { "DET", "NOUN", "PUNCT" } };
    const auto sequences = sequencesOf(example, { task, *m_tokenizer, none, labels });
    ASSERT_TRUE(sequences.has_value());
    ASSERT_EQ(sequences->size(), 1U);
    EXPECT_THAT(sequences->front().row.ids, ElementsAre(2, 5, 7, 8, 9, 3));
    EXPECT_THAT(sequences->front().row.labels, ElementsAre(-100, 0, 1, -100, 2, -100));
}

TEST_F(DatasetTest, aLabelOutsideTheMapIsAProblemWithItsPlace)
{
    TaskSection task;
    const LabelMap labels({ "a", "b" });
    const TokenClassifier none = classifier();
    ExampleSet set;
    set.files = { "train.jsonl" };
    set.rows = { { .text = "el",
                   .textPair = {},
                   .label = "a",
                   .words = {},
                   .tags = {},
                   .file = 0,
                   .line = 1 },
                 { .text = "rey",
                   .textPair = {},
                   .label = "c",
                   .words = {},
                   .tags = {},
                   .file = 0,
                   .line = 2 } };
    RunControl control;
    const Result<Dataset> dataset
        = buildDataset(set, { task, *m_tokenizer, none, labels }, control);
    ASSERT_TRUE(dataset.has_value());
    EXPECT_EQ(dataset->size(), 1);
    EXPECT_EQ(dataset->problems.at(0).path, "train.jsonl:2");
    EXPECT_THAT(dataset->problems.at(0).message, HasSubstr("label 'c' is not in the label map"));
}

TEST_F(DatasetTest, groupedTextsFillRowsAndLoseNothing)
{
    TaskSection task;
    task.type = TaskType::MaskedLm;
    task.maxLength = 16;
    const LabelMap labels;
    const TokenClassifier none = classifier();
    ExampleSet set;
    set.files = { "corpus.txt" };
    std::int64_t words = 0;
    for (int i = 0; i < 40; ++i) {
        std::string text;
        for (int w = 0; w <= i % 7; ++w, ++words)
            text += "el ";
        set.rows.push_back({ .text = text,
                             .textPair = {},
                             .label = {},
                             .words = {},
                             .tags = {},
                             .file = 0,
                             .line = i + 1 });
    }
    RunControl control;
    const Result<Dataset> dataset
        = buildDataset(set, { task, *m_tokenizer, none, labels, true }, control);
    ASSERT_TRUE(dataset.has_value());
    std::int64_t found = 0;
    EXPECT_TRUE(dataset->rows.forEach([&found](const TokenRow &row) -> Status {
        EXPECT_LE(row.length(), 16);
        EXPECT_EQ(row.ids.front(), 2);
        EXPECT_EQ(row.ids.back(), 3);
        found += std::count(row.ids.begin(), row.ids.end(), 5);
        return {};
    }));
    EXPECT_EQ(found, words);
    EXPECT_GT(static_cast<double>(dataset->tokens()) / static_cast<double>(dataset->size()), 10);
}

TEST_F(DatasetTest, batchPadsToTheLongestAndLeavesDroppedTokensOut)
{
    TokenRow first;
    first.ids = { 2, 5, 6, 3 };
    first.typeIds.assign(4, 0);
    first.isSpecial = { 1, 0, 0, 1 };
    first.classes.assign(4, 0);
    first.labels.assign(4, kIgnoredLabel);
    first.label = 1;
    TokenRow second = first;
    second.label = 0;
    MaskableRow masked = toMaskable(second);
    masked.isDropped[1] = 1;
    masked.isHidden[2] = 1;
    BatchBuilder builder(0, LabelKind::Row);
    builder.add(first, toMaskable(first), 10);
    builder.add(second, masked, 11);
    const Batch batch = std::move(builder).build();
    EXPECT_EQ(batch.length, 4);
    EXPECT_THAT(batch.inputIds, ElementsAre(2, 5, 6, 3, 2, 6, 3, 0));
    EXPECT_THAT(batch.attentionMask, ElementsAre(1, 1, 1, 1, 1, 0, 1, 0));
    EXPECT_THAT(batch.labels, ElementsAre(1, 0));
    EXPECT_THAT(batch.lengths, ElementsAre(4, 3));
    EXPECT_EQ(batch.realTokens(), 7);
}

TEST_F(DatasetTest, masksOfTheLanguageModelFollowBertsShares)
{
    TokenRow row;
    const std::size_t count = 20000;
    row.ids.assign(count, 11);
    row.typeIds.assign(count, 0);
    row.isSpecial.assign(count, 0);
    row.isSpecial[0] = 1;
    row.classes.assign(count, 0);
    row.labels.assign(count, kIgnoredLabel);
    const MlmMasker masker(*m_tokenizer, 0.15, CounterRandom(1));
    MaskableRow masked = toMaskable(row);
    masker.apply(masked, 3, 4);
    EXPECT_EQ(masked.labels[0], kIgnoredLabel);
    std::int64_t chosen = 0, mask = 0, other = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (masked.labels[i] == kIgnoredLabel) {
            EXPECT_EQ(masked.ids[i], 11);
            continue;
        }
        ++chosen;
        mask += masked.ids[i] == 4;
        other += masked.ids[i] != 4 && masked.ids[i] != 11;
    }
    // Five standard deviations of the binomial.
    EXPECT_NEAR(static_cast<double>(chosen), 3000, 5 * 50.5);
    EXPECT_NEAR(static_cast<double>(mask) / static_cast<double>(chosen), 0.8, 0.04);
    EXPECT_NEAR(static_cast<double>(other) / static_cast<double>(chosen), 0.1 * 6 / 7,
                0.03); // one in seven random ids is the old one

    MaskableRow again = toMaskable(row);
    masker.apply(again, 3, 4);
    EXPECT_EQ(again.ids, masked.ids);
    masker.apply(again = toMaskable(row), 3, 5);
    EXPECT_NE(again.ids, masked.ids);
}

TEST_F(DatasetTest, anEpochVisitsEveryRowOnceInASeededOrder)
{
    std::vector<std::uint32_t> order = epochOrder(1000, 7, 2);
    EXPECT_EQ(order, epochOrder(1000, 7, 2));
    EXPECT_NE(order, epochOrder(1000, 7, 3));
    EXPECT_NE(order, epochOrder(1000, 8, 2));
    std::sort(order.begin(), order.end());
    std::vector<std::uint32_t> all(1000);
    std::iota(all.begin(), all.end(), 0U);
    EXPECT_EQ(order, all);
}

TEST_F(DatasetTest, theOrderOfAnEpochIsThatOfOlderRuns)
{
    // What this version and those before it give: a run of theirs goes on in the same order.
    EXPECT_THAT(epochOrder(8, 7, 2), ElementsAre(5, 4, 3, 1, 0, 6, 2, 7));
}

TEST_F(DatasetTest, planCountsStepsAsTheTrainerTakesThem)
{
    Recipe recipe;
    recipe.training.epochs = 2;
    recipe.training.batchSize = 8;
    recipe.training.accumulation = 2;
    const RunPlan plan = RunPlan::of(recipe, 50); // 7 batches an epoch, the last of 2 rows
    EXPECT_EQ(plan.batchesPerEpoch, 7);
    EXPECT_EQ(plan.totalSteps, 7);
    EXPECT_DOUBLE_EQ(plan.epochAt(14), 2);
    EXPECT_TRUE(plan.isEvaluationStep(7));
    recipe.training.maxSteps = 3;
    EXPECT_EQ(RunPlan::of(recipe, 50).totalSteps, 3);
}

} // namespace
} // namespace tamiz::engine
