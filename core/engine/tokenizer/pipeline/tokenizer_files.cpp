// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/pipeline/tokenizer_files.h"

#include "core/base/files.h"

namespace tamiz::engine {

namespace {

constexpr const char *kNames[] {
    "vocab.json",
    "merges.txt",
    "vocab.txt",
    "tokenizer.json",
    "added_tokens.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "tokenizer.model",
    "sentencepiece.bpe.model",
    "spiece.model",
    "spm.model",
};
constexpr std::uint64_t kMaxBytes = 256U << 20;

} // namespace

Result<std::vector<TokenizerFile>> readTokenizerFiles(const std::filesystem::path &folder)
{
    std::vector<TokenizerFile> files;
    std::error_code ignored;
    for (const char *name : kNames) {
        if (!std::filesystem::exists(folder / name, ignored))
            continue;
        TAMIZ_TRY(std::string content, readFile(folder / name, kMaxBytes));
        files.push_back({ name, std::move(content) });
    }
    return files;
}

} // namespace tamiz::engine
