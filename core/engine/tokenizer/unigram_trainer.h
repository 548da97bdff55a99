// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

struct UnigramTrainingOptions
{
    std::size_t vocabSize = 8000; ///< special tokens included; fewer when the texts give no more
    bool lowercase = false;
    /// Of text, together: SentencePiece holds all of it, and some twenty times as much while it learns.
    std::uint64_t mostBytes = std::uint64_t { 256 } << 20;
};

/// Learns a unigram language model of pieces with SentencePiece's own trainer and writes the files of
/// an XLM-RoBERTa tokenizer. Fails on more text than it may take. A stop is seen before and after SentencePiece works, not within.
Status trainUnigram(const TokenClassifier::ForEachText &texts,
                    const UnigramTrainingOptions &options, const std::filesystem::path &folder,
                    RunControl &control);

} // namespace tamiz::engine
