// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// The tokenizer that tokenizer.json, the format of huggingface/tokenizers, describes. Special
/// tokens get their roles from the JSON files beside it. A component that is not supported is an
/// error of code Unsupported that names it. The file's `truncation` and `padding` are those of the
/// last call when it was written, which transformers sets anew each time: they are not used.
Result<std::unique_ptr<Tokenizer>> loadTokenizerJson(const std::filesystem::path &folder);

} // namespace tamiz::engine
