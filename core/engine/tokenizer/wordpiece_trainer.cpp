// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/wordpiece_trainer.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/engine/tokenizer/merge_learner.h"
#include "core/tokens/utf8.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kMaxWordLength = 100; // code points
constexpr const char *kPrefix = "##";
constexpr double kCountingShare = 0.4; // of the progress bar

BertNormalizerOptions normalizerOf(const WordPieceTrainingOptions &options)
{
    return { .stripAccents = options.stripAccents, .lowercase = options.lowercase };
}

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

} // namespace

Result<std::unique_ptr<WordPieceTokenizer>>
trainWordPiece(const TokenClassifier::ForEachText &texts, const WordPieceTrainingOptions &options,
               RunControl &control, const std::function<void(double)> &progress)
{
    const WordCounts words = countWords(texts, options, control);
    if (control.isStopRequested())
        return fail(ErrorCode::Cancelled, "training the tokenizer was stopped");
    if (words.empty())
        return fail(ErrorCode::InvalidInput, "there is no text to train a tokenizer on");
    if (progress)
        progress(kCountingShare);

    TAMIZ_TRY(LearnedMerges learned,
              learnMerges(words, alphabetOf(words, options.alphabetLimit),
                          { .vocabSize = static_cast<std::size_t>(std::max(options.vocabSize, 0)),
                            .minFrequency = options.minFrequency,
                            .specialTokens = options.specialTokens,
                            .continuingPrefix = kPrefix },
                          control, [&progress](double done) {
                              if (progress)
                                  progress(kCountingShare + (1 - kCountingShare) * done);
                          }));
    if (progress)
        progress(1);
    WordPieceOptions trained;
    trained.normalizer = normalizerOf(options);
    return WordPieceTokenizer::create(std::move(learned.pieces), std::move(trained),
                                      "the trained vocabulary");
}

} // namespace tamiz::engine
