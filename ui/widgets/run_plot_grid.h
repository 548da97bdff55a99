// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"
#include "ui/bridge/run_feed.h"
#include "ui/plots/metric_plot.h"
#include "ui/widgets/plot_toolbar.h"
#include "ui/widgets/run_curves.h"

class QAction;
class QGridLayout;
class QScrollArea;

namespace tamiz::ui {

class PlotCard;
class PlotGroup;

/// A run's curves as a grid of plots that share x range and cursor. A plot appears with its first
/// point (the usual ones are there before); a person may hide any. GUI thread only.
class RunPlotGrid final : public QWidget
{
    Q_OBJECT

public:
    explicit RunPlotGrid(QWidget *parent = nullptr);
    ~RunPlotGrid() override;

    /// Forgets all curves and marks; @p curves places those that come.
    void clear(RunCurves curves);
    void setCurve(const SeriesKey &key, SeriesBuffer points);
    void append(const RunFeed::NewPoints &points);
    void setMarks(const std::vector<Mark> &marks);
    void addMark(const Mark &mark);

    /// nullptr while the run has no such points.
    MetricPlot *plot(RunPlot kind) const;
    PlotCard *card(RunPlot kind) const;
    std::size_t pointCount(const SeriesKey &key) const;
    RunFeed::Look lookOf(const SeriesKey &key) const;
    PlotToolbar *toolbar() const { return m_toolbar; }

    /// Saves every shown plot as "<folder>/<prefix>-<plot>.<format>"; stops at the first failure.
    Status exportPlots(const QString &folder, const QString &prefix,
                       PlotToolbar::ExportFormat format) const;

signals:
    void exportRequested(tamiz::ui::PlotToolbar::ExportFormat format);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Cell
    {
        PlotCard *card = nullptr;
        MetricPlot *plot = nullptr; ///< the card's
        QAction *toggle = nullptr; ///< in the toolbar's menu
        bool hasCurves = false;
    };
    struct Place
    {
        RunPlot kind = RunPlot::Other;
        CurveId curve = 0;
    };

    Cell &cell(RunPlot kind);
    Cell makeCell(RunPlot kind);
    Place place(const SeriesKey &key);
    void chooseFaces();
    void showCursor(std::optional<double> x);
    void updateSoon();
    bool isShown(const Cell &cell, RunPlot kind) const;
    int columnsFor(int width) const;
    void arrange();
    void applyToolbar(RunPlot kind, MetricPlot &plot) const;
    double smoothingOf(RunPlot kind) const;
    void retranslate();

    PlotToolbar *m_toolbar;
    QScrollArea *m_scroll;
    QGridLayout *m_grid;
    PlotGroup *m_group;
    std::map<RunPlot, Cell> m_cells;
    std::map<SeriesKey, Place> m_places;
    std::vector<Mark> m_marks;
    RunCurves m_curves;
    std::optional<bool> m_heatChoice; ///< a person's; else heat maps where there are many classes
    QTimer m_extentTimer;
};

} // namespace tamiz::ui
