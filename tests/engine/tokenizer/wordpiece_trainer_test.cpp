// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/wordpiece_trainer.h"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/files.h"

namespace tamiz::engine {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

TokenClassifier::ForEachText listOf(const std::vector<std::string> &texts)
{
    return [texts](const auto &use) {
        for (const std::string &text : texts)
            use(text);
    };
}

std::vector<std::string> train(const std::vector<std::string> &texts,
                               const WordPieceTrainingOptions &options)
{
    RunControl control;
    auto trained = trainWordPiece(listOf(texts), options, control);
    if (!trained) {
        ADD_FAILURE() << trained.error().toString();
        return {};
    }
    return (*trained)->vocabulary();
}

TEST(WordPieceTrainer, mergesTheMostFrequentNeighboursFirst)
{
    // Pairs: (a, ##b) 5 times, (##b, ##c) 4 times; after ab: (ab, ##c) 4 times, then nothing twice.
    const std::vector<std::string> texts { "abc abc abc abc ab x" };
    EXPECT_THAT(train(texts, { .vocabSize = 100 }),
                ElementsAre("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "x", "##b",
                            "##c", "ab", "abc"));
}

TEST(WordPieceTrainer, breaksTiesByTheLowerIds)
{
    const std::vector<std::string> vocabulary = train(
        { "cd ab cd ab" }, { .vocabSize = 12, .specialTokens = { "[UNK]", "[CLS]", "[SEP]" } });
    // ids: 3 a, 4 b, 5 c, 6 d, 7 ##b, 8 ##d: "a ##b" before "c ##d"
    EXPECT_THAT(
        vocabulary,
        ElementsAre("[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "d", "##b", "##d", "ab", "cd"));
}

TEST(WordPieceTrainer, countsOverlappingPairsOnce)
{
    const std::vector<std::string> vocabulary = train({ "aaaaa aaaaa" }, { .vocabSize = 100 });
    EXPECT_THAT(vocabulary, Contains("##aa"));
    EXPECT_THAT(vocabulary, Contains("aaaaa"));
    EXPECT_EQ(std::set<std::string>(vocabulary.begin(), vocabulary.end()).size(),
              vocabulary.size());
}

TEST(WordPieceTrainer, doesNotDependOnTheOrderOfTexts)
{
    std::vector<std::string> texts { "el perro come pan", "la perra come peras",
                                     "los perros corren", "comer y correr, correr y comer",
                                     "¿qué comen las perras?" };
    const std::vector<std::string> forwards = train(texts, { .vocabSize = 80 });
    std::reverse(texts.begin(), texts.end());
    EXPECT_EQ(train(texts, { .vocabSize = 80 }), forwards);
    EXPECT_THAT(forwards, Contains("perr"));
}

TEST(WordPieceTrainer, stopsAtTheVocabularySizeAndTheMinimumFrequency)
{
    const std::vector<std::string> texts { "palabra palabra palabra otra" };
    EXPECT_EQ(train(texts, { .vocabSize = 20 }).size(), 20U);
    EXPECT_THAT(train(texts, { .vocabSize = 100 }), Not(Contains("otra")));
    EXPECT_THAT(train(texts, { .vocabSize = 100, .minFrequency = 1 }), Contains("otra"));
}

TEST(WordPieceTrainer, leavesOutRareCharactersBeyondTheAlphabetLimit)
{
    const std::vector<std::string> vocabulary
        = train({ "aaa bbb ñ" }, { .vocabSize = 100, .alphabetLimit = 2 });
    EXPECT_THAT(vocabulary, Contains("a"));
    EXPECT_THAT(vocabulary, Not(Contains("ñ")));
}

TEST(WordPieceTrainer, lowercasesOnlyWhereAsked)
{
    EXPECT_THAT(train({ "CASA CASA" }, { .vocabSize = 60 }), Contains("CASA"));
    EXPECT_THAT(train({ "CASA CASA" }, { .vocabSize = 60, .lowercase = true }), Contains("casa"));
    EXPECT_THAT(
        train({ "Niño Niño" }, { .vocabSize = 60, .lowercase = true, .stripAccents = false }),
        Contains("niño"));
}

TEST(WordPieceTrainer, savesFilesThatLoadToTheSameTokenizer)
{
    RunControl control;
    const std::vector<std::string> texts { "El niño come. ¡Come, niño!",
                                           "El niño lee el periódico." };
    const auto trained = trainWordPiece(listOf(texts), { .vocabSize = 70 }, control);
    ASSERT_TRUE(trained) << trained.error().toString();
    const auto folder = std::filesystem::path(testing::TempDir()) / "wordpiece_trainer_test";
    ASSERT_TRUE((*trained)->save(folder));

    const auto loaded = loadTokenizer(folder);
    ASSERT_TRUE(loaded) << loaded.error().toString();
    EXPECT_EQ((*loaded)->vocabSize(), (*trained)->vocabSize());
    for (const std::string &text : texts) {
        const Encoding before = (*trained)->encode(text, std::nullopt, {});
        const Encoding after = (*loaded)->encode(text, std::nullopt, {});
        EXPECT_EQ(after.ids, before.ids);
        EXPECT_EQ(after.offsets, before.offsets);
        EXPECT_EQ(std::count(after.ids.begin(), after.ids.end(), (*loaded)->special().unknown), 0);
        EXPECT_EQ((*loaded)->decode(after.ids, true), (*trained)->decode(before.ids, true));
    }
    EXPECT_EQ((*loaded)->special().mask, 4);
    EXPECT_TRUE((*loaded)->isSpecial(4));
    std::filesystem::remove_all(folder);
}

TEST(WordPieceTrainer, failsClearlyOnNothingAndOnAnAlphabetLargerThanTheVocabulary)
{
    RunControl control;
    const auto nothing = trainWordPiece(listOf({ "", "  \n" }), {}, control);
    ASSERT_FALSE(nothing);
    EXPECT_EQ(nothing.error().code, ErrorCode::InvalidInput);
    const auto tooSmall = trainWordPiece(listOf({ "abcdefgh" }), { .vocabSize = 10 }, control);
    ASSERT_FALSE(tooSmall);
    EXPECT_THAT(tooSmall.error().message, testing::HasSubstr("20 pieces"));
}

TEST(WordPieceTrainer, stopsOnRequest)
{
    RunControl control;
    control.requestStop();
    const auto trained = trainWordPiece(listOf({ "uno dos tres" }), {}, control);
    ASSERT_FALSE(trained);
    EXPECT_EQ(trained.error().code, ErrorCode::Cancelled);
}

TEST(WordPieceTrainer, survivesInvalidUtf8AndEndlessWords)
{
    const std::string endless(1 << 20, 'z');
    const std::vector<std::string> vocabulary = train({ std::string("a\xff\xfe"
                                                                    "b ab ab"),
                                                        endless },
                                                      { .vocabSize = 100 });
    EXPECT_THAT(vocabulary, Contains("ab"));
    EXPECT_THAT(vocabulary, Not(Contains("z")));
}

} // namespace
} // namespace tamiz::engine
