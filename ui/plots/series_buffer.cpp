// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/series_buffer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "ui/plots/metric_plot.h"

namespace tamiz::ui {

namespace {

std::size_t shortest(const SeriesPoints &points)
{
    return std::min({ points.step.size(), points.epoch.size(), points.tokens.size(),
                      points.seconds.size(), points.value.size(), points.count.size() });
}

template<typename Column>
void appendColumn(Column &column, const Column &more, std::size_t size)
{
    column.insert(column.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(size));
}

double clampSmoothing(double factor)
{
    return std::clamp(factor, 0.0, 0.999);
}

} // namespace

SeriesBuffer::SeriesBuffer()
    : m_axis(PlotAxis::Step)
{
}

SeriesBuffer::SeriesBuffer(SeriesPoints points, PlotAxis axis, double smoothing)
    : m_axis(axis)
    , m_factor(clampSmoothing(smoothing))
{
    assign(std::move(points));
}

void SeriesBuffer::assign(SeriesPoints points)
{
    const std::size_t size = shortest(points);
    m_points = std::move(points);
    m_points.step.resize(size);
    m_points.epoch.resize(size);
    m_points.tokens.resize(size);
    m_points.seconds.resize(size);
    m_points.value.resize(size);
    m_points.count.resize(size);
    reserve(2 * size);
    rebuild();
}

void SeriesBuffer::append(const SeriesPoints &points)
{
    const std::size_t from = size();
    const std::size_t more = shortest(points);
    appendColumn(m_points.step, points.step, more);
    appendColumn(m_points.epoch, points.epoch, more);
    appendColumn(m_points.tokens, points.tokens, more);
    appendColumn(m_points.seconds, points.seconds, more);
    appendColumn(m_points.value, points.value, more);
    appendColumn(m_points.count, points.count, more);
    extend(from);
}

void SeriesBuffer::setAxis(PlotAxis axis)
{
    if (axis == m_axis)
        return;
    m_axis = axis;
    rebuild();
}

void SeriesBuffer::setSmoothing(double factor)
{
    factor = clampSmoothing(factor);
    if (factor == m_factor)
        return;
    m_factor = factor;
    rebuild();
}

std::optional<std::size_t> SeriesBuffer::nearest(double x) const
{
    const std::span<const double> column = values();
    const auto right
        = static_cast<std::size_t>(std::lower_bound(m_x.begin(), m_x.end(), x) - m_x.begin());
    std::size_t after = right;
    while (after < m_x.size() && !std::isfinite(column[after]))
        ++after;
    std::size_t before = right;
    while (before > 0 && !std::isfinite(column[before - 1]))
        --before;
    if (before == 0 && after == m_x.size())
        return std::nullopt;
    if (before == 0)
        return after;
    if (after == m_x.size())
        return before - 1;
    return x - m_x[before - 1] <= m_x[after] - x ? before - 1 : after;
}

std::optional<double> SeriesBuffer::axisOfStep(double step) const
{
    if (m_axis == PlotAxis::Step)
        return step;
    const std::vector<std::int64_t> &steps = m_points.step;
    if (steps.empty())
        return std::nullopt;
    const auto after
        = std::lower_bound(steps.begin(), steps.end(), step, [](std::int64_t s, double bound) {
              return static_cast<double>(s) < bound;
          });
    const auto right = static_cast<std::size_t>(after - steps.begin());
    if (right == steps.size())
        return axisValue(right - 1);
    if (right == 0)
        return axisValue(0);
    const auto from = static_cast<double>(steps[right - 1]);
    const auto to = static_cast<double>(steps[right]);
    const double share = to > from ? (step - from) / (to - from) : 0;
    return std::lerp(axisValue(right - 1), axisValue(right), share);
}

void SeriesBuffer::reduce(double lower, double upper, int columns, bool useSmoothed,
                          bool positiveOnly, std::vector<PlotPoint> &out) const
{
    out.clear();
    if (m_x.empty() || !(lower < upper) || columns < 1)
        return;
    // Columns lie on a grid fixed in x, not to the window: a pan does not make the curve shimmer.
    const double width = (upper - lower) / columns;
    const double from = std::floor(lower / width) * width;
    const ExtremaIndex &index = useSmoothed && m_factor > 0 ? m_smoothed : m_values;
    const std::span<const double> y = index.values();
    for (const std::size_t i :
         index.downsample(m_x, from, from + (columns + 1) * width, columns + 1)) {
        const bool canDraw = std::isfinite(y[i]) && (!positiveOnly || y[i] > 0);
        out.push_back({ m_x[i], canDraw ? y[i] : std::numeric_limits<double>::quiet_NaN() });
    }
}

double SeriesBuffer::axisValue(std::size_t position) const
{
    switch (m_axis) {
    case PlotAxis::Epoch:
        return m_points.epoch[position];
    case PlotAxis::Tokens:
        return static_cast<double>(m_points.tokens[position]);
    case PlotAxis::Time:
        return m_points.seconds[position];
    case PlotAxis::Step:
        break;
    }
    return static_cast<double>(m_points.step[position]);
}

/// Pages that are reserved and not written to take no memory.
void SeriesBuffer::reserve(std::size_t size)
{
    m_points.step.reserve(size);
    m_points.epoch.reserve(size);
    m_points.tokens.reserve(size);
    m_points.seconds.reserve(size);
    m_points.value.reserve(size);
    m_points.count.reserve(size);
    m_x.reserve(size);
    m_values.reserve(size);
    if (isSmoothed())
        m_smoothed.reserve(size);
}

void SeriesBuffer::rebuild()
{
    m_x.clear();
    m_isInOrder = true;
    m_values.clear();
    m_smoothed.clear();
    m_average = MovingAverage(m_factor);
    extend(0);
}

void SeriesBuffer::extend(std::size_t from)
{
    for (std::size_t i = from; i < size(); ++i) {
        // Not-finite places (a hostile file) stay where their neighbour is.
        const double x = axisValue(i);
        m_x.push_back(std::isfinite(x) ? x : (m_x.empty() ? 0 : m_x.back()));
    }
    const auto fresh = m_x.begin() + static_cast<std::ptrdiff_t>(from > 0 ? from - 1 : 0);
    if (m_isInOrder && std::is_sorted(fresh, m_x.end())) {
        m_values.append(std::span<const double>(m_points.value).subspan(from));
    } else {
        std::vector<double> values;
        sortByAxis(values);
        m_values.clear();
        m_values.append(values);
        m_smoothed.clear();
        m_average = MovingAverage(m_factor);
    }
    if (m_factor == 0)
        return;
    const std::span<const double> rest = values().subspan(m_smoothed.size());
    std::vector<double> smoothed(rest.size());
    std::transform(rest.begin(), rest.end(), smoothed.begin(),
                   [this](double value) { return m_average.add(value); });
    m_smoothed.append(smoothed);
}

void SeriesBuffer::sortByAxis(std::vector<double> &values)
{
    m_isInOrder = false;
    m_x.resize(size());
    for (std::size_t i = 0; i < size(); ++i) {
        const double x = axisValue(i);
        m_x[i] = std::isfinite(x) ? x : (i == 0 ? 0 : m_x[i - 1]);
    }
    std::vector<std::size_t> order(size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    std::stable_sort(order.begin(), order.end(),
                     [this](std::size_t a, std::size_t b) { return m_x[a] < m_x[b]; });
    std::vector<double> x;
    x.reserve(size());
    values.reserve(size());
    for (const std::size_t i : order) {
        x.push_back(m_x[i]);
        values.push_back(m_points.value[i]);
    }
    m_x = std::move(x);
}

} // namespace tamiz::ui
