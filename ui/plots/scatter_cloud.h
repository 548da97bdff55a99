// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>

#include "ui/plots/scatter_plot.h"

class QCustomPlot;

namespace tamiz::ui {

/// What a scatter plot shows.
struct ScatterState
{
    QList<ScatterPoint> points;
    QList<QPointF> front;
    int selected = -1;
    int hovered = -1;
};

bool isDrawable(const ScatterPoint &point);
QPointF pixelOf(const QCustomPlot &plot, const ScatterPoint &point);

/// Draws trails, front, error bars and marks of @p state, which must outlive the plot's last replot.
void addScatterCloud(QCustomPlot &plot, const ScatterState &state);

} // namespace tamiz::ui
