// SPDX-License-Identifier: Apache-2.0
// Files that are missing, truncated, wrong or hostile: a clear error with file, place and value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/tokenizer/sp_model_file.h"
#include "tests/engine/tokenizer/hostile_files.h"

namespace tamiz::engine {
namespace {

using test::contentOf;
using testing::AllOf;
using testing::HasSubstr;

const std::string kVocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n";

std::string spModel(const std::string &family)
{
    return contentOf(std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers" / family
                     / (family + ".model"));
}

TEST(HostileTokenizerFiles, missingFolderAndMissingFiles)
{
    const auto missing = loadTokenizer("/no/such/folder");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    EXPECT_EQ(missing.error().where, "/no/such/folder");
    EXPECT_THAT(
        errorOf({}),
        HasSubstr(
            "no tokenizer.json, no vocab.txt, no vocab.json with merges.txt and no .model file"));
    EXPECT_THAT(errorOf({ { "a.model", "" }, { "b.model", "" } }), HasSubstr("2 .model files"));
}

TEST(HostileTokenizerFiles, vocabularies)
{
    EXPECT_THAT(errorOf({ { "vocab.txt", kVocabulary } }), "");
    EXPECT_THAT(errorOf({ { "vocab.txt", "" } }),
                AllOf(HasSubstr("vocab.txt"), HasSubstr("empty")));
    EXPECT_THAT(errorOf({ { "vocab.txt", kVocabulary + "b\na\n" } }),
                AllOf(HasSubstr("'a' occurs twice"), HasSubstr("lines 6 and 8")));
    EXPECT_THAT(errorOf({ { "vocab.txt", kVocabulary + "ok\nb\xFFz\n" } }),
                AllOf(HasSubstr("vocab.txt:8"), HasSubstr("byte 2"), HasSubstr("UTF-8")));
    EXPECT_THAT(errorOf({ { "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[MASK]\na\n" } }),
                HasSubstr("no token '[SEP]'"));
    EXPECT_THAT(errorOf({ { "vocab.txt", std::string("\0\0\0", 3) } }),
                HasSubstr("no token '[UNK]'"));
    EXPECT_THAT(errorOf({ { "vocab.txt", std::string(40 << 20, 'x') } }), HasSubstr("larger"));
}

TEST(HostileTokenizerFiles, configurations)
{
    const auto config = [](const std::string &json) {
        return errorOf({ { "vocab.txt", kVocabulary }, { "tokenizer_config.json", json } });
    };
    EXPECT_EQ(config("{}"), "");
    EXPECT_THAT(config("{\"do_lower_case\": tru"),
                AllOf(HasSubstr("tokenizer_config.json"), HasSubstr("not valid JSON")));
    EXPECT_THAT(config("[1]"), HasSubstr("expected an object"));
    EXPECT_THAT(config(R"({"do_lower_case": "yes"})"),
                AllOf(HasSubstr("'do_lower_case' is \"yes\""), HasSubstr("true or false")));
    EXPECT_THAT(config(R"({"cls_token": 7})"), HasSubstr("'cls_token' is 7"));
    EXPECT_THAT(config(R"({"cls_token": "<s>"})"), HasSubstr("no token '<s>'"));
    EXPECT_THAT(config(R"({"added_tokens_decoder": {"x": {"content": "<e>"}}})"),
                HasSubstr("token ids as keys"));
    EXPECT_THAT(config(R"({"added_tokens_decoder": {"900": {"content": "<e>"}}})"),
                AllOf(HasSubstr("'<e>' has id 900"), HasSubstr("ends at 5")));
    EXPECT_THAT(config(R"({"added_tokens_decoder": {"2": {"content": "a"}}})"),
                HasSubstr("id 5 in the vocabulary and id 2"));
    EXPECT_THAT(config(R"({"added_tokens_decoder": {"999999999": {"content": "<e>"}}})"),
                HasSubstr("out of range"));
    EXPECT_EQ(config(R"({"added_tokens_decoder": {"6": {"content": "<e>"}}})"), "");
    EXPECT_THAT(config(std::string(100000, '[')), HasSubstr("not valid JSON"));
    EXPECT_THAT(
        errorOf({ { "vocab.txt", kVocabulary }, { "tokenizer.json", "{\"added_tokens\": [{}]}" } }),
        HasSubstr("'added_tokens' is {}"));
}

TEST(HostileTokenizerFiles, truncatedSentencePieceModels)
{
    const std::string whole = spModel("llama");
    EXPECT_EQ(errorOf({ { "tokenizer.model", whole } }), "");
    EXPECT_THAT(errorOf({ { "tokenizer.model", "" } }), HasSubstr("empty"));
    EXPECT_THAT(errorOf({ { "tokenizer.model", "version https://git-lfs.github.com/spec/v1\n" } }),
                HasSubstr("not a SentencePiece model"));
    EXPECT_THAT(errorOf({ { "tokenizer.model", whole.substr(0, 1001) } }),
                AllOf(HasSubstr("tokenizer.model"), HasSubstr("byte"), HasSubstr("download")));
}

TEST(HostileTokenizerFiles, aNormalisationTableThatLeadsOutside)
{
    std::string model = spModel("albert");
    // The table's first unit: point it far beyond the trie.
    const auto info = checkSpModel(model, "test");
    ASSERT_TRUE(info) << info.error().toString();
    EXPECT_EQ(info->type, SpModelInfo::Type::Unigram);
    const std::size_t end = model.size();
    std::size_t refused = 0;
    // Overwrite four bytes in the second half, where the table is, at evenly spaced places.
    for (std::size_t at = end / 4; at + 4 < end; at += end / 64) {
        std::string broken = model;
        broken.replace(at, 4, "\xFF\xFF\xFF\x7F");
        refused += checkSpModel(broken, "test") ? 0 : 1;
    }
    EXPECT_GT(refused, 30U);
}

TEST(HostileTokenizerFiles, unsupportedFamiliesAreNamed)
{
    EXPECT_THAT(errorOf({ { "spiece.model", spModel("llama") },
                          { "tokenizer_config.json", R"({"tokenizer_class": "T5Tokenizer"})" } }),
                AllOf(HasSubstr("T5Tokenizer"), HasSubstr("not supported")));
}

/// A table of @p units, every one of which leads to itself, and texts.
std::string charsmap(std::uint32_t first, std::uint32_t second, const std::string &texts)
{
    std::vector<std::uint32_t> units(256, 0);
    units[0] = first;
    units[1] = second;
    const auto bytes = static_cast<std::uint32_t>(4 * units.size());
    std::string map(reinterpret_cast<const char *>(&bytes), sizeof bytes);
    map.append(reinterpret_cast<const char *>(units.data()), bytes);
    return map + texts + '\0';
}

TEST(HostileTokenizerFiles, normalisationTables)
{
    constexpr std::uint32_t kValue = 1U << 31;
    const auto errorOfMap = [](const std::string &map) {
        const Status status = checkCharsmap(map, "x.model");
        return status ? std::string() : status.error().toString();
    };
    EXPECT_EQ(errorOfMap(charsmap(0, kValue, "a")), "");
    // The first unit is stepped from, even if it is marked as a value.
    EXPECT_THAT(errorOfMap(charsmap(kValue | 1U << 20, 0, "a")), HasSubstr("unit 0 leads outside"));
    EXPECT_THAT(errorOfMap(charsmap(0, kValue | 2, "a")), HasSubstr("value 2 of unit 1"));
    EXPECT_EQ(errorOfMap(charsmap(0, kValue, std::string(255, 'a'))), "");
    EXPECT_THAT(errorOfMap(charsmap(0, kValue, std::string(256, 'a'))),
                HasSubstr("value 0 of unit 1"));
}

TEST(HostileTokenizerFiles, mutatedFilesNeverCrash)
{
    const std::filesystem::path data = std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers";
    survives(data / "bert", "vocab.txt", 400, { "tokenizer.json" });
    survives(data / "bert", "tokenizer.json", 400);
    survives(data / "llama", "llama.model", 400);
    survives(data / "albert", "albert.model", 100);
    survives(data / "xlm-roberta", "xlm-roberta.model", 100);
}

} // namespace
} // namespace tamiz::engine
