// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_tokenizer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder folder(
        "tokenizer_config.json",
        { { "vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\n##a\n##b\n,\n1\n" } });
    test::tokenizeWith(folder.with(data, size));
    return 0;
}
