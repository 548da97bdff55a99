// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace tamiz::ui {

enum class PlotAxis;

/// A number for people in the current locale: four significant digits, no needless exponent.
QString formatValue(double value);
/// With a sign, for differences.
QString formatDifference(double value);
/// The number as a tick of an axis whose ticks are @p tickStep apart.
QString formatTick(double value, double tickStep);
/// 1,250,000 -> "1.25 M"; decimal SI prefixes.
QString formatSi(double value);
/// Seconds as "45 s", "3:20" (minutes) or "2:05:10" (hours).
QString formatDuration(double seconds);
/// A place on an x axis, with its unit: "step 400", "1.25 epochs".
QString formatPlace(PlotAxis axis, double value);
QString axisName(PlotAxis axis);

} // namespace tamiz::ui
