// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace tamiz::engine {

/// How well estimates follow the true numbers. Both lists have one length.
double meanSquaredError(const std::vector<double> &truth, const std::vector<double> &estimate);
double meanAbsoluteError(const std::vector<double> &truth, const std::vector<double> &estimate);

/// Pearson's r; 0 where one of the two does not vary, which gives no r.
double pearson(const std::vector<double> &a, const std::vector<double> &b);

/// Spearman's rho: Pearson's r of the ranks, equal values sharing their mean rank.
double spearman(const std::vector<double> &a, const std::vector<double> &b);

} // namespace tamiz::engine
