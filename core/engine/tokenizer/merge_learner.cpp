// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, models/bpe/trainer.rs.
#include "core/engine/tokenizer/merge_learner.h"

#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/engine/tokenizer/pair_merger.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

/// Pieces by id, each once.
class PieceTable
{
public:
    explicit PieceTable(std::string_view prefix)
        : m_prefix(prefix)
    {
    }

    PairMerger::Id idOf(const std::string &piece)
    {
        const auto [found, isNew]
            = m_ids.emplace(piece, static_cast<PairMerger::Id>(m_pieces.size()));
        if (isNew)
            m_pieces.push_back(piece);
        return found->second;
    }

    /// The piece that @p left and @p right make together: "un", "##able" -> "unable".
    std::string joined(PairMerger::Id left, PairMerger::Id right) const
    {
        std::string_view tail = m_pieces[right];
        if (tail.starts_with(m_prefix))
            tail.remove_prefix(m_prefix.size());
        return m_pieces[left] + std::string(tail);
    }

    const std::string &piece(PairMerger::Id id) const { return m_pieces[id]; }
    std::size_t size() const { return m_pieces.size(); }
    std::vector<std::string> take() { return std::move(m_pieces); }

private:
    std::string_view m_prefix;
    std::vector<std::string> m_pieces;
    std::unordered_map<std::string, PairMerger::Id> m_ids;
};

/// Adds the characters, with the prefix those within words, and hands the words to the merger.
PairMerger makeMerger(const WordCounts &words, const std::set<char32_t> &alphabet,
                      const std::string &prefix, PieceTable &pieces)
{
    const auto idOf = [&](char32_t c, bool isInner) {
        return pieces.idOf((isInner ? prefix : std::string()) + encodeUtf8({ &c, 1 }));
    };
    for (const char32_t c : alphabet)
        idOf(c, false);
    std::set<char32_t> inner;
    for (const auto &[word, count] : words)
        inner.insert(word.begin() + 1, word.end());
    for (const char32_t c : inner) {
        if (alphabet.contains(c))
            idOf(c, true);
    }

    PairMerger merger;
    for (const auto &[word, count] : words) {
        std::vector<PairMerger::Id> ids;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (alphabet.contains(word[i]))
                ids.push_back(idOf(word[i], i > 0));
        }
        merger.addWord(std::move(ids), count);
    }
    return merger;
}

} // namespace

Result<LearnedMerges> learnMerges(const WordCounts &words, const std::set<char32_t> &alphabet,
                                  const MergeOptions &options, RunControl &control,
                                  const std::function<void(double)> &progress)
{
    PieceTable pieces(options.continuingPrefix);
    for (const std::string &token : options.specialTokens)
        pieces.idOf(token);
    PairMerger merger = makeMerger(words, alphabet, options.continuingPrefix, pieces);
    if (pieces.size() > options.vocabSize) {
        return fail(ErrorCode::InvalidArgument,
                    "special tokens and characters alone are " + std::to_string(pieces.size())
                        + " pieces, the vocabulary shall have " + std::to_string(options.vocabSize),
                    {}, "Choose a larger vocabulary");
    }

    LearnedMerges learned;
    const std::size_t characters = pieces.size();
    while (pieces.size() < options.vocabSize) {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "training the tokenizer was stopped");
        const std::optional<PairMerger::Pair> pair = merger.mostFrequent();
        if (!pair || pair->count < options.minFrequency)
            break;
        learned.merges.push_back({ pieces.piece(pair->left), pieces.piece(pair->right) });
        merger.merge(*pair, pieces.idOf(pieces.joined(pair->left, pair->right)));
        if (progress && pieces.size() % 64 == 0) {
            progress(static_cast<double>(pieces.size() - characters)
                     / static_cast<double>(options.vocabSize - characters));
        }
    }
    learned.pieces = pieces.take();
    return learned;
}

} // namespace tamiz::engine
