// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tamiz {

struct ProposalOptions
{
    std::size_t count = 50; ///< at most so many
    std::int64_t minOccurrences = 5;
};

/// A word of the corpus that the tokenizer cuts, or does not know.
struct TokenProposal
{
    std::string token;
    std::int64_t occurrences = 0;
    std::vector<std::string> pieces {}; ///< what it is now, by itself
    std::int64_t saved = 0; ///< pieces beyond one, over all occurrences in their places
    bool isUnknown = false; ///< the vocabulary lacks characters of it: what the word means is lost
};

struct TokenProposals
{
    std::vector<TokenProposal> proposals; ///< unknown ones first, then those that save most
    std::int64_t tokensBefore = 0; ///< of the whole corpus, without special tokens
    std::int64_t tokensAfter = 0; ///< with every proposal added
};

} // namespace tamiz
