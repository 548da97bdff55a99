// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

#include "core/base/random.h"
#include "core/store/run_store.h"

namespace tamiz::test {

/// A falling loss with noise, @p count points from step @p first on; the same for the same seed.
inline SeriesPoints fallingLoss(std::size_t count, std::uint64_t seed, std::int64_t first = 1)
{
    const CounterRandom random = CounterRandom(seed);
    SeriesPoints points;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t step = first + static_cast<std::int64_t>(i);
        const double progress = static_cast<double>(step) / static_cast<double>(count);
        points.step.push_back(step);
        points.epoch.push_back(3 * progress);
        points.tokens.push_back(step * 1024);
        points.seconds.push_back(0.25 * static_cast<double>(step));
        points.value.push_back(0.4 + 2.1 * std::exp(-4 * progress)
                               + 0.2 * (random.uniform(static_cast<std::uint64_t>(step)) - 0.5));
        points.count.push_back(1024);
    }
    return points;
}

} // namespace tamiz::test
