// SPDX-License-Identifier: Apache-2.0
// Cases recorded with transformers 4.38 (cases.json) and the compiled tokenizers 0.23.2
// (fast_cases.json), which decides where the two differ.
#include "core/engine/tokenizer/pipeline/byte_level_bpe.h"
#include "tests/engine/tokenizer/compiled_cases.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using test::TemporaryFolder;

class ByteLevelParity : public testing::TestWithParam<std::string>
{
};

TEST_P(ByteLevelParity, equalsTheCompiledTokenizer)
{
    for (const auto &folder : caseFolders(GetParam())) {
        const auto tokenizer = orFail(loadByteLevelBpe(folder));
        ASSERT_TRUE(tokenizer);
        EXPECT_GE(compareWithCompiled(*tokenizer, folder / "fast_cases.json"), 18U);
    }
}

TEST_P(ByteLevelParity, equalsThePythonTokenizer)
{
    for (const auto &folder : caseFolders(GetParam())) {
        const auto tokenizer = orFail(loadByteLevelBpe(folder));
        ASSERT_TRUE(tokenizer);
        EXPECT_GE(compareWithPython(*tokenizer, folder / "cases.json"), 25U);
    }
}

TEST_P(ByteLevelParity, savesFilesThatLoadToTheSameTokenizer)
{
    const auto tokenizer = orFail(loadByteLevelBpe(caseFolders(GetParam()).front()));
    ASSERT_TRUE(tokenizer);
    const TemporaryFolder folder;
    ASSERT_TRUE(tokenizer->save(folder.path()));
    const auto loaded = loadOrFail(folder.path());
    ASSERT_TRUE(loaded);
    const std::string text = "Über den Wäldern <mask> ein Fuchs; l'été 3.14 <|endoftext|>";
    const Encoding before = tokenizer->encode(text, text, {});
    const Encoding after = loaded->encode(text, text, {});
    EXPECT_EQ(after.ids, before.ids);
    EXPECT_EQ(after.offsets, before.offsets);
    EXPECT_EQ(loaded->vocabSize(), tokenizer->vocabSize());
    EXPECT_EQ(loaded->special().end, tokenizer->special().end);
    EXPECT_STREQ(loaded->kind(), "Byte-level BPE");
}

INSTANTIATE_TEST_SUITE_P(Families, ByteLevelParity, testing::Values("gpt2", "roberta"));

} // namespace
} // namespace tamiz::engine
