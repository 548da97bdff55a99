// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "core/engine/tokenizer/merge_learner.h"
#include "core/tokens/token_classes.h"

namespace tamiz::engine {

struct ByteLevelTrainingOptions
{
    std::size_t vocabSize = 8000; ///< special tokens and the 256 bytes included
    bool lowercase = false;
    std::int64_t minFrequency = 2; ///< a merge needs that many occurrences
};

/// Learns a byte-level BPE as Hugging Face's BpeTrainer does on words that GPT-2's pattern cuts: the
/// special tokens of RoBERTa, the 256 bytes, the merges. The same texts in any order give the same.
Result<LearnedMerges> learnByteLevelBpe(const TokenClassifier::ForEachText &texts,
                                        const ByteLevelTrainingOptions &options,
                                        RunControl &control,
                                        const std::function<void(double)> &progress);

/// tokenizer.json, vocab.json, merges.txt and tokenizer_config.json of a RoBERTa tokenizer.
Status saveByteLevelBpe(const std::filesystem::path &folder, const LearnedMerges &learned,
                        bool lowercase);

} // namespace tamiz::engine
