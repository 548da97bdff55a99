// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_tokenizer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder folder("vocab.json",
                                           { { "merges.txt", "#version: 0.2\na a\na b\n" } });
    test::tokenizeWith(folder.with(data, size));
    return 0;
}
