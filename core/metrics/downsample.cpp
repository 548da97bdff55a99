// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/downsample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tamiz {

namespace {

constexpr auto kNoIndex = static_cast<std::size_t>(-1);

/// Splits the part of x inside [from, to] into columns, and asks @p extremaOf(begin, end) for the
/// indices of the lowest and highest value of each; kNoIndex stands for "no finite value".
template<typename ExtremaOf>
std::vector<std::size_t> selectPoints(std::span<const double> x, double from, double to,
                                      int buckets, const ExtremaOf &extremaOf)
{
    std::vector<std::size_t> selected;
    if (x.empty() || buckets < 1 || !(from <= to))
        return selected;

    const auto indexOf = [&x](auto place) { return static_cast<std::size_t>(place - x.begin()); };
    const std::size_t first = indexOf(std::lower_bound(x.begin(), x.end(), from));
    const std::size_t last = indexOf(std::upper_bound(x.begin(), x.end(), to));
    selected.reserve(std::min(last - first, 3 * static_cast<std::size_t>(buckets)) + 2);
    if (first > 0)
        selected.push_back(first - 1);

    const double width = (to - from) / buckets;
    std::size_t begin = first;
    while (begin < last) {
        // Straight to the column of the next point: empty columns cost nothing.
        const double column = std::floor((x[begin] - from) / width);
        const double border = from + (column + 1) * width;
        const auto rest = x.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto limit = x.begin() + static_cast<std::ptrdiff_t>(last);
        std::size_t end = !(width > 0) || column + 1 >= buckets
            ? last
            : indexOf(std::lower_bound(rest, limit, border));
        end = std::max(end, begin + 1); // rounding may put the border on the point itself

        const auto [lowest, highest] = extremaOf(begin, end);
        std::array<std::size_t, 3> points { lowest == kNoIndex ? end - 1 : lowest,
                                            highest == kNoIndex ? end - 1 : highest, end - 1 };
        std::sort(points.begin(), points.end());
        const auto unique = std::unique(points.begin(), points.end());
        selected.insert(selected.end(), points.begin(), unique);
        begin = end;
    }
    if (last < x.size())
        selected.push_back(last);
    return selected;
}

} // namespace

std::vector<std::size_t> downsample(std::span<const double> x, std::span<const double> y,
                                    double from, double to, int buckets)
{
    const auto extremaOf = [y](std::size_t begin, std::size_t end) {
        std::pair<std::size_t, std::size_t> found { kNoIndex, kNoIndex };
        for (std::size_t i = begin; i < end; ++i) {
            if (!std::isfinite(y[i]))
                continue;
            if (found.first == kNoIndex || y[i] < y[found.first])
                found.first = i;
            if (found.second == kNoIndex || y[i] > y[found.second])
                found.second = i;
        }
        return found;
    };
    const std::size_t count = std::min(x.size(), y.size());
    return selectPoints(x.first(count), from, to, buckets, extremaOf);
}

// Of equal values the first counts, whatever the order of the calls.
inline void ExtremaIndex::Extrema::include(double value, std::size_t index)
{
    if (!std::isfinite(value))
        return;
    if (value < low || (value == low && index < lowest)) {
        low = value;
        lowest = index;
    }
    if (value > high || (value == high && index < highest)) {
        high = value;
        highest = index;
    }
}

inline void ExtremaIndex::Extrema::include(const Extrema &other)
{
    if (other.lowest == kNone)
        return;
    include(other.low, other.lowest);
    include(other.high, other.highest);
}

void ExtremaIndex::append(double value)
{
    append(std::span(&value, 1));
}

void ExtremaIndex::append(std::span<const double> values)
{
    if (values.empty())
        return;
    std::size_t fresh
        = m_values.size(); // of the level below: its first entry that is new or changed
    m_values.insert(m_values.end(), values.begin(), values.end());
    std::size_t below = m_values.size();
    for (std::size_t level = 0; level == 0 || below > 1; ++level) {
        if (level == m_levels.size()) {
            // A new top level starts with what the level below it holds already.
            m_levels.emplace_back();
            fresh = 0;
        }
        std::vector<Extrema> &blocks = m_levels[level];
        blocks.resize((below + kFanout - 1) / kFanout);
        for (std::size_t i = fresh; i < below; ++i) {
            if (level == 0)
                blocks[i / kFanout].include(m_values[i], i);
            else
                blocks[i / kFanout].include(m_levels[level - 1][i]);
        }
        fresh /= kFanout;
        below = blocks.size();
    }
}

void ExtremaIndex::reserve(std::size_t size)
{
    m_values.reserve(size);
}

void ExtremaIndex::clear()
{
    m_values.clear();
    m_levels.clear();
}

ExtremaIndex::Extrema ExtremaIndex::extremaOf(std::size_t begin, std::size_t end) const
{
    Extrema found;
    // The ragged ends value by value, then block by block, going up a level as long as it pays.
    for (; begin < end && begin % kFanout != 0; ++begin)
        found.include(m_values[begin], begin);
    Extrema tail;
    for (; begin < end && end % kFanout != 0; --end)
        tail.include(m_values[end - 1], end - 1);
    begin /= kFanout;
    end /= kFanout;
    for (std::size_t level = 0; begin < end; ++level) {
        const bool isTop = level + 1 == m_levels.size();
        for (; begin < end && (isTop || begin % kFanout != 0); ++begin)
            found.include(m_levels[level][begin]);
        for (; begin < end && end % kFanout != 0; --end)
            tail.include(m_levels[level][end - 1]);
        begin /= kFanout;
        end /= kFanout;
    }
    found.include(tail);
    return found;
}

std::vector<std::size_t> ExtremaIndex::downsample(std::span<const double> x, double from, double to,
                                                  int buckets) const
{
    const std::size_t count = std::min(x.size(), size());
    return selectPoints(x.first(count), from, to, buckets,
                        [this](std::size_t begin, std::size_t end) {
                            const Extrema extrema = extremaOf(begin, end);
                            return std::pair { extrema.lowest, extrema.highest };
                        });
}

} // namespace tamiz
