// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace tamiz {

/// Which points of a curve to draw on @p buckets pixel columns that cover [@p from, @p to]: of each
/// column the lowest, the highest and the last point, so no peak is lost. Returns ascending indices,
/// at most 3 a column, and the nearest point on either side so that lines run to the border. A column
/// without a finite value gives its last point (a gap in the line). @p x ascends; O(n).
std::vector<std::size_t> downsample(std::span<const double> x, std::span<const double> y,
                                    double from, double to, int buckets);

/// Lowest and highest value over any index range in logarithmic time, for curves too long to be walked
/// for each frame. Appending is amortised constant time. Holds no x values: the same index serves
/// each x axis. Not synchronised.
class ExtremaIndex
{
public:
    void append(double value);
    void append(std::span<const double> values);
    void reserve(std::size_t size); ///< up to here appending copies no value that is there
    void clear();

    std::size_t size() const { return m_values.size(); }
    std::span<const double> values() const { return m_values; }

    /// As the free function; x.size() must be at least size(), further entries are not looked at.
    std::vector<std::size_t> downsample(std::span<const double> x, double from, double to,
                                        int buckets) const;

private:
    /// The values stand beside their places: a query then never jumps about in the column.
    struct Extrema
    {
        double low = std::numeric_limits<double>::infinity();
        double high = -std::numeric_limits<double>::infinity();
        std::size_t lowest = kNone;
        std::size_t highest = kNone;

        void include(double value, std::size_t index);
        void include(const Extrema &other);
    };
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    static constexpr std::size_t kFanout = 16;

    Extrema extremaOf(std::size_t begin, std::size_t end) const;

    std::vector<double> m_values;
    std::vector<std::vector<Extrema>> m_levels; ///< [level][block of kFanout^(level+1) values]
};

} // namespace tamiz
