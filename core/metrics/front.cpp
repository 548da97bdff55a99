// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/front.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tamiz {

std::vector<std::size_t> nonDominated(std::span<const Trade> trades)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < trades.size(); ++i) {
        if (std::isfinite(trades[i].gain) && std::isfinite(trades[i].cost))
            order.push_back(i);
    }
    // Best gain first, cheapest first among equals: a trade stays when it is cheaper than all so far.
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return trades[a].gain != trades[b].gain ? trades[a].gain > trades[b].gain
                                                : trades[a].cost < trades[b].cost;
    });
    std::vector<std::size_t> front;
    double cheapest = std::numeric_limits<double>::infinity();
    for (const std::size_t i : order) {
        const bool isEqualToLast = !front.empty() && trades[front.back()] == trades[i];
        if (trades[i].cost < cheapest || isEqualToLast)
            front.push_back(i);
        cheapest = std::min(cheapest, trades[i].cost);
    }
    std::reverse(front.begin(), front.end());
    return front;
}

} // namespace tamiz
