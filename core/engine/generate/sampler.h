// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"

namespace tamiz::engine {

struct SamplingOptions
{
    double temperature = 0; ///< 0 = the likeliest token each time
    std::int64_t topK = 0; ///< only the k likeliest; 0 = all
    double topP = 1; ///< only the likeliest that together reach this probability
    double repetitionPenalty = 1; ///< above 1: tokens that stand in the text become less likely
    std::uint64_t seed = 0;
};

/// Chooses the next token. The order of the steps is transformers': penalty, temperature, top-k,
/// top-p, draw. A draw depends on the seed and the number of the token only.
class Sampler
{
public:
    explicit Sampler(const SamplingOptions &options);

    /// @p scores are logits of the vocabulary, @p text the tokens so far, @p number counts the new ones.
    std::int64_t choose(std::span<const float> scores, std::span<const std::int64_t> text,
                        std::uint64_t number) const;

private:
    SamplingOptions m_options;
    CounterRandom m_random;
};

} // namespace tamiz::engine
