// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "core/tokens/token_classes.h"

namespace tamiz::engine {

struct FoundAnswer
{
    CodePointSpan place; ///< in the context; empty = "no answer"
    double score = 0; ///< sum of the start's and the end's logit
    double probability = 0; ///< among the answers that were kept
};

/// Seeks the answers of one question over the windows of its context, as transformers' question answering
/// example does: the best pairs of the likeliest starts and ends.
class AnswerSearch
{
public:
    /// @p longest in tokens.
    explicit AnswerSearch(std::int64_t longest);

    /// A window's logits, [T] each. @p places: where its tokens stand in the context; empty outside it.
    /// The first token says "no answer here".
    void add(const std::vector<CodePointSpan> &places, const float *start, const float *end);

    /// The likeliest first, at most 20. With @p mayBeNone "no answer" is among them, at the score of the
    /// window that is least sure of it.
    std::vector<FoundAnswer> best(bool mayBeNone) const;

private:
    std::int64_t m_longest;
    std::vector<FoundAnswer> m_found;
    double m_noneScore = std::numeric_limits<double>::infinity();
};

} // namespace tamiz::engine
