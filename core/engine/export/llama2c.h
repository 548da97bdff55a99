// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/runs/workbench.h"

namespace tamiz::engine {

/// Brings a model file of llama2.c (7 numbers, then f32 weights) with its SentencePiece model into
/// @p library / @p name as a LLaMA folder in Hugging Face layout, read back as importFolder() does.
/// Rotary pairs, which lie side by side there, are taken apart. May throw what torch throws.
Result<ExportReport> importLlama2c(const std::filesystem::path &file,
                                   const std::filesystem::path &tokenizer,
                                   const std::filesystem::path &library, const std::string &name);

} // namespace tamiz::engine
