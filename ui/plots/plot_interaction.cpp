// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_interaction.h"

#include <cmath>

#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>

#include <qcustomplot.h>

namespace tamiz::ui {

namespace {

constexpr double kWheelZoom = 0.85; // per notch
constexpr int kSmallestBox = 5; // pixels

// Moves by pixels, so that it is right on a log axis too.
void shift(QCPAxis &axis, double fromPixel, double toPixel)
{
    if (axis.scaleType() == QCPAxis::stLogarithmic) {
        const double factor = axis.pixelToCoord(fromPixel) / axis.pixelToCoord(toPixel);
        if (std::isfinite(factor) && factor > 0)
            axis.setRange(axis.range().lower * factor, axis.range().upper * factor);
        return;
    }
    axis.moveRange(axis.pixelToCoord(fromPixel) - axis.pixelToCoord(toPixel));
}

} // namespace

PlotInteraction::PlotInteraction(QCustomPlot *plot)
    : QObject(plot)
    , m_plot(plot)
{
    plot->setMouseTracking(true);
    plot->installEventFilter(this);
}

void PlotInteraction::panBy(double share)
{
    m_plot->xAxis->moveRange(m_plot->xAxis->range().size() * share);
    emit changed(false);
}

void PlotInteraction::zoomBy(double factor)
{
    m_plot->xAxis->scaleRange(factor);
    emit changed(false);
}

bool PlotInteraction::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_plot)
        return false;
    switch (event->type()) {
    case QEvent::Wheel:
        return wheel(*static_cast<QWheelEvent *>(event));
    case QEvent::MouseButtonPress:
        return press(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseMove:
        return move(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseButtonRelease:
        return release(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseButtonDblClick:
        emit resetRequested();
        return true;
    case QEvent::Leave:
        emit left();
        return false;
    case QEvent::ContextMenu:
        emit menuRequested(static_cast<QContextMenuEvent *>(event)->globalPos());
        return true;
    default:
        return false;
    }
}

bool PlotInteraction::wheel(const QWheelEvent &event)
{
    const double notches = event.angleDelta().y() / 120.0;
    if (notches == 0)
        return false;
    const QRect area = m_plot->axisRect()->rect();
    const QPointF position = event.position();
    const double factor = std::pow(kWheelZoom, notches);
    const bool isOverValues = position.x() < area.left();
    QCPAxis *axis = isOverValues ? m_plot->yAxis : m_plot->xAxis;
    axis->scaleRange(factor, axis->pixelToCoord(isOverValues ? position.y() : position.x()));
    emit changed(isOverValues);
    return true;
}

bool PlotInteraction::press(const QMouseEvent &event)
{
    m_plot->setFocus(Qt::MouseFocusReason);
    if (event.button() != Qt::LeftButton)
        return true;
    m_pressed = event.pos();
    m_last = event.pos();
    m_drag = event.modifiers().testFlag(Qt::ShiftModifier) ? Drag::Box : Drag::Pan;
    return true;
}

bool PlotInteraction::move(const QMouseEvent &event)
{
    const QPoint position = event.pos();
    const QRect area = m_plot->axisRect()->rect();
    if (m_drag == Drag::Box) {
        if (!m_band)
            m_band = new QRubberBand(QRubberBand::Rectangle, m_plot);
        m_band->setGeometry(QRect(m_pressed, position).normalized().intersected(area));
        m_band->show();
        return true;
    }
    if (m_drag == Drag::Pan && position != m_last) {
        const bool isOverValues = m_pressed.x() < area.left();
        if (isOverValues)
            shift(*m_plot->yAxis, m_last.y(), position.y());
        else
            shift(*m_plot->xAxis, m_last.x(), position.x());
        m_last = position;
        emit changed(isOverValues);
        return true;
    }
    if (area.contains(position))
        emit hovered(m_plot->xAxis->pixelToCoord(position.x()), position);
    else
        emit left();
    return true;
}

bool PlotInteraction::release(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton)
        return true;
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (m_band)
        m_band->hide();
    if (drag == Drag::Box)
        zoomIntoBox(
            QRect(m_pressed, event.pos()).normalized().intersected(m_plot->axisRect()->rect()));
    else if ((event.pos() - m_pressed).manhattanLength() < kSmallestBox)
        emit clicked(event.pos());
    return true;
}

void PlotInteraction::zoomIntoBox(const QRect &box)
{
    if (box.width() < kSmallestBox || box.height() < kSmallestBox)
        return;
    m_plot->xAxis->setRange(m_plot->xAxis->pixelToCoord(box.left()),
                            m_plot->xAxis->pixelToCoord(box.right()));
    m_plot->yAxis->setRange(m_plot->yAxis->pixelToCoord(box.bottom()),
                            m_plot->yAxis->pixelToCoord(box.top()));
    emit changed(true);
}

} // namespace tamiz::ui
