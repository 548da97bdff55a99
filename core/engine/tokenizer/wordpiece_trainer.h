// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "core/base/run_control.h"
#include "core/engine/tokenizer/wordpiece_tokenizer.h"

namespace tamiz::engine {

struct WordPieceTrainingOptions
{
    int vocabSize = 8000; ///< special tokens included; fewer when the texts give no more
    bool lowercase = false;
    std::optional<bool> stripAccents {}; ///< unset = as lowercase
    std::int64_t minFrequency = 2; ///< a merge needs that many occurrences
    std::size_t alphabetLimit = 1000; ///< the most frequent characters; the others are left out
    std::vector<std::string> specialTokens { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" };
};

/// Learns a WordPiece vocabulary as Hugging Face's WordPieceTrainer does: special tokens, then the
/// alphabet, then the merges of the most frequent neighbours (ties: the lower ids first). The same
/// texts in any order give the same vocabulary. Words of more than 100 characters, which
/// tokenisation never splits, are left out.
///
/// @p texts calls back with every text, UTF-8. @p progress gets the share done, on this thread.
/// Fails when there is no text, or the alphabet alone exceeds the vocabulary; Cancelled on stop.
Result<std::unique_ptr<WordPieceTokenizer>>
trainWordPiece(const TokenClassifier::ForEachText &texts, const WordPieceTrainingOptions &options,
               RunControl &control, const std::function<void(double)> &progress = {});

} // namespace tamiz::engine
