// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace tamiz {

/// Counter-based random numbers: a value depends only on its keys, never on what was drawn before.
/// So a preview, a resumed run and a straight run all see the same draw, in any order and on any
/// thread. Finaliser of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", OOPSLA 2014), applied once a key.
class CounterRandom
{
public:
    explicit constexpr CounterRandom(std::uint64_t seed)
        : m_state(mix(seed + kGamma))
    {
    }

    /// The stream of a sub-key, e.g. random.at(step).at(row).at(rule).
    constexpr CounterRandom at(std::uint64_t key) const
    {
        return CounterRandom(m_state ^ mix(key * kGamma + 1), Raw {});
    }

    /// 64 random bits of position @p index.
    constexpr std::uint64_t bits(std::uint64_t index = 0) const
    {
        return mix(m_state + (index + 1) * kGamma);
    }

    /// Uniform in [0, 1).
    constexpr double uniform(std::uint64_t index = 0) const
    {
        return static_cast<double>(bits(index) >> 11) * 0x1p-53;
    }

    /// Uniform in [0, bound); bound > 0. The bias is below bound / 2^64.
    constexpr std::uint64_t below(std::uint64_t bound, std::uint64_t index = 0) const
    {
        return static_cast<std::uint64_t>((static_cast<Wide>(bits(index)) * bound) >> 64);
    }

private:
    __extension__ using Wide = unsigned __int128;
    struct Raw
    {
    };
    constexpr CounterRandom(std::uint64_t state, Raw)
        : m_state(mix(state))
    {
    }

    static constexpr std::uint64_t kGamma = 0x9E3779B97F4A7C15ULL;
    static constexpr std::uint64_t mix(std::uint64_t z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }

    std::uint64_t m_state;
};

} // namespace tamiz
