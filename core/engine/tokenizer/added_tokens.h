// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine/tokenizer/code_point_trie.h"

namespace tamiz::engine {

/// A token that is found in the text itself, before words are split: [MASK], <s> ... As in the
/// `added_tokens_decoder` of tokenizer_config.json.
struct AddedToken
{
    std::string content;
    std::int64_t id = -1;
    bool isSingleWord = false;
    bool stripsLeft = false;
    bool stripsRight = false;
    bool isNormalized = false; ///< looked for in the normalised text
    bool isSpecial = true; ///< left out by decode(skipSpecial)
};

/// A token of the language, not a special one: as add_tokens() makes it from a text.
inline AddedToken normalToken(const std::string &content, std::int64_t id)
{
    return { .content = content, .id = id, .isNormalized = true, .isSpecial = false };
}

/// Finds added tokens, leftmost and longest first, as huggingface/tokenizers' AddedVocabulary does.
/// Immutable: any thread.
class AddedTokenFinder
{
public:
    struct Piece
    {
        std::size_t begin = 0; ///< code points in the text
        std::size_t end = 0;
        std::int64_t id = -1; ///< -1 = ordinary text
    };

    /// @p pattern is the content, normalised where the token asks for it.
    void add(const AddedToken &token, std::u32string_view pattern);
    bool isEmpty() const { return m_tokens.empty(); }

    /// Pieces that cover @p text, in order; none is empty.
    std::vector<Piece> split(std::u32string_view text) const;

private:
    std::vector<AddedToken> m_tokens;
    CodePointTrie m_trie;
};

} // namespace tamiz::engine
