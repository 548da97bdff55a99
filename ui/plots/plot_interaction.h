// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>

class QCustomPlot;
class QKeyEvent;
class QMouseEvent;
class QRubberBand;
class QWheelEvent;

namespace tamiz::ui {

/// What a person does to the axes of a plot with mouse and keys: wheel, drag, box, double click.
/// Changes the ranges only; the owner replots on changed().
class PlotInteraction : public QObject
{
    Q_OBJECT

public:
    /// Watches @p plot, which becomes the parent.
    explicit PlotInteraction(QCustomPlot *plot);

    void panBy(double share); ///< of the visible x range
    void zoomBy(double factor); ///< below 1 = nearer, around the middle

signals:
    void changed(bool isValueAxisTouched); ///< a person moved or zoomed
    void resetRequested();
    void hovered(double x, const QPoint &position); ///< over the axis rectangle
    void left();
    void clicked(const QPoint &position); ///< pressed and released on one spot
    void menuRequested(const QPoint &globalPosition);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool wheel(const QWheelEvent &event);
    bool press(const QMouseEvent &event);
    bool move(const QMouseEvent &event);
    bool release(const QMouseEvent &event);
    void zoomIntoBox(const QRect &box);

    QCustomPlot *m_plot;
    QRubberBand *m_band = nullptr;
    enum class Drag { None, Pan, Box } m_drag = Drag::None;
    QPoint m_pressed;
    QPoint m_last;
};

} // namespace tamiz::ui
