// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// The byte-level BPE of GPT-2, RoBERTa, DeBERTa and their relatives: vocab.json, merges.txt and the
/// JSON files beside them. Puts together what transformers' converters make of these files.
Result<std::unique_ptr<Tokenizer>> loadByteLevelBpe(const std::filesystem::path &folder);

} // namespace tamiz::engine
