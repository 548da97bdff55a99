// SPDX-License-Identifier: Apache-2.0
// Tens of thousands of texts through the vocabularies that people use: ids and offsets of every token
// are those of the reference implementation. install.sh brings vocabularies, texts and references.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <stdexcept>

#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include "core/engine/tokenizer/tokenizer.h"
#include "core/tokens/utf8.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;

const fs::path &vendorFolder()
{
    static const fs::path kFolder
        = std::getenv("TAMIZ_VENDOR") ? std::getenv("TAMIZ_VENDOR") : TAMIZ_VENDOR_FOLDER;
    return kFolder;
}

/// u32 numbers and sized texts, one after another.
class Reader
{
public:
    explicit Reader(const fs::path &path)
        : m_bytes(test::contentOf(path))
    {
    }

    bool isAtEnd() const { return m_at == m_bytes.size(); }
    std::uint32_t number()
    {
        std::uint32_t value = 0;
        std::memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    }
    std::string_view text() { return take(number()); }

private:
    std::string_view take(std::size_t size)
    {
        if (m_bytes.size() - m_at < size)
            throw std::runtime_error(
                "a reference file ends too early: remove it and install again");
        m_at += size;
        return std::string_view(m_bytes).substr(m_at - size, size);
    }

    std::string m_bytes;
    std::size_t m_at = 0;
};

struct Token
{
    std::int64_t id = 0;
    CodePointSpan span;
};

/// SentencePiece gives a blank that it put before a text, and all bytes of a character but the last,
/// an empty span; here, as in the compiled tokenizers, they have that of their character.
bool areEqual(const Token &here, const Token &there, bool isSentencePiece)
{
    const bool hasNoSpan = isSentencePiece && there.span.begin == there.span.end;
    return here.id == there.id
        && (hasNoSpan || (here.span.begin == there.span.begin && here.span.end == there.span.end));
}

/// A character that the installed ICU does not know: the references' tables may be newer.
bool hasUnknownCharacter(std::string_view text)
{
    const std::u32string characters = decodeUtf8(text);
    return std::any_of(characters.begin(), characters.end(), [](char32_t c) {
        return u_charType(static_cast<UChar32>(c)) == U_UNASSIGNED;
    });
}

std::string printed(const std::vector<Token> &tokens, std::size_t from)
{
    std::string text;
    for (std::size_t i = from; i < std::min(tokens.size(), from + 8); ++i) {
        text += " " + std::to_string(tokens[i].id) + "[" + std::to_string(tokens[i].span.begin)
            + "," + std::to_string(tokens[i].span.end) + ")";
    }
    return text;
}

struct Case
{
    std::string name;
    std::string reference; ///< folder of reference.bin
    std::string folder; ///< that is loaded
    bool isSentencePiece = false; ///< the reference adds no special tokens and knows none in a text
};

class VendorComparison : public testing::TestWithParam<Case>
{
};

/// Whether the text has a token in it that SentencePiece by itself does not look for.
bool namesToken(std::string_view text, const Tokenizer &tokenizer)
{
    static constexpr const char *kTokens[]
        = { "<s>", "</s>", "<unk>", "<pad>", "<mask>", "[CLS]", "[SEP]", "[MASK]" };
    return std::any_of(std::begin(kTokens), std::end(kTokens), [&](const char *token) {
        return text.find(token) != text.npos && tokenizer.id(token);
    });
}

TEST_P(VendorComparison, IdsAndOffsetsAreEqual)
{
    const Case &parameter = GetParam();
    const fs::path reference = vendorFolder() / parameter.reference / "reference.bin";
    if (!fs::exists(reference))
        GTEST_SKIP() << "install.sh has not made " << reference;
    const auto loaded = loadTokenizer(vendorFolder() / parameter.folder);
    ASSERT_TRUE(loaded) << loaded.error().toString();
    const Tokenizer &tokenizer = **loaded;

    Reader expectation(reference);
    const std::uint32_t size = expectation.number();
    std::size_t otherTokens = 0;
    for (std::uint32_t id = 0; id < size; ++id)
        otherTokens += expectation.text() == tokenizer.token(id) ? 0 : 1;
    EXPECT_EQ(otherTokens, 0U);

    Reader texts(vendorFolder() / "texts.bin");
    int compared = 0;
    int different = 0;
    int unknown = 0; // different, and of characters newer than ICU
    std::int64_t tokens = 0;
    for (int number = 1; !texts.isAtEnd(); ++number) {
        const std::string_view text = texts.text();
        std::vector<Token> expected(expectation.number());
        for (Token &token : expected) {
            token.id = expectation.number();
            token.span.begin = expectation.number();
            token.span.end = expectation.number();
        }
        if (parameter.isSentencePiece && namesToken(text, tokenizer))
            continue;
        const Encoding encoding = tokenizer.encode(
            text, std::nullopt, { .addSpecialTokens = !parameter.isSentencePiece });
        std::vector<Token> actual(encoding.ids.size());
        for (std::size_t i = 0; i < actual.size(); ++i)
            actual[i] = { encoding.ids[i], encoding.offsets[i] };
        ++compared;
        tokens += static_cast<std::int64_t>(actual.size());
        const auto [mine, theirs]
            = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end(),
                            [&](const Token &a, const Token &b) {
                                return areEqual(a, b, parameter.isSentencePiece);
                            });
        if (mine == actual.end() && theirs == expected.end())
            continue;
        if (hasUnknownCharacter(text)) {
            ++unknown;
            continue;
        }
        if (++different <= 20) {
            const auto at = static_cast<std::size_t>(mine - actual.begin());
            ADD_FAILURE() << "text " << number << " (" << text.substr(0, 200) << "), token " << at
                          << ":\n  here " << printed(actual, at) << "\n  there"
                          << printed(expected, at);
        }
    }
    EXPECT_EQ(different, 0);
    EXPECT_LT(unknown, 20);
    EXPECT_GE(compared, 30000);
    EXPECT_TRUE(expectation.isAtEnd());
    std::cout << parameter.name << ": " << compared << " texts, " << tokens << " tokens, "
              << different << " different, " << unknown
              << " more with characters that ICU does not know\n";
}

INSTANTIATE_TEST_SUITE_P(
    Vocabularies, VendorComparison,
    testing::Values(
        Case { "bert", "models/bert", "models/bert" },
        Case { "bert_vocab_txt", "models/bert", "models/bert/vocabulary" },
        Case { "gpt2", "models/gpt2", "models/gpt2" },
        Case { "gpt2_merges_txt", "models/gpt2", "models/gpt2/vocabulary" },
        Case { "llama3", "models/llama3", "models/llama3" },
        Case { "qwen3", "models/qwen3", "models/qwen3" },
        Case { "gemma3", "models/gemma3", "models/gemma3" },
        Case { "llama2_sentencepiece", "sentencepiece/llama2", "sentencepiece/llama2", true },
        Case { "unigram_30000", "sentencepiece/unigram30k", "sentencepiece/unigram30k", true },
        Case { "unigram_50000", "sentencepiece/smart", "sentencepiece/smart", true }),
    [](const auto &tested) { return tested.param.name; });

} // namespace
} // namespace tamiz::engine
