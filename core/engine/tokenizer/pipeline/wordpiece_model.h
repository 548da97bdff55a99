// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/engine/tokenizer/code_point_trie.h"
#include "core/engine/tokenizer/pipeline/piece_model.h"

namespace tamiz::engine {

struct WordPieceModelOptions
{
    std::int64_t unknown = 0;
    std::string continuingPrefix = "##"; ///< of every piece but the first of a word
    std::size_t maxWordLength = 100; ///< code points; longer words are unknown
};

/// The longest piece of the vocabulary first, again and again; one unknown piece when a rest of the
/// word matches none. Linear in the text but for the longest piece.
class WordPieceModel final : public PieceModel
{
public:
    /// @p tokens by id.
    WordPieceModel(std::span<const std::string> tokens, WordPieceModelOptions options);

    void tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                  std::vector<ModelPiece> &out) const override;

private:
    /// False when the word is unknown; @p out then holds a part of it.
    bool tokenizeWord(std::u32string_view text, TextRange word, std::vector<ModelPiece> &out) const;

    WordPieceModelOptions m_options;
    CodePointTrie m_pieces;
    CodePointTrie::Node m_continuation = CodePointTrie::kNone; ///< behind the prefix
};

} // namespace tamiz::engine
