// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QPointer>

#include "ui/plots/dense_curves.h"
#include "ui/plots/metric_plot.h"
#include "ui/plots/plot_frame.h"
#include "ui/plots/plot_marks.h"
#include "ui/plots/series_buffer.h"

class QCPGraph;
class QCPItemStraightLine;
class QCPItemText;
class QCPLayer;

namespace tamiz::ui {

class PlotInteraction;
class PlotLegend;

/// State and drawing of a MetricPlot; metric_plot.cpp answers callers, metric_plot_draw.cpp draws.
class MetricPlot::Private final : public PlotFrame
{
public:
    struct Curve
    {
        CurveStyle style;
        SeriesBuffer buffer;
        bool isVisible = true;
        QCPGraph *raw = nullptr;
        QCPGraph *smoothed = nullptr; ///< exists while smoothing is on
        std::vector<PlotPoint> drawn;
        std::vector<PlotPoint> drawnSmoothed;
    };

    explicit Private(MetricPlot *owner);

    void build();
    Curve *find(CurveId id);
    const Curve *find(CurveId id) const;
    bool isEmpty() const;

    /// Just before each replot: ranges, reduced points, pens.
    void prepare();
    void fitX();
    void reduceCurves();
    void fitY();
    void passPoints();
    bool isNoisy(const std::vector<PlotPoint> &points) const;
    void styleGraph(QCPGraph &graph, const Curve &curve, bool isFaint) const;
    QColor colorOf(const Curve &curve, bool isFaint) const;
    void placeMarks();
    void placeThreshold();

    void showCursor();
    void moveCursor(double x, bool isByPerson);
    void stepCursor(int direction);
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);

    void applyAxis();
    void applyPalette();
    void retranslate();
    void updateEmptyState();
    void fillMenu();
    void save(const QString &format, const QString &path);

    MetricPlot *q;
    PlotInteraction *interaction = nullptr;
    PlotLegend *legend = nullptr;
    DenseCurves *denseCurves = nullptr;
    PlotMarks *marksLayer = nullptr;
    QCPLayer *cursorLayer = nullptr;
    QCPItemStraightLine *cursorLine = nullptr;
    QCPItemStraightLine *thresholdLine = nullptr;
    QCPItemText *thresholdText = nullptr;

    std::map<CurveId, Curve> curves;
    CurveId nextId = 1;
    std::vector<Mark> marks;
    std::vector<PlacedMark> placedMarks; ///< same order as marks, as far as they can be placed
    QString valueLabel;
    QString emptyText;
    QString thresholdLabel;
    std::optional<double> threshold;
    PlotAxis axis = PlotAxis::Step;
    double smoothing = 0;
    bool isClipped = false;
    bool isCompact = false;
    ExtentSource extentSource;
    bool isFollowingX = true; ///< false once a person or setXRange() chose a range
    bool isFollowingY = true;
    bool isThin = false; ///< too many points in sight for wide or dashed lines
    bool isLegendWanted = true;
    std::optional<double> cursorX;
    int replots = 0;
};

} // namespace tamiz::ui
