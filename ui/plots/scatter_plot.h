// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QList>
#include <QPointF>
#include <QWidget>

#include "core/base/result.h"
#include "ui/plots/curve_style.h"

namespace tamiz::ui {

/// A run or one of its checkpoints in a plane of two metrics.
struct ScatterPoint
{
    double x = 0;
    double y = 0;
    double xSpread = 0; ///< half length of the error bar; 0 = none
    double ySpread = 0;
    CurveStyle style; ///< the mark and colour; style.name is the heading of the read-out
    QString detail; ///< second line of the read-out
    bool isSmall = false; ///< a checkpoint
    int trail = -1; ///< points of one trail are joined by a thin line, in order; -1 = none
};

/// Points in a plane, one of which can be selected by click or keyboard, and a line through the
/// non-dominated ones. Keys: Left/Right go from point to point, Return activates. Wheel, drag, box,
/// double click and menu as in MetricPlot. GUI thread only.
class ScatterPlot : public QWidget
{
    Q_OBJECT

public:
    explicit ScatterPlot(QWidget *parent = nullptr);
    ~ScatterPlot() override;

    void
    setPoints(QList<ScatterPoint> points); ///< keeps the selection where the index still exists
    const QList<ScatterPoint> &points() const;
    /// Corners of the front line, in x order.
    void setFront(QList<QPointF> front, const QString &name);
    QList<QPointF> front() const;

    void setTitle(const QString &title);
    void setAxisLabels(const QString &x, const QString &y);
    void setEmptyText(const QString &text);

    std::optional<int> selected() const;
    void setSelected(std::optional<int> index);
    /// Where a point is on the screen, in this widget's coordinates.
    QPoint positionOf(int index) const;

    Status exportPng(const QString &path, const QSize &size = { 1000, 700 }) const;
    Status exportSvg(const QString &path, const QSize &size = { 1000, 700 }) const;
    Status exportPdf(const QString &path, const QSize &size = { 1000, 700 }) const;
    Status exportCsv(const QString &path) const;
    QImage toImage(const QSize &size, qreal devicePixelRatio = 2) const;

    QSize sizeHint() const override { return { 480, 320 }; }
    QSize minimumSizeHint() const override { return { 240, 180 }; }

signals:
    void selectedChanged(int index); ///< -1 = none
    void activated(int index); ///< Return, or a second click on the selected point

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace tamiz::ui
