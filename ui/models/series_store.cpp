// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/series_store.h"

#include <algorithm>
#include <utility>

namespace tamiz::ui {

namespace {

template<typename Column, typename Value>
void put(Column &column, std::size_t at, bool isReplacing, Value value)
{
    if (isReplacing)
        column[at] = value;
    else
        column.insert(column.begin() + static_cast<std::ptrdiff_t>(at), value);
}

/// Copies row @p from of @p source behind the rows of @p target.
void appendRow(SeriesPoints &target, const SeriesPoints &source, std::size_t from)
{
    target.step.push_back(source.step[from]);
    target.epoch.push_back(source.epoch[from]);
    target.tokens.push_back(source.tokens[from]);
    target.seconds.push_back(source.seconds[from]);
    target.value.push_back(source.value[from]);
    target.count.push_back(source.count[from]);
}

} // namespace

void insertPoint(SeriesPoints &points, const Scalar &scalar)
{
    const auto lower = points.step.empty() || points.step.back() < scalar.step
        ? points.step.end()
        : std::lower_bound(points.step.begin(), points.step.end(), scalar.step);
    const auto at = static_cast<std::size_t>(lower - points.step.begin());
    const bool isReplacing = lower != points.step.end() && *lower == scalar.step;
    put(points.step, at, isReplacing, scalar.step);
    put(points.epoch, at, isReplacing, scalar.epoch);
    put(points.tokens, at, isReplacing, scalar.tokens);
    put(points.seconds, at, isReplacing, scalar.seconds);
    put(points.value, at, isReplacing, scalar.value);
    put(points.count, at, isReplacing, scalar.count);
}

SeriesPoints mergePoints(SeriesPoints older, const SeriesPoints &newer)
{
    if (newer.step.empty())
        return older;
    if (older.step.empty() || older.step.back() < newer.step.front()) {
        for (std::size_t row = 0; row < newer.step.size(); ++row)
            appendRow(older, newer, row);
        return older;
    }
    SeriesPoints merged;
    std::size_t left = 0;
    std::size_t right = 0;
    while (left < older.step.size() || right < newer.step.size()) {
        const bool isNewerDone = right == newer.step.size();
        const bool isOlderDone = left == older.step.size();
        if (isNewerDone || (!isOlderDone && older.step[left] < newer.step[right])) {
            appendRow(merged, older, left++);
            continue;
        }
        if (!isOlderDone && older.step[left] == newer.step[right])
            ++left;
        appendRow(merged, newer, right++);
    }
    return merged;
}

SeriesPoints pointsAfter(const SeriesPoints &points, std::int64_t step)
{
    SeriesPoints later;
    const auto first = std::upper_bound(points.step.begin(), points.step.end(), step);
    for (auto row = static_cast<std::size_t>(first - points.step.begin()); row < points.step.size();
         ++row)
        appendRow(later, points, row);
    return later;
}

const SeriesPoints *SeriesStore::points(const SeriesKey &key) const
{
    const auto found = m_series.find(key);
    return found == m_series.end() ? nullptr : &found->second;
}

std::size_t SeriesStore::pointCount() const
{
    std::size_t count = 0;
    for (const auto &[key, points] : m_series)
        count += points.step.size();
    return count;
}

} // namespace tamiz::ui
