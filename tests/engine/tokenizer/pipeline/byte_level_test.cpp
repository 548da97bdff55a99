// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/engine/tokenizer/pipeline/byte_level.h"
#include "core/engine/tokenizer/pipeline/byte_level_bpe.h"
#include "core/engine/tokenizer/pipeline/regex_finder.h"
#include "core/tokens/utf8.h"
#include "tests/engine/tokenizer/tokenizer_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;

std::vector<std::string> gpt2Words(const std::string &text)
{
    const std::u32string codePoints = decodeUtf8(text);
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < codePoints.size();) {
        const std::size_t end = gpt2WordEnd(codePoints, begin);
        EXPECT_GT(end, begin);
        words.push_back(encodeUtf8(codePoints.substr(begin, end - begin)));
        begin = end;
    }
    return words;
}

/// All bytes as single tokens, then what @p merges make; GPT-2 without a configuration.
void writeVocabulary(const TemporaryFolder &folder,
                     const std::vector<std::pair<std::string, std::string>> &merges)
{
    nlohmann::json vocabulary = nlohmann::json::object();
    for (const char32_t c : byteCharacters()) {
        const auto id = vocabulary.size();
        vocabulary[encodeUtf8({ &c, 1 })] = id;
    }
    std::string lines = "#version: 0.2\n";
    for (const auto &[left, right] : merges) {
        const auto id = vocabulary.size();
        vocabulary.emplace(left + right, id);
        lines += left + " " + right + "\n";
    }
    vocabulary["<|endoftext|>"] = vocabulary.size();
    folder.write("vocab.json", vocabulary.dump());
    folder.write("merges.txt", lines);
}

TEST(ByteLevel, everyByteHasItsCharacter)
{
    for (int byte = 0; byte < 256; ++byte) {
        const char32_t c = byteCharacters()[static_cast<std::size_t>(byte)];
        EXPECT_EQ(byteOfCharacter(c), byte);
    }
    EXPECT_EQ(byteCharacters()[' '], U'Ġ');
    EXPECT_EQ(byteCharacters()['\n'], U'Ċ');
    EXPECT_EQ(byteCharacters()['A'], U'A');
    EXPECT_EQ(byteCharacters()[0xAD], 0x143U);
    EXPECT_EQ(byteOfCharacter(0x144), -1);
    EXPECT_EQ(byteOfCharacter(U'敏'), -1);
    EXPECT_EQ(bytesOfToken("ĠÃ©"), " é");
    EXPECT_EQ(bytesOfToken("a敏"), "a敏");
}

TEST(ByteLevel, cutsWordsByGpt2sPattern)
{
    EXPECT_THAT(gpt2Words("Don't stop! It's 5 o'clock"),
                ElementsAre("Don", "'t", " stop", "!", " It", "'s", " 5", " o", "'", "clock"));
    EXPECT_THAT(gpt2Words("a  b   "), ElementsAre("a", " ", " b", "   "));
    EXPECT_THAT(gpt2Words("\t\tx\n"), ElementsAre("\t", "\t", "x", "\n"));
    EXPECT_THAT(gpt2Words("l'été٣x²_\u00A0?"),
                ElementsAre("l", "'", "été", "٣", "x", "²", "_", "\u00A0", "?"));
    EXPECT_THAT(gpt2Words(" 'll'LL"), ElementsAre(" '", "ll", "'", "LL"));
}

TEST(ByteLevel, theScannerEqualsTheRegularExpression)
{
    // Written in another way, so that the pattern is not recognised and ICU runs it.
    const auto find = matchRegex(
        R"('s|'t|'re|'ve|'m|'ll|'d| ?[\p{L}]+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", "test");
    ASSERT_TRUE(find) << find.error().toString();
    const std::u32string alphabet = U"aé敏'stlmd 1²  \t\n\r\u0085\u00A0\u2028.!\u0301\U0001F98A";
    std::uint32_t state = 1;
    for (int round = 0; round < 2000; ++round) {
        std::u32string text;
        for (int i = 0; i < 24; ++i) {
            state = state * 1664525 + 1013904223;
            text += alphabet[(state >> 16) % alphabet.size()];
        }
        std::vector<std::string> words;
        for (const TextMatch &match : (*find)(text)) {
            EXPECT_TRUE(match.isDelimiter);
            words.push_back(
                encodeUtf8(text.substr(match.range.begin, match.range.end - match.range.begin)));
        }
        ASSERT_EQ(gpt2Words(encodeUtf8(text)), words);
    }
}

TEST(ByteLevel, mergesByRankAndFromTheLeft)
{
    const TemporaryFolder folder;
    writeVocabulary(folder, { { "a", "b" }, { "b", "c" }, { "ab", "c" }, { "a", "a" } });
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    const auto tokens = [&](const std::string &text) {
        return tokensOf(*tokenizer, tokenizer->encode(text, std::nullopt, {}));
    };
    EXPECT_THAT(tokens("abc"), ElementsAre("abc"));
    EXPECT_THAT(tokens("bcabc"), ElementsAre("bc", "abc"));
    EXPECT_THAT(tokens("aaaaa"), ElementsAre("aa", "aa", "a"));
    EXPECT_THAT(tokens("aab"), ElementsAre("a", "ab"));
}

TEST(ByteLevel, everyByteOfACharacterCoversIt)
{
    const TemporaryFolder folder;
    writeVocabulary(folder, {});
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    const std::string text = "é\U0001F98A\xFFx";
    const Encoding encoding = tokenizer->encode(text, std::nullopt, {});
    EXPECT_EQ(offsetsOf(encoding),
              (std::vector<std::vector<std::int64_t>> { { 0, 1 },
                                                        { 0, 1 },
                                                        { 1, 2 },
                                                        { 1, 2 },
                                                        { 1, 2 },
                                                        { 1, 2 },
                                                        { 2, 3 },
                                                        { 2, 3 },
                                                        { 2, 3 },
                                                        { 3, 4 } }));
    EXPECT_EQ(tokenizer->decode(encoding.ids, true), "é\U0001F98A\uFFFDx");
    EXPECT_EQ(tokenizer->decode({ encoding.ids[0] }, true), "\uFFFD");
}

TEST(ByteLevel, aPrefixSpaceBelongsToTheFirstWord)
{
    const TemporaryFolder folder;
    writeVocabulary(folder, { { "Ġ", "a" } });
    folder.write("tokenizer_config.json",
                 R"({"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": true,
                     "add_bos_token": true})");
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    const Encoding encoding = tokenizer->encode("a a", "a", {});
    EXPECT_THAT(tokensOf(*tokenizer, encoding), ElementsAre("<|endoftext|>", "Ġa", "Ġa", "Ġa"));
    EXPECT_EQ(offsetsOf(encoding),
              (std::vector<std::vector<std::int64_t>> { { 0, 0 }, { 0, 1 }, { 1, 3 }, { 0, 1 } }));
    EXPECT_THAT(encoding.isSpecial, ElementsAre(1, 0, 0, 0));
    EXPECT_THAT(encoding.isSecond, ElementsAre(0, 0, 0, 1));
}

TEST(ByteLevel, addedTokensFileAndDebertaTemplate)
{
    const TemporaryFolder folder;
    folder.write("vocab.json", R"({"[CLS]": 0, "[SEP]": 1, "[UNK]": 2, "a": 3, "Ġ": 4})");
    folder.write("merges.txt", "#version: 0.2\n");
    folder.write("added_tokens.json", R"({"<extra>": 5})");
    folder.write("tokenizer_config.json", R"({"tokenizer_class": "DebertaTokenizer"})");
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ(tokenizer->vocabSize(), 6);
    const Encoding encoding = tokenizer->encode("a<extra>", "a", {});
    EXPECT_THAT(encoding.ids, ElementsAre(0, 3, 5, 1, 3, 1));
    EXPECT_THAT(encoding.typeIds, ElementsAre(0, 0, 0, 0, 1, 1));
    EXPECT_EQ(tokenizer->decode(encoding.ids, true), "a<extra>a");
    EXPECT_EQ(tokenizer->special().begin, 0);
    EXPECT_EQ(tokenizer->special().pad, -1);
}

TEST(ByteLevel, longWordsTakeTimeInProportion)
{
    // Quadratic work on these would take hours, not the minutes that the test's time-out leaves.
    const TemporaryFolder folder;
    writeVocabulary(folder, { { "a", "a" }, { "aa", "aa" }, { "aaaa", "aaaa" }, { "b", "a" } });
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    const std::size_t size = std::size_t { 1 } << 20;
    const auto count = [&](const std::string &text) {
        return tokenizer->encode(text, std::nullopt, {}).ids.size();
    };
    EXPECT_EQ(count(std::string(size, 'a')), size / 8);
    EXPECT_EQ(count(std::string(size, ' ')), size);
    std::string alternating;
    while (alternating.size() < size)
        alternating += "ab";
    EXPECT_EQ(count(alternating), size / 2 + 1);
}

} // namespace
} // namespace tamiz::engine
