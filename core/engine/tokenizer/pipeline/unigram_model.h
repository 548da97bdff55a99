// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <unordered_map>

#include "core/engine/tokenizer/code_point_trie.h"
#include "core/engine/tokenizer/pipeline/piece_model.h"
#include "core/engine/tokenizer/pipeline/vocabulary.h"

namespace tamiz::engine {

/// The most probable split of a word into pieces (Viterbi), unknown characters in a row as one.
class UnigramModel final : public PieceModel
{
public:
    /// @p scores by id: log probabilities.
    UnigramModel(const Vocabulary &vocabulary, std::vector<double> scores, std::int64_t unknown,
                 bool byteFallback);

    void tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                  std::vector<ModelPiece> &out) const override;

private:
    struct Step; ///< the best way to reach a place in a word

    void findBestPath(std::u32string_view word, std::vector<Step> &steps) const;
    void appendUnknown(std::u32string_view text, TextRange range,
                       std::vector<ModelPiece> &out) const;

    std::vector<double> m_scores;
    double m_unknownScore = 0;
    std::int64_t m_unknown = 0;
    bool m_byteFallback = false;
    std::array<std::int64_t, 256> m_bytes {}; ///< -1 = the vocabulary has no such piece
    CodePointTrie m_pieces;
};

} // namespace tamiz::engine
