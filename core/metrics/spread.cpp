// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/spread.h"

#include <algorithm>
#include <cmath>

namespace tamiz {

Spread spreadOf(std::span<const double> values)
{
    // Welford (1962): one pass, and no cancellation between large sums.
    Spread spread;
    double squares = 0;
    for (const double value : values) {
        if (!std::isfinite(value))
            continue;
        spread.min = spread.count == 0 ? value : std::min(spread.min, value);
        spread.max = spread.count == 0 ? value : std::max(spread.max, value);
        ++spread.count;
        const double difference = value - spread.mean;
        spread.mean += difference / static_cast<double>(spread.count);
        squares += difference * (value - spread.mean);
    }
    if (spread.count > 1)
        spread.deviation = std::sqrt(squares / static_cast<double>(spread.count - 1));
    return spread;
}

Spread pairedSpread(std::span<const double> first, std::span<const double> second)
{
    std::vector<double> differences;
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i)
        differences.push_back(second[i] - first[i]);
    return spreadOf(differences);
}

std::vector<std::vector<std::size_t>> groupBySeed(std::span<const Recipe> recipes)
{
    std::vector<Recipe> seedless;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < recipes.size(); ++i) {
        Recipe recipe = recipes[i];
        recipe.seed = 0;
        recipe.output = {};
        const auto known = std::find(seedless.begin(), seedless.end(), recipe);
        if (known != seedless.end()) {
            groups[static_cast<std::size_t>(known - seedless.begin())].push_back(i);
            continue;
        }
        seedless.push_back(std::move(recipe));
        groups.push_back({ i });
    }
    return groups;
}

} // namespace tamiz
