// SPDX-License-Identifier: Apache-2.0
// Every recorded tokenizer.json against the cases recorded with the library that it is written for.
#include "core/engine/tokenizer/pipeline/tokenizer_json.h"
#include "tests/engine/tokenizer/compiled_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using test::TemporaryFolder;

class TokenizerJsonParity : public testing::TestWithParam<std::string>
{
protected:
    /// The folder itself, or where this repository keeps the file of a family that it also tests
    /// from its SentencePiece model.
    static std::filesystem::path fileFolder(const std::filesystem::path &cases)
    {
        if (std::filesystem::exists(cases / "tokenizer.json"))
            return cases;
        return std::filesystem::path(TAMIZ_TEST_DATA) / "tokenizers" / "compiled" / GetParam();
    }
};

TEST_P(TokenizerJsonParity, equalsTheCompiledTokenizer)
{
    std::size_t folders = 0;
    for (const auto &cases : caseFolders(GetParam())) {
        const std::filesystem::path folder = fileFolder(cases);
        if (!std::filesystem::exists(folder / "tokenizer.json"))
            continue; // the one that is too large for a copy here
        const auto tokenizer = orFail(loadTokenizerJson(folder));
        ASSERT_TRUE(tokenizer);
        EXPECT_GE(compareWithCompiled(*tokenizer, cases / "fast_cases.json"), 18U);
        ++folders;
    }
    if (folders == 0)
        GTEST_SKIP() << "the recorded tokenizer.json of " << GetParam() << " is not here";
}

TEST_P(TokenizerJsonParity, savesFilesThatLoadToTheSameTokenizer)
{
    const std::filesystem::path source = fileFolder(caseFolders(GetParam()).back());
    if (!std::filesystem::exists(source / "tokenizer.json"))
        GTEST_SKIP() << "the recorded tokenizer.json of " << GetParam() << " is not here";
    const auto tokenizer = orFail(loadTokenizerJson(source));
    ASSERT_TRUE(tokenizer);
    const TemporaryFolder folder;
    ASSERT_TRUE(tokenizer->save(folder.path()));
    const auto loaded = loadOrFail(folder.path());
    ASSERT_TRUE(loaded);
    const std::string text = "Über den Wäldern [MASK] <mask> ein Fuchs; l'été 3.14";
    EXPECT_EQ(loaded->encode(text, text, {}).ids, tokenizer->encode(text, text, {}).ids);
    EXPECT_EQ(loaded->vocabSize(), tokenizer->vocabSize());
    EXPECT_EQ(loaded->special().mask, tokenizer->special().mask);
    EXPECT_STREQ(loaded->kind(), tokenizer->kind());
}

INSTANTIATE_TEST_SUITE_P(Families, TokenizerJsonParity,
                         testing::Values("bert", "bert-cased", "gpt2", "roberta", "llama", "albert",
                                         "xlm-roberta"));

} // namespace
} // namespace tamiz::engine
