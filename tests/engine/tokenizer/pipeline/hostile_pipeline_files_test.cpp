// SPDX-License-Identifier: Apache-2.0
// vocab.json, merges.txt and tokenizer.json that are truncated, wrong or hostile: a clear error with
// file, place and value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/tokenizer/hostile_files.h"

namespace tamiz::engine {
namespace {

using test::TemporaryFolder;
using testing::AllOf;
using testing::HasSubstr;

const std::string kVocabulary = R"({"a": 0, "b": 1, "ab": 2, "<|endoftext|>": 3})";
const std::string kMerges = "#version: 0.2\na b\n";

std::string errorOfVocabulary(const std::string &vocabulary)
{
    return errorOf({ { "vocab.json", vocabulary }, { "merges.txt", kMerges } });
}

std::string errorOfMerges(const std::string &merges)
{
    return errorOf({ { "vocab.json", kVocabulary }, { "merges.txt", merges } });
}

std::string errorOfCompiled(const std::string &json)
{
    return errorOf({ { "tokenizer.json", json } });
}

/// A tokenizer.json of a small BPE model and these members more.
std::string compiled(const std::string &members)
{
    return R"({"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]})"
        + (members.empty() ? "" : ", " + members) + "}";
}

std::string modelOf(const std::string &model)
{
    return "{\"model\": " + model + "}";
}

TEST(HostilePipelineFiles, vocabJson)
{
    EXPECT_EQ(errorOfVocabulary(kVocabulary), "");
    EXPECT_THAT(errorOfVocabulary(""), AllOf(HasSubstr("vocab.json"), HasSubstr("not valid JSON")));
    EXPECT_THAT(errorOfVocabulary(R"({"a": 0, "b)"), HasSubstr("not valid JSON"));
    EXPECT_THAT(errorOfVocabulary("{}"), AllOf(HasSubstr("vocab.json"), HasSubstr("empty")));
    EXPECT_THAT(errorOfVocabulary("[1]"), HasSubstr("expected an object"));
    EXPECT_THAT(errorOfVocabulary(R"({"a": "x"})"),
                AllOf(HasSubstr("'a' is \"x\""), HasSubstr("expected an id")));
    EXPECT_THAT(errorOfVocabulary(R"({"a": 1.5})"), HasSubstr("'a' is 1.5"));
    EXPECT_THAT(errorOfVocabulary(R"({"a": -1})"), HasSubstr("token 'a' has id -1"));
    EXPECT_THAT(errorOfVocabulary(R"({"a": 0, "b": 0})"),
                HasSubstr("tokens 'a' and 'b' both have id 0"));
    // A table of two thousand million strings for a file of a few bytes.
    EXPECT_THAT(errorOfVocabulary(R"({"a": 2000000000})"),
                AllOf(HasSubstr("id 2000000000"), HasSubstr("a vocabulary of 1 tokens")));
    EXPECT_THAT(errorOfVocabulary(R"({"a": 99999999999999999999})"), HasSubstr("vocab.json"));
    EXPECT_THAT(errorOfVocabulary("{\"a\xFF\": 0}"), HasSubstr("not valid JSON"));
    EXPECT_THAT(errorOfVocabulary("{\"a\": " + std::string(200000, '[')),
                HasSubstr("not valid JSON"));
    EXPECT_THAT(
        errorOfVocabulary("{\"a\": " + std::string(200000, '[') + std::string(200000, ']') + "}"),
        AllOf(HasSubstr("'a' is a list"), HasSubstr("expected an id")));
}

TEST(HostilePipelineFiles, mergesTxt)
{
    EXPECT_EQ(errorOfMerges(""), "");
    EXPECT_EQ(errorOfMerges("#version: 0.2\r\na b\r\n\r\n"), "");
    EXPECT_THAT(errorOfMerges("#version: 0.2\na b\nab\n"),
                AllOf(HasSubstr("merges.txt:3"), HasSubstr("'ab' is no merge")));
    EXPECT_THAT(errorOfMerges("a b b\n"), AllOf(HasSubstr("merges.txt:1"), HasSubstr("'a b b'")));
    EXPECT_THAT(errorOfMerges("a \n"), HasSubstr("'a ' is no merge"));
    EXPECT_THAT(errorOfMerges("a b\nx a\n"),
                AllOf(HasSubstr("merges.txt:2"), HasSubstr("'x' of the merge 'x a'")));
    EXPECT_THAT(errorOfMerges("b a\n"), HasSubstr("'ba' of the merge 'b a'"));
    EXPECT_THAT(errorOfMerges("a b\n\xFF \xFE\n"),
                AllOf(HasSubstr("merges.txt:2"), HasSubstr("UTF-8")));
    EXPECT_THAT(errorOfMerges(std::string(70 << 20, 'x')), HasSubstr("larger"));
}

TEST(HostilePipelineFiles, familiesOfVocabJson)
{
    const auto ofClass = [](const std::string &name) {
        return errorOf({ { "vocab.json", kVocabulary },
                         { "merges.txt", kMerges },
                         { "tokenizer_config.json", R"({"tokenizer_class": ")" + name + "\"}" } });
    };
    EXPECT_EQ(ofClass("GPT2TokenizerFast"), "");
    EXPECT_THAT(
        ofClass("CLIPTokenizer"),
        AllOf(HasSubstr("CLIPTokenizer"), HasSubstr("not supported"), HasSubstr("tokenizer.json")));
    EXPECT_THAT(ofClass("RobertaTokenizer"), HasSubstr("no token '<s>'"));
    EXPECT_THAT(errorOf({ { "vocab.json", kVocabulary },
                          { "merges.txt", kMerges },
                          { "added_tokens.json", R"({"<e>": 9})" } }),
                AllOf(HasSubstr("'<e>' has id 9"), HasSubstr("gives it 4")));
}

TEST(HostilePipelineFiles, tokenizerJsonOfWrongShape)
{
    EXPECT_EQ(errorOfCompiled(compiled("")), "");
    EXPECT_THAT(errorOfCompiled(""),
                AllOf(HasSubstr("tokenizer.json"), HasSubstr("not valid JSON")));
    EXPECT_THAT(errorOfCompiled("{}"), HasSubstr("'model'"));
    EXPECT_THAT(errorOfCompiled(compiled(R"("version": "9.0")")),
                AllOf(HasSubstr("'version'"), HasSubstr("9.0"), HasSubstr("not supported")));
    EXPECT_THAT(errorOfCompiled(compiled(R"("normalizer": 7)")), HasSubstr("'normalizer.type'"));
    EXPECT_THAT(errorOfCompiled(compiled(R"("normalizer": {"type": "Prepend", "prepend": []})")),
                HasSubstr("'normalizer.prepend' is []"));
    EXPECT_THAT(errorOfCompiled(compiled(R"("added_tokens": [{"id": 7, "content": "<e>"}])")),
                AllOf(HasSubstr("'<e>' has id 7"), HasSubstr("gives it 3")));
    EXPECT_THAT(
        errorOfCompiled(compiled(
            R"("post_processor": {"type": "BertProcessing", "sep": ["x", 9], "cls": ["y", 0]})")),
        AllOf(HasSubstr("'post_processor.sep[1]' is 9"), HasSubstr("below 3")));
    EXPECT_THAT(
        errorOfCompiled(compiled(
            R"("post_processor": {"type": "TemplateProcessing", "pair": [], "special_tokens": {},
                        "single": [{"SpecialToken": {"id": "[X]", "type_id": 0}}]})")),
        HasSubstr("'post_processor.special_tokens.[X].ids' is missing"));
    EXPECT_THAT(
        errorOfCompiled(compiled(
            R"("post_processor": {"type": "TemplateProcessing", "pair": [], "special_tokens": {},
                        "single": [{"Sequence": {"id": "B", "type_id": 0}}]})")),
        AllOf(HasSubstr("'post_processor.single[0].Sequence.id' is \"B\""), HasSubstr("A")));
}

TEST(HostilePipelineFiles, modelsOfTokenizerJson)
{
    EXPECT_THAT(errorOfCompiled(modelOf("[]")), HasSubstr("'model.type' is missing"));
    EXPECT_THAT(errorOfCompiled(modelOf(R"({"type": "BPE", "vocab": {"a": 0}})")),
                HasSubstr("'model.merges' is missing"));
    EXPECT_THAT(errorOfCompiled(modelOf(R"({"type": "BPE", "vocab": {"a": 0}, "merges": ["a"]})")),
                AllOf(HasSubstr("'model.merges[0]' is \"a\""), HasSubstr("two tokens")));
    EXPECT_THAT(
        errorOfCompiled(modelOf(R"({"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "a"]]})")),
        AllOf(HasSubstr("'aa' of the merge 'a a'"), HasSubstr("model.merges, entry 1")));
    EXPECT_THAT(errorOfCompiled(
                    modelOf(R"({"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.1})")),
                AllOf(HasSubstr("'model.dropout'"), HasSubstr("not supported")));
    EXPECT_THAT(errorOfCompiled(modelOf(R"({"type": "WordPiece", "vocab": {"a": 0},
                                            "unk_token": "[UNK]"})")),
                HasSubstr("'model.unk_token' is \"[UNK]\""));
    EXPECT_THAT(errorOfCompiled(modelOf(R"({"type": "Unigram", "vocab": [["a", 0.5], ["b"]]})")),
                AllOf(HasSubstr("'model.vocab[1]'"), HasSubstr("a piece and its score")));
    EXPECT_THAT(
        errorOfCompiled(modelOf(R"({"type": "Unigram", "vocab": [["a", 0.5]], "unk_id": 4})")),
        HasSubstr("'model.unk_id' is 4"));
    EXPECT_THAT(errorOfCompiled(modelOf(R"({"type": "WordLevel", "vocab": {"a": 0}})")),
                AllOf(HasSubstr("'WordLevel'"), HasSubstr("not supported")));
}

TEST(HostilePipelineFiles, unsupportedComponentsAreNamed)
{
    const auto with = [](const std::string &part, const std::string &json) {
        return errorOfCompiled(compiled("\"" + part + "\": " + json));
    };
    EXPECT_THAT(with("normalizer", R"({"type": "Sequence", "normalizers": [{"type": "Nfx"}]})"),
                AllOf(HasSubstr("'normalizer.normalizers[0]'"), HasSubstr("normaliser 'Nfx'")));
    EXPECT_THAT(with("pre_tokenizer", R"({"type": "UnicodeScripts"})"),
                HasSubstr("pre-tokeniser 'UnicodeScripts'"));
    EXPECT_THAT(with("post_processor", R"({"type": "Other"})"),
                HasSubstr("post-processor 'Other'"));
    EXPECT_THAT(with("decoder", R"({"type": "CTC"})"), HasSubstr("decoder 'CTC'"));
    EXPECT_THAT(with("pre_tokenizer",
                     R"({"type": "Split", "pattern": {"Regex": "(a"}, "behavior": "Isolated"})"),
                AllOf(HasSubstr("'(a'"), HasSubstr("not supported")));
    EXPECT_THAT(with("pre_tokenizer",
                     R"({"type": "Split", "pattern": {"Regex": "\\h+"}, "behavior": "Isolated"})"),
                HasSubstr("not supported"));
    EXPECT_THAT(with("pre_tokenizer",
                     R"({"type": "Split", "pattern": {"String": "a"}, "behavior": "Cut"})"),
                HasSubstr("'pre_tokenizer.behavior' is \"Cut\""));
    EXPECT_THAT(with("pre_tokenizer", R"({"type": "FixedLength", "length": 0})"),
                HasSubstr("from 1 on"));
    EXPECT_THAT(with("normalizer", R"({"type": "Precompiled", "precompiled_charsmap": "A?"})"),
                HasSubstr("not base64 at character 2"));
    EXPECT_THAT(
        with("normalizer", R"({"type": "Precompiled", "precompiled_charsmap": "/////w=="})"),
        HasSubstr("normalisation table is broken"));
    std::string deep = R"({"type": "NFC"})";
    for (int i = 0; i < 5000; ++i)
        deep = R"({"type": "Sequence", "normalizers": [)" + deep + "]}";
    EXPECT_THAT(with("normalizer", deep), HasSubstr("a sequence this deep"));
}

TEST(HostilePipelineFiles, aFileWithUnsupportedPartsGivesWayToTheVocabulary)
{
    const std::string unsupported = compiled(R"("decoder": {"type": "CTC"})");
    EXPECT_EQ(errorOf({ { "tokenizer.json", unsupported },
                        { "vocab.json", kVocabulary },
                        { "merges.txt", kMerges } }),
              "");
    EXPECT_THAT(errorOf({ { "tokenizer.json", unsupported } }), HasSubstr("decoder 'CTC'"));
}

TEST(HostilePipelineFiles, anExplodingPatternEnds)
{
    const TemporaryFolder folder;
    folder.write("tokenizer.json",
                 compiled(R"("pre_tokenizer": {"type": "Split", "behavior": "Isolated",
                             "pattern": {"Regex": "(a|a|aa)+$b"}})"));
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ(tokenizer->encode(std::string(60, 'a'), std::nullopt, {}).ids.size(), 60U);
}

TEST(HostilePipelineFiles, manyWordsOfAnExplodingPatternEnd)
{
    const TemporaryFolder folder;
    folder.write("tokenizer.json", compiled(R"("pre_tokenizer": {"type": "Sequence",
        "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Split", "behavior": "Isolated",
                           "pattern": {"Regex": "(a|a|aa)+$b"}}]})"));
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += std::string(40, 'a') + " ";
    EXPECT_EQ(tokenizer->encode(text, std::nullopt, {}).ids.size(), 4000U);
}

TEST(HostilePipelineFiles, textsThatGrowWithoutEnd)
{
    const auto sequenceOf = [](const std::string &list, const std::string &entry, int count) {
        std::string entries = entry;
        for (int i = 1; i < count; ++i)
            entries += ", " + entry;
        return R"({"type": "Sequence", ")" + list + "\": [" + entries + "]}";
    };
    const std::string doubles
        = R"({"type": "Replace", "pattern": {"String": "a"}, "content": "aa"})";
    const auto normalizers = [&](int count) {
        return errorOfCompiled(
            compiled("\"normalizer\": " + sequenceOf("normalizers", doubles, count)));
    };
    EXPECT_EQ(normalizers(12), "");
    EXPECT_THAT(normalizers(13), AllOf(HasSubstr("'normalizer'"), HasSubstr("this much longer")));
    EXPECT_THAT(errorOfCompiled(compiled("\"decoder\": " + sequenceOf("decoders", doubles, 40))),
                HasSubstr("'decoder'"));
    EXPECT_THAT(
        errorOfCompiled(compiled("\"pre_tokenizer\": "
                                 + sequenceOf("pretokenizers", R"({"type": "ByteLevel"})", 7))),
        HasSubstr("'pre_tokenizer'"));
}

TEST(HostilePipelineFiles, aTemplateThatRepeatsALongDefinition)
{
    std::string ids = "0";
    for (int i = 1; i < 400; ++i)
        ids += ", 0";
    const auto withUses = [&](int count) {
        std::string uses = R"({"SpecialToken": {"id": "x", "type_id": 0}})";
        for (int i = 1; i < count; ++i)
            uses += R"(, {"SpecialToken": {"id": "x", "type_id": 0}})";
        return errorOfCompiled(compiled(R"("post_processor": {"type": "TemplateProcessing",
            "pair": [], "special_tokens": {"x": {"ids": [)"
                                        + ids + R"(]}}, "single": [)" + uses + "]}"));
    };
    EXPECT_EQ(withUses(2), "");
    EXPECT_THAT(withUses(3), HasSubstr("so many special tokens"));
}

TEST(HostilePipelineFiles, mutatedFilesNeverCrash)
{
    const std::filesystem::path data = std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers";
    survives(data / "roberta", "tokenizer.json", 400);
    survives(data / "compiled" / "llama", "tokenizer.json", 300);
    survives(data / "compiled" / "albert", "tokenizer.json", 40);
    survives(data / "roberta", "vocab.json", 400, { "tokenizer.json" });
    survives(data / "roberta", "merges.txt", 400, { "tokenizer.json" });
}

} // namespace
} // namespace tamiz::engine
