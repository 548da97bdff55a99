// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/metrics/downsample.h"
#include "core/metrics/smoothing.h"
#include "core/store/run_store.h"

namespace tamiz::ui {

enum class PlotAxis;

struct PlotPoint
{
    double x = 0;
    double y = 0;
};

/// All points of one curve, ready to be drawn at any zoom: sorted along the chosen axis, smoothed on
/// request, with an index of extremes. Appending costs amortised constant time a point, and after
/// assign() nothing is copied before the points are twice as many. May be made on any thread.
class SeriesBuffer
{
public:
    SeriesBuffer();
    SeriesBuffer(SeriesPoints points, PlotAxis axis = {}, double smoothing = 0);

    void assign(SeriesPoints points); ///< columns of unequal length are cut to the shortest
    void append(const SeriesPoints &points);
    void setAxis(PlotAxis axis);
    void setSmoothing(double factor); ///< [0, 1): 0 = none

    std::size_t size() const { return m_points.value.size(); }
    bool isEmpty() const { return m_points.value.empty(); }
    bool isSmoothed() const { return m_factor > 0; }
    const SeriesPoints &points() const { return m_points; }

    /// Along the axis, sorted.
    std::span<const double> x() const { return m_x; }
    std::span<const double> values() const { return m_values.values(); }
    std::span<const double> smoothed() const { return m_smoothed.values(); }

    /// Position (along the axis) of the point nearest to @p x that has a finite value.
    std::optional<std::size_t> nearest(double x) const;

    /// Where a step lies on the axis, interpolated; nothing when there are no points.
    std::optional<double> axisOfStep(double step) const;

    /// What has to be drawn of [lower, upper] on @p columns pixels: each pixel column's minimum,
    /// maximum and last value, and one point beyond each edge. Not-finite values (and, with
    /// @p positiveOnly, those not above zero) become NaN: a gap. Replaces the content of @p out.
    void reduce(double lower, double upper, int columns, bool useSmoothed, bool positiveOnly,
                std::vector<PlotPoint> &out) const;

private:
    double axisValue(std::size_t position) const;
    void reserve(std::size_t size);
    void rebuild();
    void extend(std::size_t from);
    void sortByAxis(std::vector<double> &values);

    SeriesPoints m_points; ///< in order of arrival
    PlotAxis m_axis;
    double m_factor = 0;
    MovingAverage m_average { 0 };
    std::vector<double> m_x;
    bool m_isInOrder = true; ///< arrival order is axis order
    ExtremaIndex m_values;
    ExtremaIndex m_smoothed;
};

} // namespace tamiz::ui
