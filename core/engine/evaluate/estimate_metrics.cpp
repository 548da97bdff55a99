// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/estimate_metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tamiz::engine {

namespace {

double mean(const std::vector<double> &values)
{
    return values.empty()
        ? 0
        : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Ranks from 1; equal values share their mean rank.
std::vector<double> ranks(const std::vector<double> &values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::sort(order.begin(), order.end(),
              [&values](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        const double shared = static_cast<double>(begin + 1 + end) / 2;
        for (std::size_t i = begin; i < end; ++i)
            result[order[i]] = shared;
    }
    return result;
}

} // namespace

double meanSquaredError(const std::vector<double> &truth, const std::vector<double> &estimate)
{
    std::vector<double> errors;
    for (std::size_t i = 0; i < truth.size(); ++i)
        errors.push_back((estimate[i] - truth[i]) * (estimate[i] - truth[i]));
    return mean(errors);
}

double meanAbsoluteError(const std::vector<double> &truth, const std::vector<double> &estimate)
{
    std::vector<double> errors;
    for (std::size_t i = 0; i < truth.size(); ++i)
        errors.push_back(std::abs(estimate[i] - truth[i]));
    return mean(errors);
}

double pearson(const std::vector<double> &a, const std::vector<double> &b)
{
    const double meanA = mean(a);
    const double meanB = mean(b);
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += (a[i] - meanA) * (b[i] - meanB);
        squareA += (a[i] - meanA) * (a[i] - meanA);
        squareB += (b[i] - meanB) * (b[i] - meanB);
    }
    return squareA == 0 || squareB == 0 ? 0 : product / std::sqrt(squareA * squareB);
}

double spearman(const std::vector<double> &a, const std::vector<double> &b)
{
    return pearson(ranks(a), ranks(b));
}

} // namespace tamiz::engine
