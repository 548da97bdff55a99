// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"

namespace tamiz::engine {

/// The tokenizer's files of a model folder as they are, to be written beside a tuned model: other
/// readers take the one they know.
Result<std::vector<TokenizerFile>> readTokenizerFiles(const std::filesystem::path &folder);

} // namespace tamiz::engine
