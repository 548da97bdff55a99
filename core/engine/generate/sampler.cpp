// SPDX-License-Identifier: Apache-2.0
#include "core/engine/generate/sampler.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace tamiz::engine {

namespace {

struct Candidate
{
    std::int64_t id = 0;
    double weight = 0; ///< a logit, then a probability that is not normalised
};

/// Keskar et al., "CTRL", section 4.1: logits of what stands in the text are divided, or multiplied
/// where they are negative.
void penalise(std::vector<float> &scores, std::span<const std::int64_t> text, double penalty)
{
    for (const std::int64_t id : std::set<std::int64_t>(text.begin(), text.end())) {
        if (id < 0 || id >= static_cast<std::int64_t>(scores.size()))
            continue;
        float &score = scores[static_cast<std::size_t>(id)];
        score = static_cast<float>(score < 0 ? score * penalty : score / penalty);
    }
}

/// Likeliest first; equal ones in the order of their ids.
std::vector<Candidate> ranked(const std::vector<float> &scores, double temperature,
                              std::size_t kept)
{
    std::vector<Candidate> candidates;
    candidates.reserve(scores.size());
    for (std::size_t id = 0; id < scores.size(); ++id)
        candidates.push_back({ static_cast<std::int64_t>(id), scores[id] / temperature });
    const auto isLikelier = [](const Candidate &a, const Candidate &b) {
        return std::pair(-a.weight, a.id) < std::pair(-b.weight, b.id);
    };
    std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(kept),
                      candidates.end(), isLikelier);
    candidates.resize(kept);
    return candidates;
}

} // namespace

Sampler::Sampler(const SamplingOptions &options)
    : m_options(options)
    , m_random(options.seed)
{
}

std::int64_t Sampler::choose(std::span<const float> logits, std::span<const std::int64_t> text,
                             std::uint64_t number) const
{
    std::vector<float> scores(logits.begin(), logits.end());
    if (m_options.repetitionPenalty != 1)
        penalise(scores, text, m_options.repetitionPenalty);
    if (m_options.temperature <= 0)
        return std::max_element(scores.begin(), scores.end()) - scores.begin();

    const std::size_t kept = m_options.topK > 0
        ? std::min(scores.size(), static_cast<std::size_t>(m_options.topK))
        : scores.size();
    std::vector<Candidate> candidates = ranked(scores, m_options.temperature, kept);
    const double largest = candidates.front().weight;
    double total = 0;
    for (Candidate &candidate : candidates) {
        candidate.weight = std::exp(candidate.weight - largest);
        total += candidate.weight;
    }
    double sum = 0;
    std::size_t used = 0;
    while (used < candidates.size() && (used == 0 || sum < m_options.topP * total))
        sum += candidates[used++].weight;

    double left = m_random.uniform(number) * sum;
    for (std::size_t i = 0; i + 1 < used; ++i) {
        left -= candidates[i].weight;
        if (left < 0)
            return candidates[i].id;
    }
    return candidates[used - 1].id;
}

} // namespace tamiz::engine
