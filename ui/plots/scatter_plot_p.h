// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_export.h"
#include "ui/plots/plot_frame.h"
#include "ui/plots/scatter_cloud.h"
#include "ui/plots/scatter_plot.h"

namespace tamiz::ui {

class PlotInteraction;

/// State of a ScatterPlot; scatter_plot_build.cpp assembles and exports, scatter_plot.cpp behaves.
class ScatterPlot::Private final : public PlotFrame
{
public:
    explicit Private(ScatterPlot *owner)
        : q(owner)
    {
    }

    void build();
    void fit();
    void applyLook();
    void updateEmptyState();
    void fillMenu();
    void save(const QString &format, const QString &path);
    std::optional<int> pointAt(const QPoint &position) const;
    void select(std::optional<int> index, bool isByPerson);
    void selectNext(int direction);
    void showReadout();
    PlotPicture picture();

    ScatterPlot *q;
    ScatterState cloud;
    PlotInteraction *interaction = nullptr;
    QString emptyText;
    QString frontName;
    bool isFollowing = true;
};

} // namespace tamiz::ui
