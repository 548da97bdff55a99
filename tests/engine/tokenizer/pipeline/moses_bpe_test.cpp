// SPDX-License-Identifier: Apache-2.0
// BioGPT's tokenizer. Expected values: sacremoses 0.1.1 below the code of transformers' tokenization_biogpt.py, on a
// small vocabulary that lacks some symbols of its merges; offsets: its words found again in the text.
#include <chrono>
#include <fstream>

#include <gmock/gmock.h>

#include "core/engine/tokenizer/domain_tokens.h"
#include "core/engine/tokenizer/pipeline/moses_bpe.h"
#include "core/engine/tokenizer/pipeline/moses_classes.h"
#include "core/engine/tokenizer/pipeline/moses_words.h"
#include "core/tokens/utf8.h"
#include "tests/engine/tokenizer/compiled_cases.h"
#include "tests/engine/tokenizer/hostile_files.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using test::contentOf;
using test::TemporaryFolder;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::filesystem::path dataFolder()
{
    return std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers/biogpt";
}

std::vector<std::string> wordsOf(std::string_view text)
{
    const Words words = mosesWords(alignedText(decodeUtf8(text), 0));
    std::vector<std::string> out;
    for (const TextRange &range : words.ranges)
        out.push_back(encodeUtf8(
            std::u32string_view(words.text.text).substr(range.begin, range.end - range.begin)));
    return out;
}

TEST(MosesBpe, equalsThePythonTokenizer)
{
    for (const std::filesystem::path &folder : caseFolders("biogpt")) {
        const auto tokenizer = loadOrFail(folder);
        ASSERT_TRUE(tokenizer);
        EXPECT_STREQ(tokenizer->kind(), "Moses BPE");
        EXPECT_GE(compareWithPython(*tokenizer, folder / "cases.json"), 85U);
        std::size_t compared = 0;
        for (const nlohmann::json &expected : readJson(folder / "cases.json")) {
            if (!expected.contains("offsets") || expected["offsets"].is_null())
                continue; // a pair, or a text that spells dots as Moses does
            const std::string text = expected["text"];
            EXPECT_EQ(nlohmann::json(offsetsOf(tokenizer->encode(text, std::nullopt, {}))),
                      expected["offsets"])
                << text;
            ++compared;
        }
        EXPECT_GE(compared, 75U);
    }
}

// How many code points each class of sacremoses has, and a hash of them.
TEST(MosesBpe, classesHoldTheCharactersOfTheLists)
{
    const auto summaryOf = [](bool (*isOfClass)(char32_t)) {
        std::pair<std::size_t, std::uint32_t> summary;
        for (char32_t c = 0; c < 0x110000; ++c) {
            if ((c < 0xD800 || c > 0xDFFF) && isOfClass(c))
                summary = { summary.first + 1, summary.second * 31 + c };
        }
        return summary;
    };
    EXPECT_EQ(summaryOf(isMosesLetter), std::pair(std::size_t { 10286 }, 3895461654U));
    EXPECT_EQ(summaryOf(isMosesAlphabetic), std::pair(std::size_t { 10347 }, 899325477U));
    EXPECT_EQ(summaryOf(isMosesWordCharacter), std::pair(std::size_t { 10717 }, 1308806784U));
    EXPECT_EQ(summaryOf(isMosesNumber), std::pair(std::size_t { 712 }, 3289388529U));
    EXPECT_EQ(summaryOf(isMosesLower), std::pair(std::size_t { 2253 }, 2039828380U));
    EXPECT_EQ(summaryOf(isMosesCurrency), std::pair(std::size_t { 52 }, 636309036U));
    EXPECT_EQ(summaryOf(isMosesCjk), std::pair(std::size_t { 115586 }, 2053394177U));
    EXPECT_EQ(summaryOf(isPythonSpace), std::pair(std::size_t { 29 }, 2190692316U));
}

TEST(MosesBpe, offsetsFollowWhatMosesWritesOtherwise)
{
    const auto tokenizer = loadOrFail(dataFolder());
    ASSERT_TRUE(tokenizer);
    const auto spans = [&](std::string_view text) {
        return nlohmann::json(
                   offsetsOf(tokenizer->encode(text, std::nullopt, { .addSpecialTokens = false })))
            .dump();
    };
    EXPECT_EQ(spans("<"), "[[0,1],[0,1]]") << "the entity in two pieces is one character";
    EXPECT_EQ(spans("x  -\x01\x02-  5"), "[[0,1],[3,4],[6,7],[9,10]]");
    EXPECT_EQ(spans("a-b"), "[[0,1],[1,2],[2,3]]");
    EXPECT_EQ(spans("DOTMULTI"), "[[0,8]]");
}

TEST(MosesBpe, textsThatSpellDotsAsMosesDoes)
{
    EXPECT_THAT(wordsOf("DOTMULTI.x"), ElementsAre("..", "x"));
    EXPECT_THAT(wordsOf("a...b"), ElementsAre("a", "...", "b"));
    EXPECT_THAT(wordsOf("DOTDOTMULT"), ElementsAre("DOTDOTMULT"));
}

TEST(MosesBpe, addedTokensAreFoundAndParted)
{
    const auto tokenizer = loadOrFail(dataFolder());
    ASSERT_TRUE(tokenizer);
    VocabularySection section;
    section.addTokens = { "cardiopatía", "IL-6" };
    const auto added = addDomainTokens(*tokenizer, section);
    ASSERT_TRUE(added) << added.error().toString();
    ASSERT_EQ(added->tokens.size(), 2U);
    EXPECT_EQ(compareWithPython(*tokenizer, dataFolder() / "added_cases.json"), 3U);

    const TemporaryFolder folder;
    ASSERT_TRUE(tokenizer->save(folder.path()));
    const auto loaded = loadOrFail(folder.path());
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->vocabSize(), tokenizer->vocabSize());
    EXPECT_EQ(compareWithPython(*loaded, dataFolder() / "added_cases.json"), 3U);
}

/// vocab.json and merges.txt of the fixture with other files beside them.
class MosesFolder
{
public:
    MosesFolder()
    {
        for (const char *name : { "vocab.json", "merges.txt" })
            std::filesystem::copy(dataFolder() / name, m_folder.path() / name);
    }
    void write(const char *name, const std::string &content) const
    {
        std::ofstream(m_folder.path() / name) << content;
    }
    std::string kind() const
    {
        const auto tokenizer = loadTokenizer(m_folder.path());
        return tokenizer ? (*tokenizer)->kind() : tokenizer.error().toString();
    }

private:
    TemporaryFolder m_folder;
};

TEST(MosesBpe, theFilesSayWhoseTokenizerItIs)
{
    const MosesFolder folder;
    folder.write("config.json", R"({"model_type":"biogpt"})");
    EXPECT_EQ(folder.kind(), "Moses BPE");
    folder.write("tokenizer_config.json", R"({"tokenizer_class":"BioGptTokenizer"})");
    folder.write("config.json", R"({"model_type":"opt"})");
    EXPECT_EQ(folder.kind(), "Moses BPE");
    folder.write("vocab.json", R"({"<s>":0,"</s>":1})");
    EXPECT_THAT(folder.kind(), AllOf(HasSubstr("vocab.json"), HasSubstr("unknown")));
}

TEST(MosesBpe, mergesAreReadAsPythonReadsThem)
{
    const MosesFolder folder;
    folder.write("config.json", R"({"model_type":"biogpt"})");
    folder.write("merges.txt", "a b 12\nab c</w>\n");
    EXPECT_EQ(folder.kind(), "Moses BPE");
    folder.write("merges.txt", "a b\nlost");
    EXPECT_EQ(folder.kind(), "Moses BPE") << "a last line without an end says nothing";
    folder.write("merges.txt", "a b\nlost\n");
    EXPECT_THAT(folder.kind(), AllOf(HasSubstr("merges.txt:2"), HasSubstr("no merge")));
}

// A text may end before its last word does.
TEST(MosesBpe, whatAWordIsStaysOpenUntilItsEnd)
{
    const auto tokenizer = loadOrFail(dataFolder());
    ASSERT_TRUE(tokenizer);
    const std::string text = "It wasn't in vitro (p<0.05), well-known; \"A\" & 'B' ...";
    const auto ids = tokenizer->encode(text, std::nullopt, { .addSpecialTokens = false }).ids;
    const std::string whole = tokenizer->decode(ids, true);
    std::size_t settled = 0;
    for (std::size_t count = 1; count <= ids.size(); ++count) {
        if (tokenizer->isOpen(ids[count - 1]))
            continue;
        const std::string begun
            = tokenizer->decode({ ids.begin(), ids.begin() + static_cast<int>(count) }, true);
        EXPECT_TRUE(whole.starts_with(begun)) << begun;
        ++settled;
    }
    EXPECT_GE(settled, 15U);
}

// Moses' loops over dots cost the square of their number.
TEST(MosesBpe, longTextsTakeTimeInProportion)
{
    const auto tokenizer = loadOrFail(dataFolder());
    ASSERT_TRUE(tokenizer);
    const auto secondsFor = [&](const std::string &part, std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i)
            text += part;
        const auto begin = std::chrono::steady_clock::now();
        const Encoding encoding = tokenizer->encode(text, std::nullopt, {});
        tokenizer->decode(encoding.ids, false);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    for (const char *part :
         { "a", ".", "DOT", "DOTMULTI.", "'", ",", "-", "& ", "a. ", "patient's " }) {
        constexpr std::size_t kMuch = 1 << 18;
        const std::size_t count = kMuch / std::string_view(part).size();
        const double few = secondsFor(part, count / 8);
        EXPECT_LT(secondsFor(part, count), 20 * few + 1) << part; // the square: 64
    }
}

} // namespace
} // namespace tamiz::engine
