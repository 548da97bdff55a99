// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/recipe/recipe.h"

namespace tamiz {

/// Values of one figure over repeated runs.
struct Spread
{
    std::size_t count = 0; ///< finite values
    double mean = 0;
    double deviation = 0; ///< sample standard deviation (n - 1); 0 for fewer than two values
    double min = 0;
    double max = 0;

    bool operator==(const Spread &) const = default;
};

/// Of the finite values; all zero when there is none.
Spread spreadOf(std::span<const double> values);

/// Spread of the differences second[i] - first[i] of runs that share a seed: pairs in which either
/// value is not finite are left out. Both have the same length.
Spread pairedSpread(std::span<const double> first, std::span<const double> second);

/// Puts recipes that differ in nothing but seed, name and output folder together: groups of
/// positions, in order of first appearance.
std::vector<std::vector<std::size_t>> groupBySeed(std::span<const Recipe> recipes);

} // namespace tamiz
