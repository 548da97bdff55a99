// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace tamiz::engine {

/// A text as SQuAD's own evaluation compares it: lower case, without ASCII punctuation and the articles a,
/// an, the, words joined by one space.
std::string normalisedAnswer(const std::string &text);

struct AnswerScore
{
    double exactMatch = 0; ///< 0 or 1
    double f1 = 0; ///< of the words, each as often as it occurs
};

/// The best over @p truths, any of which is right; none = the question has no answer, "".
AnswerScore scoreAnswer(const std::string &answer, const std::vector<std::string> &truths);

} // namespace tamiz::engine
