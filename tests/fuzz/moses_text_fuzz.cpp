// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/fuzz_tokenizer.h"

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace tamiz;
    static const test::FuzzedFolder folder(
        "vocab.json",
        { { "tokenizer_config.json", R"({"tokenizer_class": "BioGptTokenizer"})" },
          { "merges.txt", "& a 9\n&a m 9\np ; 3\nD O 2\nDO T 2\n. .</w> 1\n@ -</w> 1\n" } });
    static const auto tokenizer = [] {
        constexpr std::string_view kVocabulary
            = R"({"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "&am": 4, "DOT": 5, ".": 6, "..</w>": 7,
                 ".</w>": 8, "'": 9, "s</w>": 10, "a": 11, "a</w>": 12, ",</w>": 13, "@</w>": 14})";
        return std::move(engine::loadTokenizer(
                             folder.with(reinterpret_cast<const std::uint8_t *>(kVocabulary.data()),
                                         kVocabulary.size()))
                             .value());
    }();
    test::tokenizeWith(*tokenizer, test::textOf(data, size));
    return 0;
}
