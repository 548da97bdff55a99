// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// Whether the JSON files of a folder with vocab.json and merges.txt name BioGPT.
Result<bool> isMosesBpe(const std::filesystem::path &folder);

/// The tokenizer of BioGPT: Moses' words, then byte-pair encoding whose words end with "</w>", as the Python
/// code of transformers has it. vocab.json, merges.txt and the JSON files beside them.
Result<std::unique_ptr<Tokenizer>> loadMosesBpe(const std::filesystem::path &folder);

} // namespace tamiz::engine
