// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_tokenizer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder byteLevel(
        "merges.txt",
        { { "vocab.json",
            R"({"a": 0, "b": 1, "ab": 2, "aa": 3, "aaa": 4, "aaaa": 5, "Ġ": 6, "Ġa": 7, "Ġab": 8,
                "1": 9, "12": 10, "Ã": 11, "©": 12, "Ã©": 13, "<|endoftext|>": 14})" } });
    test::tokenizeWith(byteLevel.with(data, size));
    static const test::FuzzedFolder moses(
        "merges.txt",
        { { "tokenizer_config.json", R"({"tokenizer_class": "BioGptTokenizer"})" },
          { "vocab.json",
            R"({"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "a": 4, "b</w>": 5, "ab</w>": 6, "aa": 7})" } });
    test::tokenizeWith(moses.with(data, size));
    return 0;
}
