// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/wordpiece_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/tokenizer/pair_truncation.h"
#include "tests/engine/tokenizer/tokenizer_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using test::contentOf;
using test::TemporaryFolder;

using testing::ElementsAre;

const std::vector<std::string> kVocabulary { "[PAD]", "[UNK]",  "[CLS]",    "[SEP]",  "[MASK]",
                                             "un",    "##able", "##a",      "a",      "b",
                                             "##b",   "i",      "##\u0307", "\u00e9", "\u6f22",
                                             ".",     "hola",   "mundo" };

std::unique_ptr<Tokenizer> make(WordPieceOptions options = {})
{
    auto made = WordPieceTokenizer::create(kVocabulary, std::move(options), "test vocabulary");
    if (!made)
        throw std::runtime_error(made.error().toString());
    return std::move(*made);
}

std::vector<std::string> tokens(const Tokenizer &tokenizer, const std::string &text)
{
    return tokensOf(tokenizer, tokenizer.encode(text, std::nullopt, { .addSpecialTokens = false }));
}

std::vector<std::vector<std::int64_t>> offsets(const Tokenizer &tokenizer, const std::string &text)
{
    return offsetsOf(tokenizer.encode(text, std::nullopt, { .addSpecialTokens = false }));
}

TEST(WordPieceTokenizer, takesTheLongestPieceFirstAndFallsBackToUnknown)
{
    const auto tokenizer = make();
    EXPECT_THAT(tokens(*tokenizer, "unable"), ElementsAre("un", "##able"));
    EXPECT_THAT(tokens(*tokenizer, "unablex a"), ElementsAre("[UNK]", "a"));
    EXPECT_THAT(
        offsets(*tokenizer, " unable.x"),
        ElementsAre(ElementsAre(1, 3), ElementsAre(3, 7), ElementsAre(7, 8), ElementsAre(8, 9)));
}

TEST(WordPieceTokenizer, offsetsPointIntoTheTextAsItWas)
{
    const auto tokenizer = make();
    // A control character, a CJK character, an accent written apart, a capital I with a dot.
    EXPECT_THAT(offsets(*tokenizer, "u\u200Bn\u6f22"),
                ElementsAre(ElementsAre(0, 3), ElementsAre(3, 4)));
    EXPECT_THAT(tokens(*tokenizer, "a\u0301b"), ElementsAre("a", "##b"));
    EXPECT_THAT(offsets(*tokenizer, "a\u0301b"), ElementsAre(ElementsAre(0, 1), ElementsAre(2, 3)));
    WordPieceOptions keepsAccents;
    keepsAccents.normalizer.stripAccents = false;
    const auto keeping = make(keepsAccents);
    EXPECT_THAT(tokens(*keeping, "\u0130"), ElementsAre("i", "##\u0307"));
    EXPECT_THAT(offsets(*keeping, "\u0130"), ElementsAre(ElementsAre(0, 1), ElementsAre(0, 1)));
}

TEST(WordPieceTokenizer, lowercasesAndStripsAccentsAsTold)
{
    WordPieceOptions cased;
    cased.normalizer.lowercase = false;
    EXPECT_THAT(tokens(*make(cased), "A \u00e9"), ElementsAre("[UNK]", "\u00e9"));
    WordPieceOptions accents;
    accents.normalizer.stripAccents = false;
    EXPECT_THAT(tokens(*make(accents), "\u00c9"), ElementsAre("\u00e9"));
    EXPECT_THAT(tokens(*make(), "\u00c1"), ElementsAre("a"));
}

TEST(WordPieceTokenizer, wordsOfMoreThanAHundredCharactersAreUnknown)
{
    const auto tokenizer = make();
    EXPECT_EQ(tokens(*tokenizer, std::string(1, 'a') + std::string(99, 'b')).size(), 100U);
    EXPECT_THAT(tokens(*tokenizer, std::string(101, 'a')), ElementsAre("[UNK]"));
}

TEST(WordPieceTokenizer, readsInvalidUtf8AsReplacementsThatCleaningDrops)
{
    const auto tokenizer = make();
    const std::string text = "a \xE2\x82 b\xFF.";
    EXPECT_THAT(tokens(*tokenizer, text), ElementsAre("a", "b", "."));
    EXPECT_THAT(offsets(*tokenizer, text),
                ElementsAre(ElementsAre(0, 1), ElementsAre(4, 5), ElementsAre(6, 7)));
}

TEST(WordPieceTokenizer, findsAddedTokensInTheText)
{
    WordPieceOptions options;
    options.added = { { .content = "<dosis>", .id = 18, .stripsLeft = true, .isSpecial = false },
                      { .content = "MG", .id = 19, .isSingleWord = true, .isSpecial = false },
                      { .content = "OLA", .id = 20, .isNormalized = true, .isSpecial = false } };
    const auto tokenizer = make(options);
    EXPECT_EQ(tokenizer->vocabSize(), 21);
    EXPECT_THAT(tokens(*tokenizer, "a  <dosis> b"), ElementsAre("a", "<dosis>", "b"));
    EXPECT_THAT(offsets(*tokenizer, "a  <dosis> b"),
                ElementsAre(ElementsAre(0, 1), ElementsAre(1, 10), ElementsAre(11, 12)));
    EXPECT_THAT(tokens(*tokenizer, "MG aMG"), ElementsAre("MG", "[UNK]"));
    EXPECT_THAT(tokens(*tokenizer, "Ola"), ElementsAre("OLA"));
    EXPECT_THAT(tokens(*tokenizer, "a[MASK]b"), ElementsAre("a", "[MASK]", "b"));
    EXPECT_TRUE(tokenizer->isSpecial(4));
    EXPECT_FALSE(tokenizer->isSpecial(18));
}

TEST(WordPieceTokenizer, pairsCarryTypesAndPlaces)
{
    const auto tokenizer = make();
    const Encoding encoding = tokenizer->encode("hola", "mundo a", {});
    EXPECT_THAT(tokensOf(*tokenizer, encoding),
                ElementsAre("[CLS]", "hola", "[SEP]", "mundo", "a", "[SEP]"));
    EXPECT_THAT(encoding.typeIds, ElementsAre(0, 0, 0, 1, 1, 1));
    EXPECT_THAT(encoding.isSpecial, ElementsAre(1, 0, 1, 0, 0, 1));
    EXPECT_THAT(encoding.isSecond, ElementsAre(0, 0, 0, 1, 1, 1));
    EXPECT_FALSE(encoding.isTruncated);
}

TEST(WordPieceTokenizer, truncatesToTheRoomThereIs)
{
    const auto tokenizer = make();
    const Encoding cut = tokenizer->encode("a a a a", "b b", { .maxLength = 6 });
    EXPECT_THAT(tokensOf(*tokenizer, cut), ElementsAre("[CLS]", "a", "a", "[SEP]", "b", "[SEP]"));
    EXPECT_TRUE(cut.isTruncated);
    EXPECT_EQ(tokenizer->encode("a a", std::nullopt, { .maxLength = 1 }).ids.size(), 2U);
}

TEST(PairTruncation, takesFromTheLongerTextOneByOne)
{
    for (std::size_t first = 0; first < 9; ++first) {
        for (std::size_t second = 0; second < 9; ++second) {
            for (std::int64_t room = 0; room < 18; ++room) {
                // transformers, truncate_sequences
                std::size_t a = first;
                std::size_t b = second;
                while (static_cast<std::int64_t>(a + b) > room)
                    --(a > b ? a : b);
                EXPECT_EQ(truncatedLengths(first, second, 3, { .maxLength = room + 3 }),
                          std::pair(a, b))
                    << first << " " << second << " " << room;
            }
        }
    }
}

TEST(PairTruncation, orFromOneTextOnly)
{
    EXPECT_EQ(truncatedLengths(5, 5, 0, { .maxLength = 7, .truncation = Truncation::OnlyFirst }),
              std::pair(std::size_t { 2 }, std::size_t { 5 }));
    EXPECT_EQ(truncatedLengths(5, 5, 0, { .maxLength = 3, .truncation = Truncation::OnlySecond }),
              std::pair(std::size_t { 5 }, std::size_t { 0 }));
}

TEST(WordPieceTokenizer, decodesAsTheCompiledLibraryAndCleansUpAsTransformers)
{
    WordPieceOptions options;
    options.cleansUpSpaces = false;
    const auto plain = make(options);
    const std::vector<std::int64_t> ids { 2, 5, 6, 15, 99, -1, 4, 3 };
    EXPECT_EQ(plain->decode(ids, false), "[CLS] unable. [MASK] [SEP]");
    EXPECT_EQ(plain->decode(ids, true), "unable.");
    EXPECT_EQ(plain->decode({ 6, 6 }, false), "##ableable");
    EXPECT_EQ(plain->decode({}, false), "");
}

TEST(WordPieceTokenizer, longTextsTakeTimeInProportion)
{
    // Quadratic work on these would take hours, not the second that the test's time-out leaves room
    // for.
    const auto tokenizer = make();
    EXPECT_THAT(tokens(*tokenizer, std::string(1 << 20, 'a')), ElementsAre("[UNK]"));
    EXPECT_EQ(tokens(*tokenizer, std::string(1 << 20, '.')).size(), std::size_t { 1 } << 20);
    std::string marks = "a";
    for (int i = 0; i < (1 << 19); ++i)
        marks += i % 2 ? "\u0301" : "\u0323"; // one run of accents to sort
    EXPECT_THAT(tokens(*tokenizer, marks), ElementsAre("a"));
    std::string brackets;
    while (brackets.size() < (1 << 20))
        brackets += "[MASK";
    EXPECT_FALSE(tokens(*tokenizer, brackets).empty());
}

TEST(WordPieceTokenizer, readsItsSettingsFromTokenizerJsonWhereNoConfigIs)
{
    const TemporaryFolder folder;
    folder.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nA\n");
    folder.write(
        "tokenizer.json",
        R"({"added_tokens": [], "normalizer": {"type": "BertNormalizer", "lowercase": false}})");
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    EXPECT_THAT(tokens(*tokenizer, "A a"), ElementsAre("A", "[UNK]"));
    folder.write("tokenizer_config.json", R"({"do_lower_case": true})");
    EXPECT_THAT(tokens(*loadOrFail(folder.path()), "A a"), ElementsAre("[UNK]", "[UNK]"));
}

TEST(WordPieceTokenizer, savingKeepsTheConfigurationFile)
{
    const TemporaryFolder folder;
    const std::string config
        = R"({"do_lower_case": false, "own_key": [1, 2], "cls_token": "[CLS]"})";
    folder.write("vocab.txt", "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\nA\r\n\u3000\r\n");
    folder.write("tokenizer_config.json", config);
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ(tokenizer->token(5), "A");
    EXPECT_EQ(tokenizer->token(6), "\u3000");
    const TemporaryFolder copy;
    ASSERT_TRUE(tokenizer->save(copy.path()));
    EXPECT_EQ(contentOf(copy.path() / "tokenizer_config.json"), config);
    EXPECT_EQ(loadOrFail(copy.path())->vocabSize(), 7);
}

TEST(WordPieceTokenizer, savingKeepsWhatTheCompiledFileAloneSaid)
{
    const TemporaryFolder folder;
    folder.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nA\n");
    folder.write("tokenizer_config.json", R"({"own_key": 7})");
    folder.write("tokenizer.json",
                 R"({"added_tokens": [{"id": 4, "content": "[MASK]", "special": true},
                     {"id": 6, "content": "<e>", "lstrip": true, "special": false}],
                     "normalizer": {"type": "BertNormalizer", "lowercase": false}})");
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    ASSERT_THAT(tokens(*tokenizer, "A <e> a"), ElementsAre("A", "<e>", "[UNK]"));
    const TemporaryFolder copy;
    ASSERT_TRUE(tokenizer->save(copy.path()));
    const auto again = loadOrFail(copy.path());
    ASSERT_TRUE(again);
    EXPECT_THAT(tokens(*again, "A <e> a"), ElementsAre("A", "<e>", "[UNK]"));
    EXPECT_EQ(again->vocabSize(), tokenizer->vocabSize());
    EXPECT_FALSE(again->isSpecial(6));
    EXPECT_TRUE(again->isSpecial(4));
    EXPECT_EQ(readJson(copy.path() / "tokenizer_config.json")["own_key"], 7);
}

} // namespace
} // namespace tamiz::engine
