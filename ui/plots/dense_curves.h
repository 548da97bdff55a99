// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QColor>

#include "ui/plots/series_buffer.h"

class QCustomPlot;

namespace tamiz::ui {

/// A curve with points on every pixel column; @p points must outlive the next replot.
struct DenseCurve
{
    const std::vector<PlotPoint> *points = nullptr;
    QColor color;
    int thickness = 1; ///< logical pixels
};

/// Draws curves that have points on every pixel column, as one vertical run of pixels a column and
/// curve. What a later curve covers is never painted, so ten noisy curves of a million points cost
/// one pass over the picture; QPainter would stroke each of them over the full height.
class DenseCurves;
DenseCurves *addDenseCurves(QCustomPlot &plot);
void setDenseCurves(DenseCurves &layer, std::vector<DenseCurve> curves); ///< lowest first

} // namespace tamiz::ui
