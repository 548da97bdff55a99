// SPDX-License-Identifier: Apache-2.0
// Parts of tokenizer.json that the recorded files do not have; expected values are those of
// tokenizers 0.23.2 or follow from its source.
#include <gmock/gmock.h>

#include "tests/engine/tokenizer/tokenizer_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::unique_ptr<Tokenizer> fromJson(const std::string &json)
{
    const TemporaryFolder folder;
    folder.write("tokenizer.json", json);
    return loadOrFail(folder.path());
}

/// A Unigram model that knows no piece but the unknown one: words stay as they are, and their texts
/// are read off the offsets.
std::unique_ptr<Tokenizer> withParts(const std::string &parts)
{
    return fromJson(R"({"model": {"type": "Unigram", "vocab": [["<unk>", 0]], "unk_id": 0}, )"
                    + parts + "}");
}

using Offsets = std::vector<std::vector<std::int64_t>>;

Offsets offsetsWith(const std::string &parts, const std::string &text)
{
    const auto tokenizer = withParts(parts);
    return tokenizer ? offsetsOf(tokenizer->encode(text, std::nullopt, {})) : Offsets();
}

Offsets splitBy(const std::string &preTokenizer, const std::string &text)
{
    return offsetsWith("\"pre_tokenizer\": " + preTokenizer, text);
}

/// The text after a normaliser, with a vocabulary of single characters.
std::string normalizedBy(const std::string &normalizer, const std::string &text,
                         Offsets *offsets = nullptr)
{
    nlohmann::json vocabulary = nlohmann::json::object();
    for (const char *piece : { "a", "b", "e", "é", "i", "f", "A", "<", "x", " ", "i\u0307",
                               "\u0307", "\u0301", "\u0323", "1", "Å", "ẹ", "[UNK]" }) {
        const auto id = vocabulary.size();
        vocabulary.emplace(piece, id);
    }
    const auto tokenizer
        = fromJson(R"({"model": {"type": "BPE", "merges": [], "unk_token": "[UNK]",
        "vocab": )" + vocabulary.dump()
                   + R"(}, "decoder": {"type": "Fuse"}, "normalizer": )" + normalizer + "}");
    if (!tokenizer)
        return {};
    const Encoding encoding = tokenizer->encode(text, std::nullopt, {});
    if (offsets)
        *offsets = offsetsOf(encoding);
    return tokenizer->decode(encoding.ids, false);
}

TEST(TokenizerJson, splitBehaviors)
{
    const auto split = [](const std::string &behavior) {
        return splitBy(R"({"type": "Split", "pattern": {"String": "-"}, "invert": false,
                           "behavior": ")"
                           + behavior + "\"}",
                       "a-b--c");
    };
    EXPECT_EQ(split("Removed"), (Offsets { { 0, 1 }, { 2, 3 }, { 5, 6 } }));
    EXPECT_EQ(split("Isolated"),
              (Offsets { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 3, 4 }, { 4, 5 }, { 5, 6 } }));
    EXPECT_EQ(split("MergedWithPrevious"), (Offsets { { 0, 2 }, { 2, 4 }, { 4, 5 }, { 5, 6 } }));
    EXPECT_EQ(split("MergedWithNext"), (Offsets { { 0, 1 }, { 1, 3 }, { 3, 4 }, { 4, 6 } }));
    EXPECT_EQ(split("Contiguous"), (Offsets { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 3, 5 }, { 5, 6 } }));
}

TEST(TokenizerJson, preTokenizers)
{
    EXPECT_EQ(splitBy(R"({"type": "Whitespace"})", "a_b, c\u00A0d"),
              (Offsets { { 0, 3 }, { 3, 4 }, { 5, 6 }, { 7, 8 } }));
    EXPECT_EQ(splitBy(R"({"type": "WhitespaceSplit"})", " a, b\u2003c "),
              (Offsets { { 1, 3 }, { 4, 5 }, { 6, 7 } }));
    EXPECT_EQ(splitBy(R"({"type": "Punctuation"})", "a,b"),
              (Offsets { { 0, 1 }, { 1, 2 }, { 2, 3 } }));
    EXPECT_EQ(splitBy(R"({"type": "Digits", "individual_digits": true})", "a12²"),
              (Offsets { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 3, 4 } }));
    EXPECT_EQ(splitBy(R"({"type": "Digits"})", "a12b"), (Offsets { { 0, 1 }, { 1, 3 }, { 3, 4 } }));
    EXPECT_EQ(splitBy(R"({"type": "CharDelimiterSplit", "delimiter": "|"})", "a|b"),
              (Offsets { { 0, 1 }, { 2, 3 } }));
    EXPECT_EQ(splitBy(R"({"type": "FixedLength", "length": 2})", "abcde"),
              (Offsets { { 0, 2 }, { 2, 4 }, { 4, 5 } }));
    EXPECT_EQ(splitBy(R"({"type": "Split", "pattern": {"Regex": "\\w+"}, "invert": true,
                          "behavior": "Removed"})",
                      "ab  \U0001F98Acd"),
              (Offsets { { 0, 2 }, { 5, 7 } }));
    EXPECT_EQ(splitBy(R"({"type": "Sequence", "pretokenizers": [
                          {"type": "WhitespaceSplit"}, {"type": "Digits"}]})",
                      "a1 b"),
              (Offsets { { 0, 1 }, { 1, 2 }, { 3, 4 } }));
    EXPECT_THAT(splitBy(R"({"type": "Whitespace"})", " \t "), IsEmpty());
}

TEST(TokenizerJson, aPatternsClassesAreThoseOfUnicode)
{
    // ICU's own \s leaves out U+0085, and its lines end at more than \n.
    EXPECT_EQ(splitBy(R"({"type": "Split", "pattern": {"Regex": "[\\s]"}, "invert": false,
                          "behavior": "Removed"})",
                      "a\u0085b\vc"),
              (Offsets { { 0, 1 }, { 2, 3 }, { 4, 5 } }));
    EXPECT_EQ(splitBy(R"({"type": "Split", "pattern": {"Regex": "."}, "invert": false,
                          "behavior": "Isolated"})",
                      "\u2028\n\r"),
              (Offsets { { 0, 1 }, { 1, 2 }, { 2, 3 } }));
    EXPECT_EQ(splitBy(R"({"type": "Split", "pattern": {"Regex": "\\p{N}{1,3}"}, "invert": false,
                          "behavior": "Isolated"})",
                      "1234"),
              (Offsets { { 0, 3 }, { 3, 4 } }));
}

TEST(TokenizerJson, wordCharactersAndEmptyMatchesAreOniguruma)
{
    EXPECT_EQ(splitBy(R"({"type": "Split", "pattern": {"Regex": "\\w+"}, "invert": false,
                          "behavior": "Isolated"})",
                      "x²!ⅷ½"),
              (Offsets { { 0, 2 }, { 2, 3 }, { 3, 5 } }));
    EXPECT_EQ(splitBy(R"({"type": "Split", "pattern": {"Regex": "[^\\w]+"}, "invert": true,
                          "behavior": "Removed"})",
                      "x²½-_"),
              (Offsets { { 1, 4 } }));
    EXPECT_EQ(splitBy(R"({"type": "Split", "pattern": {"Regex": "(?=[A-Z])|\\W"}, "invert": false,
                          "behavior": "MergedWithNext"})",
                      "ab, CdE"),
              (Offsets { { 0, 2 }, { 2, 3 }, { 3, 6 }, { 6, 7 } }));
}

TEST(TokenizerJson, metaspace)
{
    const auto tokens = [](const std::string &scheme, const std::string &text) {
        const auto tokenizer
            = fromJson(R"({"model": {"type": "BPE", "vocab": {"▁": 0, "a": 1, "▁a": 2,
            "<m>": 3}, "merges": ["▁ a"]}, "added_tokens": [{"id": 3, "content": "<m>"}],
            "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": ")"
                       + scheme + R"("}, "decoder": {"type": "Metaspace",
            "replacement": "▁", "prepend_scheme": ")"
                       + scheme + "\"}}");
        const Encoding encoding = tokenizer->encode(text, std::nullopt, {});
        EXPECT_EQ(tokenizer->decode(encoding.ids, false), text);
        return tokensOf(*tokenizer, encoding);
    };
    EXPECT_THAT(tokens("first", "a a<m>a"), ElementsAre("▁a", "▁a", "<m>", "a"));
    EXPECT_THAT(tokens("never", "a a<m>a"), ElementsAre("a", "▁a", "<m>", "a"));
    EXPECT_THAT(tokens("always", "a a"), ElementsAre("▁a", "▁a"));
}

TEST(TokenizerJson, normalizers)
{
    Offsets offsets;
    EXPECT_EQ(normalizedBy(R"({"type": "NFC"})", "e\u0301b", &offsets), "éb");
    EXPECT_EQ(offsets, (Offsets { { 0, 1 }, { 2, 3 } }));
    EXPECT_EQ(normalizedBy(R"({"type": "NFC"})", "e\u0301\u0323", &offsets), "ẹ\u0301");
    EXPECT_EQ(normalizedBy(R"({"type": "NFD"})", "éb", &offsets), "e\u0301b");
    EXPECT_EQ(offsets, (Offsets { { 0, 1 }, { 0, 1 }, { 1, 2 } }));
    EXPECT_EQ(normalizedBy(R"({"type": "NFKC"})", "\uFB01\u212B", &offsets), "fiÅ");
    EXPECT_EQ(offsets, (Offsets { { 0, 1 }, { 0, 1 }, { 1, 2 } }));
    EXPECT_EQ(normalizedBy(R"({"type": "NFKD"})", "\uFF21é"), "Ae\u0301");
    EXPECT_EQ(normalizedBy(R"({"type": "Sequence", "normalizers": [
                               {"type": "NFD"}, {"type": "StripAccents"}]})",
                           "éb", &offsets),
              "eb");
    EXPECT_EQ(offsets, (Offsets { { 0, 1 }, { 1, 2 } }));
    EXPECT_EQ(normalizedBy(R"({"type": "Lowercase"})", "AB\u0130"), "abi\u0307");
    EXPECT_EQ(
        normalizedBy(R"({"type": "Strip", "strip_left": true, "strip_right": false})", "  a "),
        "a ");
    EXPECT_EQ(normalizedBy(R"({"type": "Nmt"})", "a\u0001\tb"), "a b");
    EXPECT_EQ(normalizedBy(R"({"type": "Prepend", "prepend": "xx"})", "a", &offsets), "xxa");
    EXPECT_EQ(offsets, (Offsets { { 0, 1 }, { 0, 1 }, { 0, 1 } }));
    EXPECT_EQ(normalizedBy(R"({"type": "Replace", "pattern": {"Regex": "a+"}, "content": "xb"})",
                           "aae", &offsets),
              "xbe");
    EXPECT_EQ(offsets, (Offsets { { 1, 2 }, { 1, 2 }, { 2, 3 } }));
    EXPECT_EQ(
        normalizedBy(R"({"type": "Replace", "pattern": {"String": "a"}, "content": ""})", "aae"),
        "e");
}

TEST(TokenizerJson, bpeOptions)
{
    const auto tokens = [](const std::string &model, const std::string &text) {
        const auto tokenizer = fromJson(R"({"model": {"type": "BPE", )" + model + "}}");
        return tokensOf(*tokenizer, tokenizer->encode(text, std::nullopt, {}));
    };
    EXPECT_THAT(
        tokens(R"("vocab": {"a": 0, "b": 1, "ab": 2, "aab": 3}, "merges": [["a", "b"]])", "aab"),
        ElementsAre("a", "ab"));
    EXPECT_THAT(tokens(R"("vocab": {"a": 0, "b": 1, "ab": 2, "aab": 3}, "merges": [["a", "b"]],
                          "ignore_merges": true)",
                       "aab"),
                ElementsAre("aab"));
    EXPECT_THAT(tokens(R"("vocab": {"a": 0, "##b": 1, "##a": 2, "ab": 3}, "merges": ["a ##b"],
                          "continuing_subword_prefix": "##")",
                       "aba"),
                ElementsAre("ab", "##a"));
    EXPECT_THAT(tokens(R"("vocab": {"a": 0, "b</w>": 1, "ab</w>": 2}, "merges": ["a b</w>"],
                          "end_of_word_suffix": "</w>")",
                       "aab"),
                ElementsAre("a", "ab</w>"));
    EXPECT_THAT(tokens(R"("vocab": {"a": 0, "<u>": 1}, "merges": [], "unk_token": "<u>")", "xya"),
                ElementsAre("<u>", "<u>", "a"));
    EXPECT_THAT(tokens(R"("vocab": {"a": 0, "<u>": 1}, "merges": [], "unk_token": "<u>",
                          "fuse_unk": true)",
                       "xya"),
                ElementsAre("<u>", "a"));
    EXPECT_THAT(tokens(R"("vocab": {"a": 0, "<0xC3>": 1, "<0xA9>": 2}, "merges": [],
                          "byte_fallback": true)",
                       "éa"),
                ElementsAre("<0xC3>", "<0xA9>", "a"));
    EXPECT_THAT(tokens(R"("vocab": {"a": 0}, "merges": [])", "xax"), ElementsAre("a"));
}

TEST(TokenizerJson, unigramTakesTheBestPath)
{
    const auto tokenizer
        = fromJson(R"({"model": {"type": "Unigram", "unk_id": 0, "byte_fallback": true,
        "vocab": [["<unk>", 0], ["a", -2], ["b", -2], ["ab", -3], ["aba", -9], ["<0xC3>", -9],
                  ["<0xA9>", -9]]}})");
    ASSERT_TRUE(tokenizer);
    const Encoding encoding = tokenizer->encode("abaxyé", std::nullopt, {});
    EXPECT_THAT(tokensOf(*tokenizer, encoding), ElementsAre("ab", "a", "<unk>"));
    EXPECT_EQ(offsetsOf(encoding), (Offsets { { 0, 2 }, { 2, 3 }, { 3, 6 } }));
    const Encoding bytes = tokenizer->encode("aé", std::nullopt, {});
    EXPECT_THAT(tokensOf(*tokenizer, bytes), ElementsAre("a", "<0xC3>", "<0xA9>"));
    EXPECT_EQ(offsetsOf(bytes), (Offsets { { 0, 1 }, { 1, 2 }, { 1, 2 } }));
    EXPECT_EQ(tokenizer->special().unknown, 0);
    EXPECT_STREQ(tokenizer->kind(), "Unigram");
}

TEST(TokenizerJson, postProcessorsInSequence)
{
    const auto tokenizer = fromJson(R"({"model": {"type": "BPE", "vocab": {"Ġ": 0, "a": 1, "Ġa": 2,
        "<b>": 3, "<e>": 4}, "merges": ["Ġ a"]},
        "added_tokens": [{"id": 3, "content": "<b>", "special": true},
                         {"id": 4, "content": "<e>", "special": true}],
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
        "decoder": {"type": "ByteLevel"},
        "post_processor": {"type": "Sequence", "processors": [
            {"type": "ByteLevel", "trim_offsets": true, "add_prefix_space": false},
            {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<b>", "type_id": 0}},
                        {"Sequence": {"id": "A", "type_id": 0}},
                        {"SpecialToken": {"id": "<e>", "type_id": 0}}],
             "pair": [{"Sequence": {"id": "B", "type_id": 3}},
                      {"SpecialToken": {"id": "<e>", "type_id": 2}},
                      {"Sequence": {"id": "A", "type_id": 1}}],
             "special_tokens": {"<b>": {"id": "<b>", "ids": [3], "tokens": ["<b>"]},
                                "<e>": {"id": "<e>", "ids": [4, 4], "tokens": ["<e>", "<e>"]}}}]}})");
    ASSERT_TRUE(tokenizer);
    const Encoding single = tokenizer->encode("a a", std::nullopt, {});
    EXPECT_THAT(single.ids, ElementsAre(3, 1, 2, 4, 4));
    EXPECT_EQ(offsetsOf(single), (Offsets { { 0, 0 }, { 0, 1 }, { 2, 3 }, { 0, 0 }, { 0, 0 } }));
    const Encoding pair = tokenizer->encode("a", " a", {});
    EXPECT_THAT(pair.ids, ElementsAre(2, 4, 4, 1));
    EXPECT_THAT(pair.typeIds, ElementsAre(3, 2, 2, 1));
    EXPECT_THAT(pair.isSpecial, ElementsAre(0, 1, 1, 0));
    const Encoding cut = tokenizer->encode("a a a a", std::nullopt, { .maxLength = 4 });
    EXPECT_THAT(cut.ids, ElementsAre(3, 1, 4, 4));
    EXPECT_TRUE(cut.isTruncated);
    EXPECT_EQ(tokenizer->special().begin, 3);
    EXPECT_EQ(tokenizer->special().end, 4);
    EXPECT_EQ(tokenizer->decode(single.ids, true), "a a");
    EXPECT_STREQ(tokenizer->kind(), "Byte-level BPE");
}

TEST(TokenizerJson, decoders)
{
    const auto decoded = [](const std::string &decoder) {
        const auto tokenizer = fromJson(R"({"model": {"type": "Unigram", "unk_id": 0, "vocab":
            [["xxax", 0], ["b</w>", 0], ["##c", 0], ["do", 0], [".", 0]]}, "decoder": )"
                                        + decoder + "}");
        return tokenizer->decode({ 0, 1, 1, 2, 4 }, false);
    };
    EXPECT_EQ(decoded("null"), "xxax b</w> b</w> ##c .");
    EXPECT_EQ(decoded(R"({"type": "Strip", "content": "x", "start": 1, "stop": 1})"),
              "xab</w>b</w>##c.");
    EXPECT_EQ(decoded(R"({"type": "BPEDecoder", "suffix": "</w>"})"), "xxaxb b ##c.");
    EXPECT_EQ(decoded(R"({"type": "WordPiece", "prefix": "##", "cleanup": true})"),
              "xxax b</w> b</w>c.");
    EXPECT_EQ(decoded(R"({"type": "Sequence", "decoders": [{"type": "Fuse"},
                          {"type": "Replace", "pattern": {"Regex": "[a#]"}, "content": "-"}]})"),
              "xx-xb</w>b</w>--c.");
}

TEST(TokenizerJson, specialTokensOfTheFilesBesideIt)
{
    const TemporaryFolder folder;
    folder.write(
        "tokenizer.json",
        R"({"model": {"type": "WordPiece", "unk_token": "?", "vocab": {"?": 0, "a": 1, "p": 2}},
                     "pre_tokenizer": {"type": "Whitespace"}})");
    folder.write("tokenizer_config.json",
                 R"({"pad_token": "p", "eos_token": "<end>", "clean_up_tokenization_spaces": true,
                     "added_tokens_decoder": {"3": {"content": "<end>", "special": true}}})");
    const auto tokenizer = loadOrFail(folder.path());
    ASSERT_TRUE(tokenizer);
    EXPECT_EQ(tokenizer->special().pad, 2);
    EXPECT_EQ(tokenizer->special().end, 3);
    EXPECT_EQ(tokenizer->special().unknown, 0);
    EXPECT_THAT(tokenizer->encode("a<end>p b", std::nullopt, {}).ids, ElementsAre(1, 3, 2, 0));
    EXPECT_TRUE(tokenizer->isSpecial(2));
}

/// As transformers, which makes a fast tokenizer of both files.
TEST(TokenizerJson, tokenizerConfigOverridesIt)
{
    const auto tokens
        = [](const std::string &compiled, const std::string &config, const std::string &text) {
              const TemporaryFolder folder;
              folder.write("tokenizer.json", compiled);
              folder.write("tokenizer_config.json", config);
              const auto tokenizer = loadOrFail(folder.path());
              return tokenizer ? tokensOf(*tokenizer, tokenizer->encode(text, std::nullopt, {}))
                               : std::vector<std::string>();
          };
    const std::string bert = R"({"normalizer": {"type": "BertNormalizer", "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {"type": "WordPiece", "unk_token": "?", "vocab": {"?": 0, "a": 1, "A": 2}}})";
    EXPECT_THAT(tokens(bert, "{}", "A"), ElementsAre("a"));
    EXPECT_THAT(tokens(bert, R"({"do_lower_case": false})", "A"), ElementsAre("A"));
    EXPECT_THAT(
        tokens(bert, R"({"do_lower_case": false, "tokenizer_class": "BertTokenizer"})", "A"),
        ElementsAre("A"));
    EXPECT_THAT(tokens(bert,
                       R"({"do_lower_case": false, "tokenizer_class": "PreTrainedTokenizerFast"})",
                       "A"),
                ElementsAre("a"));
    const std::string byteLevel
        = R"({"pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
        "model": {"type": "BPE", "vocab": {"Ġ": 0, "a": 1, "Ġa": 2}, "merges": ["Ġ a"]}})";
    EXPECT_THAT(tokens(byteLevel, "{}", "a a"), ElementsAre("a", "Ġa"));
    EXPECT_THAT(tokens(byteLevel, R"({"add_prefix_space": true})", "a a"), ElementsAre("Ġa", "Ġa"));
}

/// LLaMA's class replaces the template of tokenizer.json; a class of no family leaves it.
TEST(TokenizerJson, theConfigSaysWhatStandsBesideALlamaText)
{
    const TemporaryFolder folder;
    folder.write("tokenizer.json", R"({"pre_tokenizer": {"type": "Whitespace"},
        "post_processor": {"type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}}},
        "model": {"type": "BPE", "vocab": {"<s>": 0, "</s>": 1, "a": 2}, "merges": []}})");
    const auto encode = [&](const std::string &config, bool isPair = false) {
        folder.write("tokenizer_config.json", config);
        const auto tokenizer = loadOrFail(folder.path());
        return tokenizer ? tokenizer->encode("a", isPair ? std::optional("a") : std::nullopt, {})
                         : Encoding();
    };
    EXPECT_THAT(encode(R"({"tokenizer_class": "LlamaTokenizer"})").ids, ElementsAre(0, 2));
    EXPECT_THAT(encode(R"({"tokenizer_class": "LlamaTokenizer", "add_eos_token": true})").ids,
                ElementsAre(0, 2, 1));
    EXPECT_THAT(encode(R"({"tokenizer_class": "GemmaTokenizerFast", "add_bos_token": false})").ids,
                ElementsAre(2));
    EXPECT_THAT(
        encode(R"({"tokenizer_class": "PreTrainedTokenizerFast", "add_eos_token": true})").ids,
        ElementsAre(0, 2));
    const Encoding pair
        = encode(R"({"tokenizer_class": "LlamaTokenizer", "add_eos_token": true})", true);
    EXPECT_THAT(pair.ids, ElementsAre(0, 2, 1, 0, 2, 1));
    EXPECT_THAT(pair.typeIds, ElementsAre(0, 0, 0, 1, 1, 1));
    EXPECT_THAT(pair.isSpecial, ElementsAre(1, 0, 1, 1, 0, 1));

    folder.write("tokenizer_config.json", R"({"tokenizer_class": "LlamaTokenizer",
        "add_eos_token": true, "eos_token": "<end>"})");
    const auto missing = loadTokenizer(folder.path());
    ASSERT_FALSE(missing);
    EXPECT_THAT(missing.error().message, HasSubstr("no token '<end>'"));
}

} // namespace
} // namespace tamiz::engine
