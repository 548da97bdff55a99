// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_export.h"
#include "ui/plots/scatter_cloud.h"
#include "ui/plots/scatter_plot.h"

class QCustomPlot;
class QLabel;
class QMenu;
class QToolButton;

namespace tamiz::ui {

class PlotInteraction;
class PlotReadout;

/// State of a ScatterPlot; scatter_plot_build.cpp assembles and exports, scatter_plot.cpp behaves.
class ScatterPlot::Private
{
public:
    explicit Private(ScatterPlot *owner)
        : q(owner)
    {
    }

    void build();
    void schedule();
    void fit();
    void applyLook();
    void updateEmptyState();
    void fillMenu(QMenu &menu);
    void exportWithDialog(const QString &format);
    std::optional<int> pointAt(const QPoint &position) const;
    void select(std::optional<int> index, bool isByPerson);
    void selectNext(int direction);
    void showReadout();
    PlotPicture picture();

    ScatterPlot *q;
    QCustomPlot *plot = nullptr;
    ScatterState cloud;
    PlotInteraction *interaction = nullptr;
    PlotReadout *readout = nullptr;
    QLabel *titleLabel = nullptr;
    QLabel *emptyLabel = nullptr;
    QToolButton *menuButton = nullptr;
    QString title;
    QString emptyText;
    QString frontName;
    bool isFollowing = true;
    bool isScheduled = false;
};

} // namespace tamiz::ui
