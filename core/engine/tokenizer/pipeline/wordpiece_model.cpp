// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, models/wordpiece/mod.rs.
#include "core/engine/tokenizer/pipeline/wordpiece_model.h"

#include "core/tokens/utf8.h"

namespace tamiz::engine {

WordPieceModel::WordPieceModel(std::span<const std::string> tokens, WordPieceModelOptions options)
    : m_options(std::move(options))
{
    const std::u32string prefix = decodeUtf8(m_options.continuingPrefix);
    for (std::size_t id = 0; id < tokens.size(); ++id) {
        const std::u32string piece = decodeUtf8(tokens[id]);
        // A longer piece can never match.
        if (!piece.empty() && piece.size() <= m_options.maxWordLength + prefix.size())
            m_pieces.insert(piece, static_cast<std::int64_t>(id));
    }
    m_continuation = m_pieces.find(prefix);
}

void WordPieceModel::tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                              std::vector<ModelPiece> &out) const
{
    for (const TextRange &word : words) {
        const std::size_t before = out.size();
        if (word.end - word.begin <= m_options.maxWordLength && tokenizeWord(text, word, out))
            continue;
        out.resize(before);
        out.push_back({ m_options.unknown, word });
    }
}

bool WordPieceModel::tokenizeWord(std::u32string_view text, TextRange word,
                                  std::vector<ModelPiece> &out) const
{
    for (std::size_t begin = word.begin; begin < word.end;) {
        CodePointTrie::Node node = begin == word.begin ? CodePointTrie::root() : m_continuation;
        ModelPiece piece { CodePointTrie::kNoValue, { begin, begin } };
        for (std::size_t i = begin; i < word.end && node != CodePointTrie::kNone; ++i) {
            node = m_pieces.child(node, text[i]);
            if (node != CodePointTrie::kNone && m_pieces.value(node) != CodePointTrie::kNoValue)
                piece = { m_pieces.value(node), { begin, i + 1 } };
        }
        if (piece.id == CodePointTrie::kNoValue)
            return false;
        out.push_back(piece);
        begin = piece.range.end;
    }
    return true;
}

} // namespace tamiz::engine
