// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/added_tokens.h"

#include <algorithm>

#include "core/engine/tokenizer/character_classes.h"

namespace tamiz::engine {

void AddedTokenFinder::add(const AddedToken &token, std::u32string_view pattern)
{
    if (pattern.empty())
        return;
    m_trie.insert(pattern, static_cast<std::int64_t>(m_tokens.size()));
    m_tokens.push_back(token);
}

std::vector<AddedTokenFinder::Piece> AddedTokenFinder::split(std::u32string_view text) const
{
    std::vector<Piece> pieces;
    std::size_t done = 0; // text before it is in pieces
    for (std::size_t i = 0; i < text.size() && !m_tokens.empty();) {
        std::int64_t match = CodePointTrie::kNoValue;
        std::size_t matchEnd = i;
        CodePointTrie::Node node = CodePointTrie::root();
        for (std::size_t j = i; j < text.size(); ++j) {
            node = m_trie.child(node, text[j]);
            if (node == CodePointTrie::kNone)
                break;
            if (m_trie.value(node) != CodePointTrie::kNoValue) {
                match = m_trie.value(node);
                matchEnd = j + 1;
            }
        }
        if (match == CodePointTrie::kNoValue) {
            ++i;
            continue;
        }

        const AddedToken &token = m_tokens[static_cast<std::size_t>(match)];
        std::size_t begin = i;
        std::size_t end = matchEnd;
        i = matchEnd;
        const bool isInsideWord = (begin > 0 && isWordCharacter(text[begin - 1]))
            || (end < text.size() && isWordCharacter(text[end]));
        if (token.isSingleWord && isInsideWord)
            continue;
        while (token.stripsLeft && begin > done && isWhiteSpace(text[begin - 1]))
            --begin;
        while (token.stripsRight && end < text.size() && isWhiteSpace(text[end]))
            ++end;
        // White space that an earlier token took on its right is not taken again.
        begin = std::max(begin, done);
        if (done < begin)
            pieces.push_back({ done, begin, -1 });
        pieces.push_back({ begin, end, token.id });
        done = end;
        i = std::max(i, end);
    }
    if (done < text.size())
        pieces.push_back({ done, text.size(), -1 });
    return pieces;
}

} // namespace tamiz::engine
