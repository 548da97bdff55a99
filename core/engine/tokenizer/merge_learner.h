// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/tokenizer/pipeline/bpe_model.h"

namespace tamiz::engine {

/// Every word with its number of occurrences, sorted by word.
using WordCounts = std::vector<std::pair<std::u32string, std::int64_t>>;

struct MergeOptions
{
    std::size_t vocabSize = 8000; ///< special tokens included; fewer when the words give no more
    std::int64_t minFrequency = 2; ///< a merge needs that many occurrences
    std::vector<std::string> specialTokens {}; ///< the first pieces
    std::string continuingPrefix {}; ///< before every piece but the first of a word: "##"
};

struct LearnedMerges
{
    std::vector<std::string> pieces; ///< by id
    std::vector<BpeModel::Merge> merges; ///< the most important first
};

/// Learns byte-pair merges as Hugging Face's BpeTrainer does: special tokens, then the alphabet, then
/// the merges of the most frequent neighbours (ties: the lower ids first). Characters that are not of
/// the alphabet are left out of the words. @p progress gets the share done. Cancelled on stop.
Result<LearnedMerges> learnMerges(const WordCounts &words, const std::set<char32_t> &alphabet,
                                  const MergeOptions &options, RunControl &control,
                                  const std::function<void(double)> &progress);

} // namespace tamiz::engine
