// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_tokenizer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder byteLevel("vocab.json",
                                              { { "merges.txt", "#version: 0.2\na a\na b\n" } });
    test::tokenizeWith(byteLevel.with(data, size));
    static const test::FuzzedFolder moses(
        "vocab.json",
        { { "tokenizer_config.json", R"({"tokenizer_class": "BioGptTokenizer"})" },
          { "merges.txt", "a a 9\na b</w> 3\n" } });
    test::tokenizeWith(moses.with(data, size));
    return 0;
}
