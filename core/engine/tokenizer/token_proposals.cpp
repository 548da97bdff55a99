// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/token_proposals.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include <unicode/uchar.h>

#include "core/tokens/indexed_text.h"
#include "core/tokens/utf8.h"
#include "core/tokens/words.h"

namespace tamiz::engine {

namespace {

constexpr std::size_t kLeastLength = 3; // code points: shorter ones are found inside other words
constexpr std::size_t kMostLength = 60;

struct WordCount
{
    std::int64_t occurrences = 0;
    std::int64_t pieces = 0; ///< in all of them together
};

using WordTable = std::unordered_map<std::u32string, WordCount>;

const EncodeOptions kBare { .addSpecialTokens = false };

bool isCandidate(std::u32string_view word)
{
    return word.size() >= kLeastLength && word.size() <= kMostLength
        && std::any_of(word.begin(), word.end(),
                       [](char32_t c) { return u_isUAlphabetic(static_cast<UChar32>(c)); });
}

/// Tokens from @p next on that overlap the word; those before it are passed over.
std::int64_t piecesOf(const CodePointSpan &word, const std::vector<CodePointSpan> &offsets,
                      std::size_t &next)
{
    while (next < offsets.size() && offsets[next].end <= word.begin)
        ++next;
    std::int64_t count = 0;
    for (std::size_t i = next; i < offsets.size() && offsets[i].begin < word.end; ++i)
        count += offsets[i].isEmpty() ? 0 : 1;
    return count;
}

/// Occurrences and pieces of each word, as it is written; the number of all tokens.
std::int64_t countWords(std::string_view text, const Tokenizer &tokenizer,
                        const WordBreaker &breaker, WordTable &words)
{
    const Encoding encoding = tokenizer.encode(text, std::nullopt, kBare);
    const IndexedText indexed(text);
    std::size_t next = 0;
    for (const Word &word : breaker.split(indexed)) {
        const auto content = std::u32string_view(indexed.codePoints())
                                 .substr(static_cast<std::size_t>(word.span.begin),
                                         static_cast<std::size_t>(word.span.end - word.span.begin));
        if (!word.isLexical || !isCandidate(content))
            continue;
        WordCount &count = words[std::u32string(content)];
        ++count.occurrences;
        count.pieces += piecesOf(word.span, encoding.offsets, next);
    }
    return static_cast<std::int64_t>(encoding.ids.size());
}

/// Words that the tokenizer cuts or does not know; cut ones that are the same to it are taken together.
std::vector<TokenProposal> candidates(const WordTable &words, const Tokenizer &tokenizer)
{
    struct Group
    {
        WordCount sum;
        std::int64_t most = 0; ///< occurrences of the way of writing that is shown
        std::string content;
    };
    std::map<std::vector<std::int64_t>, Group> groups;
    std::vector<Group> apart; // holds characters that the vocabulary does not know
    const std::map<std::u32string, WordCount> sorted(words.begin(), words.end());
    for (const auto &[word, count] : sorted) {
        const std::string content = encodeUtf8(word);
        std::vector<std::int64_t> ids = tokenizer.encode(content, std::nullopt, kBare).ids;
        const bool isKnown
            = std::find(ids.begin(), ids.end(), tokenizer.special().unknown) == ids.end();
        Group &group = isKnown ? groups[std::move(ids)] : apart.emplace_back();
        group.sum.occurrences += count.occurrences;
        group.sum.pieces += count.pieces;
        if (count.occurrences > group.most) {
            group.most = count.occurrences;
            group.content = content;
        }
    }
    std::vector<TokenProposal> found;
    const auto add = [&found, &tokenizer](const Group &group, bool isUnknown) {
        const std::int64_t saved = group.sum.pieces - group.sum.occurrences;
        if (saved <= 0 && !isUnknown)
            return;
        TokenProposal proposal { .token = group.content,
                                 .occurrences = group.sum.occurrences,
                                 .saved = std::max<std::int64_t>(saved, 0),
                                 .isUnknown = isUnknown };
        for (const std::int64_t id : tokenizer.encode(group.content, std::nullopt, kBare).ids)
            proposal.pieces.push_back(tokenizer.token(id));
        // What is one token by itself, and cut only in some places, cannot be added.
        if (proposal.pieces.size() > 1 || !tokenizer.id(group.content))
            found.push_back(std::move(proposal));
    };
    for (const auto &[ids, group] : groups)
        add(group, false);
    for (const Group &group : apart)
        add(group, true);
    return found;
}

} // namespace

Result<TokenProposals> proposeTokens(const TokenClassifier::ForEachText &texts,
                                     std::unique_ptr<Tokenizer> tokenizer,
                                     const ProposalOptions &options, RunControl &control,
                                     const std::function<void(double)> &progress)
{
    TAMIZ_TRY(const WordBreaker breaker, WordBreaker::create());
    const auto tell = [&progress](double done) {
        if (progress)
            progress(done);
    };
    tell(0);
    TokenProposals result;
    WordTable words;
    texts([&](std::string_view text) {
        if (!control.isStopRequested())
            result.tokensBefore += countWords(text, *tokenizer, breaker, words);
    });
    tell(0.6);
    std::vector<TokenProposal> proposals = candidates(words, *tokenizer);
    std::erase_if(proposals, [&options](const TokenProposal &proposal) {
        return proposal.occurrences < options.minOccurrences;
    });
    std::sort(proposals.begin(), proposals.end(),
              [](const TokenProposal &a, const TokenProposal &b) {
                  return std::tie(b.isUnknown, b.saved, b.occurrences, a.token)
                      < std::tie(a.isUnknown, a.saved, a.occurrences, b.token);
              });
    proposals.resize(std::min(proposals.size(), options.count));

    for (const TokenProposal &proposal : proposals)
        tokenizer->addToken(proposal.token);
    tell(0.7);
    texts([&](std::string_view text) {
        if (!control.isStopRequested())
            result.tokensAfter += static_cast<std::int64_t>(
                tokenizer->encode(text, std::nullopt, kBare).ids.size());
    });
    if (control.isStopRequested())
        return fail(ErrorCode::Cancelled, "stopped while counting words");
    result.proposals = std::move(proposals);
    tell(1);
    return result;
}

} // namespace tamiz::engine
