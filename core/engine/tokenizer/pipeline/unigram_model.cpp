// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, models/unigram/model.rs.
#include "core/engine/tokenizer/pipeline/unigram_model.h"

#include <algorithm>

#include "core/engine/tokenizer/pipeline/byte_level.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

struct UnigramModel::Step
{
    double score = 0;
    std::size_t begin = 0; ///< of the last piece
    std::int64_t id = -1; ///< of the last piece; -1 = the place was not reached
};

UnigramModel::UnigramModel(const Vocabulary &vocabulary, std::vector<double> scores,
                           std::int64_t unknown, bool byteFallback)
    : m_scores(std::move(scores))
    , m_unknown(unknown)
    , m_byteFallback(byteFallback)
{
    constexpr double kUnknownPenalty = 10.0;
    m_unknownScore = *std::min_element(m_scores.begin(), m_scores.end()) - kUnknownPenalty;
    for (std::size_t id = 0; id < m_scores.size(); ++id) {
        const std::string token = vocabulary.token(static_cast<std::int64_t>(id));
        if (!token.empty())
            m_pieces.insert(decodeUtf8(token), static_cast<std::int64_t>(id));
    }
    for (std::size_t byte = 0; byte < m_bytes.size(); ++byte)
        m_bytes[byte] = vocabulary.id(bytePiece(static_cast<std::uint8_t>(byte))).value_or(-1);
}

void UnigramModel::tokenize(std::u32string_view text, const std::vector<TextRange> &words,
                            std::vector<ModelPiece> &out) const
{
    std::vector<Step> steps;
    std::vector<ModelPiece> backwards;
    for (const TextRange &word : words) {
        findBestPath(text.substr(word.begin, word.end - word.begin), steps);
        backwards.clear();
        for (std::size_t end = word.end - word.begin; end > 0; end = steps[end].begin) {
            const TextRange range { word.begin + steps[end].begin, word.begin + end };
            const bool joinsUnknown = !backwards.empty() && steps[end].id == m_unknown
                && backwards.back().id == m_unknown;
            if (joinsUnknown)
                backwards.back().range.begin = range.begin;
            else
                backwards.push_back({ steps[end].id, range });
        }
        for (auto piece = backwards.rbegin(); piece != backwards.rend(); ++piece) {
            if (piece->id == m_unknown)
                appendUnknown(text, piece->range, out);
            else
                out.push_back(*piece);
        }
    }
}

void UnigramModel::findBestPath(std::u32string_view word, std::vector<Step> &steps) const
{
    steps.assign(word.size() + 1, {});
    const auto offer = [&](std::size_t begin, std::size_t end, std::int64_t id, double score) {
        const double total = steps[begin].score + score;
        if (steps[end].id < 0 || total > steps[end].score)
            steps[end] = { total, begin, id };
    };
    for (std::size_t begin = 0; begin < word.size(); ++begin) {
        bool hasSingle = false;
        CodePointTrie::Node node = CodePointTrie::root();
        for (std::size_t i = begin; i < word.size(); ++i) {
            node = m_pieces.child(node, word[i]);
            if (node == CodePointTrie::kNone)
                break;
            const std::int64_t id = m_pieces.value(node);
            if (id == CodePointTrie::kNoValue)
                continue;
            offer(begin, i + 1, id, m_scores[static_cast<std::size_t>(id)]);
            hasSingle = hasSingle || i == begin;
        }
        if (!hasSingle)
            offer(begin, begin + 1, m_unknown, m_unknownScore);
    }
}

/// Unknown text: joined it may be a piece after all, else bytes or the unknown piece.
void UnigramModel::appendUnknown(std::u32string_view text, TextRange range,
                                 std::vector<ModelPiece> &out) const
{
    const std::u32string_view part = text.substr(range.begin, range.end - range.begin);
    const CodePointTrie::Node node = m_pieces.find(part);
    if (node != CodePointTrie::kNone && m_pieces.value(node) != CodePointTrie::kNoValue) {
        out.push_back({ m_pieces.value(node), range });
        return;
    }
    const std::string bytes = encodeUtf8(part);
    const auto idOf = [this](char byte) { return m_bytes[static_cast<std::uint8_t>(byte)]; };
    const bool isSpelt = m_byteFallback
        && std::all_of(bytes.begin(), bytes.end(), [&](char byte) { return idOf(byte) >= 0; });
    if (!isSpelt) {
        out.push_back({ m_unknown, range });
        return;
    }
    for (const char byte : bytes)
        out.push_back({ idOf(byte), range });
}

} // namespace tamiz::engine
