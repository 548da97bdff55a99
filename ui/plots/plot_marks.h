// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "core/metrics/metric_event.h"

class QCustomPlot;

namespace tamiz::ui {

/// An event at its place on the x axis.
struct PlacedMark
{
    double x = 0;
    MarkKind kind = MarkKind::Checkpoint;
};

/// Draws events as glyphs that stand on the x axis; what changes the run (pause, a setting) gets a
/// line through the plot as well. The plot owns it.
class PlotMarks;
PlotMarks *addPlotMarks(QCustomPlot &plot);
void setPlotMarks(PlotMarks &marks, std::vector<PlacedMark> placed);

QString markName(MarkKind kind); ///< translated: "Checkpoint"

} // namespace tamiz::ui
