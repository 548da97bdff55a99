// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <span>
#include <vector>

namespace tamiz {

/// Exponential moving average with the start-up bias taken out (Kingma & Ba, "Adam", 2015, section
/// 3): the first value comes back as it is, not pulled towards zero. Values that are not finite pass
/// through and leave the average as it was.
class MovingAverage
{
public:
    /// @p weight of the past, in [0, 1); 0 = no smoothing.
    explicit MovingAverage(double weight)
        : m_weight(weight)
    {
    }

    double add(double value)
    {
        if (!std::isfinite(value))
            return value;
        m_average = m_weight * m_average + (1 - m_weight) * value;
        m_remainingBias *= m_weight;
        return m_average / (1 - m_remainingBias);
    }

private:
    double m_weight;
    double m_average = 0;
    double m_remainingBias = 1; ///< weight ^ values seen
};

/// The moving average at each value of a curve.
inline std::vector<double> smooth(std::span<const double> values, double weight)
{
    MovingAverage average(weight);
    std::vector<double> result;
    result.reserve(values.size());
    for (const double value : values)
        result.push_back(average.add(value));
    return result;
}

} // namespace tamiz
