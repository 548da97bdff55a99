// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, models/bpe/trainer.rs with the continuation prefix "##".
#include "core/engine/tokenizer/wordpiece_trainer.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/engine/tokenizer/pair_merger.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kMaxWordLength = 100; // code points
constexpr std::string_view kPrefix = "##";
constexpr double kCountingShare = 0.4; // of the progress bar

using WordCounts = std::vector<std::pair<std::u32string, std::int64_t>>;

BertNormalizerOptions normalizerOf(const WordPieceTrainingOptions &options)
{
    return { .stripAccents = options.stripAccents, .lowercase = options.lowercase };
}

/// Every word with its number of occurrences, sorted by word.
WordCounts countWords(const TokenClassifier::ForEachText &texts,
                      const WordPieceTrainingOptions &options, const RunControl &control)
{
    const BertNormalizerOptions normalizer = normalizerOf(options);
    std::unordered_map<std::u32string, std::int64_t> counts;
    texts([&](std::string_view text) {
        if (control.isStopRequested())
            return;
        const NormalizedText normalized = normalizeBert(decodeUtf8(text), 0, normalizer);
        const std::u32string_view view = normalized.text;
        forEachBertWord(view, 0, view.size(), [&](std::size_t begin, std::size_t end) {
            if (end - begin <= kMaxWordLength)
                ++counts[std::u32string(view.substr(begin, end - begin))];
        });
    });
    WordCounts sorted(counts.begin(), counts.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
}

/// The most frequent characters, sorted.
std::set<char32_t> alphabetOf(const WordCounts &words, std::size_t limit)
{
    std::unordered_map<char32_t, std::int64_t> counts;
    for (const auto &[word, count] : words) {
        for (const char32_t c : word)
            counts[c] += count;
    }
    std::vector<std::pair<std::int64_t, char32_t>> byFrequency; // negative: frequent ones first
    byFrequency.reserve(counts.size());
    for (const auto &[c, count] : counts)
        byFrequency.emplace_back(-count, c);
    std::sort(byFrequency.begin(), byFrequency.end());
    byFrequency.resize(std::min(byFrequency.size(), limit));
    std::set<char32_t> alphabet;
    for (const auto &[count, c] : byFrequency)
        alphabet.insert(c);
    return alphabet;
}

/// Pieces by id, each once.
class PieceTable
{
public:
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
        if (tail.starts_with(kPrefix))
            tail.remove_prefix(kPrefix.size());
        return m_pieces[left] + std::string(tail);
    }

    std::size_t size() const { return m_pieces.size(); }
    std::vector<std::string> take() { return std::move(m_pieces); }

private:
    std::vector<std::string> m_pieces;
    std::unordered_map<std::string, PairMerger::Id> m_ids;
};

/// Adds the characters that start a word or not ("##") and hands the words to the merger.
PairMerger makeMerger(const WordCounts &words, const std::set<char32_t> &alphabet,
                      PieceTable &pieces)
{
    for (const char32_t c : alphabet)
        pieces.idOf(encodeUtf8({ &c, 1 }));
    std::set<char32_t> inner;
    for (const auto &[word, count] : words)
        inner.insert(word.begin() + 1, word.end());
    for (const char32_t c : inner) {
        if (alphabet.contains(c))
            pieces.idOf(std::string(kPrefix) + encodeUtf8({ &c, 1 }));
    }

    PairMerger merger;
    for (const auto &[word, count] : words) {
        std::vector<PairMerger::Id> ids;
        for (std::size_t i = 0; i < word.size(); ++i) {
            if (alphabet.contains(word[i])) {
                ids.push_back(pieces.idOf((i > 0 ? std::string(kPrefix) : std::string())
                                          + encodeUtf8({ &word[i], 1 })));
            }
        }
        merger.addWord(std::move(ids), count);
    }
    return merger;
}

tl::unexpected<Error> cancelled()
{
    return fail(ErrorCode::Cancelled, "training the tokenizer was stopped");
}

} // namespace

Result<std::unique_ptr<WordPieceTokenizer>>
trainWordPiece(const TokenClassifier::ForEachText &texts, const WordPieceTrainingOptions &options,
               RunControl &control, const std::function<void(double)> &progress)
{
    const WordCounts words = countWords(texts, options, control);
    if (control.isStopRequested())
        return cancelled();
    if (words.empty())
        return fail(ErrorCode::InvalidInput, "there is no text to train a tokenizer on");
    if (progress)
        progress(kCountingShare);

    PieceTable pieces;
    for (const std::string &token : options.specialTokens)
        pieces.idOf(token);
    PairMerger merger = makeMerger(words, alphabetOf(words, options.alphabetLimit), pieces);
    const auto wanted = static_cast<std::size_t>(std::max(options.vocabSize, 0));
    if (pieces.size() > wanted) {
        return fail(ErrorCode::InvalidArgument,
                    "special tokens and characters alone are " + std::to_string(pieces.size())
                        + " pieces, the vocabulary shall have " + std::to_string(wanted),
                    {}, "Choose a larger vocabulary");
    }

    const std::size_t characters = pieces.size();
    while (pieces.size() < wanted) {
        if (control.isStopRequested())
            return cancelled();
        const std::optional<PairMerger::Pair> pair = merger.mostFrequent();
        if (!pair || pair->count < options.minFrequency)
            break;
        merger.merge(*pair, pieces.idOf(pieces.joined(pair->left, pair->right)));
        if (progress && pieces.size() % 64 == 0) {
            const auto merged = static_cast<double>(pieces.size() - characters);
            progress(kCountingShare
                     + (1 - kCountingShare) * merged / static_cast<double>(wanted - characters));
        }
    }
    if (progress)
        progress(1);
    WordPieceOptions trained;
    trained.normalizer = normalizerOf(options);
    return WordPieceTokenizer::create(pieces.take(), std::move(trained), "the trained vocabulary");
}

} // namespace tamiz::engine
