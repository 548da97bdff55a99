// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QColor>
#include <QPalette>
#include <QSharedPointer>

class QCPAxisTicker;
class QCustomPlot;

namespace tamiz::ui {

enum class PlotAxis;

/// Colours, pens and fonts of a plot from the palette; call again when it changes.
void applyPlotLook(QCustomPlot &plot, const QPalette &palette);

/// @p share of @p color over @p ground, opaque: the raster engine draws opaque lines much faster.
QColor blend(const QColor &color, const QColor &ground, double share);

// Tick labels in the current locale.
QSharedPointer<QCPAxisTicker> makeValueTicker();
QSharedPointer<QCPAxisTicker> makeLogTicker();
QSharedPointer<QCPAxisTicker>
makePlaceTicker(PlotAxis axis); ///< whole steps, SI tokens, clock time

} // namespace tamiz::ui
