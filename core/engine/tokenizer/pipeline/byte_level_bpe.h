// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "core/engine/tokenizer/pipeline/bpe_model.h"
#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// The byte-level BPE of GPT-2, RoBERTa, DeBERTa and their relatives: vocab.json, merges.txt and the
/// JSON files beside them. Puts together what transformers' converters make of these files.
Result<std::unique_ptr<Tokenizer>> loadByteLevelBpe(const std::filesystem::path &folder);

/// merges.txt: a line a merge, two tokens with a blank in between, the most important first.
struct MergesFile
{
    std::vector<BpeModel::Merge> merges;
    std::vector<std::size_t> lines; ///< of each merge, from 1 on
};
Result<MergesFile> parseMerges(std::string_view content, const std::string &where);

} // namespace tamiz::engine
