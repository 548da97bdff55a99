// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <QList>
#include <QPointF>
#include <QWidget>

#include "core/base/result.h"
#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"
#include "ui/plots/curve_style.h"

namespace tamiz::ui {

/// The column of SeriesPoints that runs along x.
enum class PlotAxis { Step, Epoch, Tokens, Time };

using CurveId = int;

/// A range of the x axis, in its unit.
struct PlotExtent
{
    double lower = 0;
    double upper = 0;
};
struct PlotPicture;
class SeriesBuffer;

/// Curves over one x axis, live or from the store. All points are kept; what is drawn is reduced a
/// pixel column to its minimum, maximum and last value. Whatever changes, at most one replot is done
/// in a turn of the event loop, and none while the widget is hidden.
///
/// Mouse: wheel zooms x (over the value axis: y), left drag pans, Shift+drag zooms into a box, double
/// click resets, right click opens the menu. Keys: Left/Right move the cursor, Shift+Left/Right pan,
/// + and - zoom, Home resets, L toggles the log scale. GUI thread only.
class MetricPlot : public QWidget
{
    Q_OBJECT

public:
    explicit MetricPlot(QWidget *parent = nullptr);
    ~MetricPlot() override;

    CurveId addCurve(const CurveStyle &style);
    void setCurveStyle(CurveId curve, const CurveStyle &style);
    void removeCurve(CurveId curve);
    void clear(); ///< removes all curves and marks
    QList<CurveId> curves() const;
    CurveStyle curveStyle(CurveId curve) const;

    /// Replaces a curve's points. Columns of unequal length are cut to the shortest.
    void setPoints(CurveId curve, SeriesPoints points);
    /// Likewise, with points that were put in order before, maybe on another thread: costs no time where
    /// axis and smoothing are the plot's.
    void setPoints(CurveId curve, SeriesBuffer points);
    /// Adds points at the end: amortised constant time a point, nothing else is copied.
    void append(CurveId curve, const SeriesPoints &points);
    std::size_t pointCount(CurveId curve) const;
    const SeriesPoints &points(CurveId curve) const; ///< none for an unknown curve

    void setCurveVisible(CurveId curve, bool isVisible);
    bool isCurveVisible(CurveId curve) const;

    /// Moments on the x axis; their steps are placed on the other axes by the longest curve.
    void setEventMarks(std::vector<Mark> marks);
    void addEventMark(Mark mark);

    void setTitle(const QString &title);
    QString title() const;
    void setValueLabel(const QString &label); ///< name and unit of the y axis
    void setEmptyText(const QString &text); ///< shown while there is no point; says what to do
    void setLegendVisible(bool isVisible);
    void setCompact(bool isCompact); ///< small multiples: no axis names, fewer ticks

    void setXAxis(PlotAxis axis);
    PlotAxis xAxis() const;
    void setLogScale(bool isLog);
    bool isLogScale() const;
    /// 0 = raw only; up to 0.99: the smoothed curve over a faint raw one.
    void setSmoothing(double factor);
    double smoothing() const;
    /// Fits the value axis to the 1st to 99th percentile of what is in sight.
    void setOutlierClip(bool isClipped);
    bool isOutlierClip() const;
    /// A horizontal line, e.g. where training stops on too much forgetting.
    void setThreshold(std::optional<double> value, const QString &label = {});

    void setXRange(double lower, double upper);
    double xLower() const;
    double xUpper() const;
    double yLower() const;
    double yUpper() const;
    void resetView(); ///< all of x, y fitted, following new points
    bool isFollowing() const;

    /// What the visible curves span on the x axis; nothing while they are empty.
    std::optional<PlotExtent> extent() const;
    /// While all of x is followed, the plot also covers what @p source names, so that plots side by
    /// side show the same range. Asked at each replot; updateExtent() asks for one.
    using ExtentSource = std::function<std::optional<PlotExtent>()>;
    void setExtentSource(ExtentSource source);
    void updateExtent();

    void setCursor(std::optional<double> x);
    std::optional<double> cursor() const;
    QString readout() const; ///< plain text of what the box at the cursor says

    static constexpr QSize kPictureSize { 1200, 700 };
    PlotPicture picture() const;
    Status exportPng(const QString &path, const QSize &size = kPictureSize) const;
    Status exportSvg(const QString &path, const QSize &size = kPictureSize) const;
    Status exportPdf(const QString &path, const QSize &size = kPictureSize) const;
    /// Every stored point of the visible curves: curve, step, epoch, tokens, seconds, value, count.
    Status exportCsv(const QString &path) const;
    /// Title, legend and plot as it is on the screen, for a report.
    QImage toImage(const QSize &size, qreal devicePixelRatio = 2) const;

    // For tests and measurements.
    int replotCount() const;
    std::vector<QPointF> drawnPoints(CurveId curve) const; ///< what the last replot drew
    void replotNow();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void xRangeChanged(double lower, double upper); ///< by a person, or setXRange()
    void viewReset();
    void cursorMoved(double x);
    void cursorLeft();
    void curveVisibilityChanged(tamiz::ui::CurveId curve, bool isVisible);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tamiz::ui
