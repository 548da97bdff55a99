// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tamiz {

/// A run or checkpoint as a trade between what it gains and what it costs: task metric (turned round
/// where lower is better) and forgetting.
struct Trade
{
    double gain = 0; ///< more is better
    double cost = 0; ///< less is better

    bool operator==(const Trade &) const = default;
};

/// The front: positions of the trades that no other one beats, by gain, cheapest first. A trade is
/// beaten when another gains at least as much for at most the same cost and is better in one of the
/// two; of equal trades all stay. Trades that are not finite are left out. O(n log n).
std::vector<std::size_t> nonDominated(std::span<const Trade> trades);

} // namespace tamiz
