// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/run_control.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

struct TokenizerTraining
{
    TokenizerKind kind = TokenizerKind::WordPiece;
    int vocabSize = 8000; ///< special tokens included; fewer when the texts give no more
    bool lowercase = false;
};

/// Learns a vocabulary from texts (UTF-8), writes the tokenizer's files and loads them again. The same
/// texts give the same files; but for unigram in any order.
Result<std::unique_ptr<Tokenizer>> trainTokenizer(const TokenClassifier::ForEachText &texts,
                                                  const TokenizerTraining &options,
                                                  const std::filesystem::path &folder,
                                                  RunControl &control,
                                                  const std::function<void(double)> &progress = {});

} // namespace tamiz::engine
