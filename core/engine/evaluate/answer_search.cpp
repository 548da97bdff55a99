// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/answer_search.h"

#include <algorithm>
#include <cmath>

namespace tamiz::engine {

namespace {

constexpr std::size_t kKept = 20;

/// The context's tokens with the largest logits.
std::vector<std::size_t> likeliest(const std::vector<CodePointSpan> &places, const float *logits)
{
    std::vector<std::size_t> tokens;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!places[i].isEmpty())
            tokens.push_back(i);
    }
    const std::size_t count = std::min(kKept, tokens.size());
    std::partial_sort(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(count),
                      tokens.end(),
                      [logits](std::size_t a, std::size_t b) { return logits[a] > logits[b]; });
    tokens.resize(count);
    return tokens;
}

void keepBest(std::vector<FoundAnswer> &answers)
{
    std::stable_sort(answers.begin(), answers.end(),
                     [](const FoundAnswer &a, const FoundAnswer &b) { return a.score > b.score; });
    if (answers.size() > kKept)
        answers.resize(kKept);
}

} // namespace

AnswerSearch::AnswerSearch(std::int64_t longest)
    : m_longest(longest)
{
}

void AnswerSearch::add(const std::vector<CodePointSpan> &places, const float *start,
                       const float *end)
{
    if (places.empty())
        return;
    m_noneScore
        = std::min(m_noneScore, static_cast<double>(start[0]) + static_cast<double>(end[0]));
    const std::vector<std::size_t> ends = likeliest(places, end);
    for (const std::size_t first : likeliest(places, start)) {
        for (const std::size_t last : ends) {
            const bool fits = last >= first && static_cast<std::int64_t>(last - first) < m_longest;
            if (!fits)
                continue;
            const CodePointSpan place { places[first].begin, places[last].end };
            const double score = static_cast<double>(start[first]) + static_cast<double>(end[last]);
            const auto known
                = std::find_if(m_found.begin(), m_found.end(),
                               [&](const FoundAnswer &one) { return one.place == place; });
            if (known == m_found.end())
                m_found.push_back({ place, score, 0 });
            else // two windows show it
                known->score = std::max(known->score, score);
        }
    }
    keepBest(m_found);
}

std::vector<FoundAnswer> AnswerSearch::best(bool mayBeNone) const
{
    std::vector<FoundAnswer> answers = m_found;
    if (mayBeNone && std::isfinite(m_noneScore)) {
        answers.push_back({ {}, m_noneScore, 0 });
        if (answers.size() > kKept)
            answers.erase(answers.end() - 2); // the least likely makes room
        keepBest(answers);
    }
    double sum = 0;
    for (FoundAnswer &answer : answers) {
        answer.probability = std::exp(answer.score - answers.front().score);
        sum += answer.probability;
    }
    for (FoundAnswer &answer : answers)
        answer.probability /= sum;
    return answers;
}

} // namespace tamiz::engine
