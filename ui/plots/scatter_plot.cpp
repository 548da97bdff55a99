// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/scatter_plot.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QKeyEvent>

#include <qcustomplot.h>

#include "ui/plots/number_format.h"
#include "ui/plots/plot_interaction.h"
#include "ui/plots/plot_readout.h"
#include "ui/plots/scatter_plot_p.h"

namespace tamiz::ui {

namespace {

constexpr int kReach = 14; // pixels around a point that count as on it

} // namespace

void ScatterPlot::Private::fit()
{
    if (!isFollowing)
        return;
    struct Span
    {
        double lower = INFINITY;
        double upper = -INFINITY;
        void include(double value, double spread)
        {
            lower = std::min(lower, value - spread);
            upper = std::max(upper, value + spread);
        }
    };
    Span x;
    Span y;
    for (const ScatterPoint &point : cloud.points) {
        if (!isDrawable(point))
            continue;
        x.include(point.x, point.xSpread);
        y.include(point.y, point.ySpread);
    }
    const auto withRoom = [](const Span &span) {
        if (!(span.lower <= span.upper))
            return QCPRange(0, 1);
        double room = (span.upper - span.lower) * 0.08;
        if (!(room > 0))
            room = span.lower == 0 ? 0.5 : std::abs(span.lower) * 0.05;
        return QCPRange(span.lower - room, span.upper + room);
    };
    plot->xAxis->setRange(withRoom(x));
    plot->yAxis->setRange(withRoom(y));
}

std::optional<int> ScatterPlot::Private::pointAt(const QPoint &position) const
{
    std::optional<int> nearest;
    double best = kReach;
    for (qsizetype i = 0; i < cloud.points.size(); ++i) {
        const ScatterPoint &point = cloud.points[i];
        if (!isDrawable(point))
            continue;
        const QPointF distance = pixelOf(*plot, point) - QPointF(position);
        // A run lies on its last checkpoint: the larger mark wins a tie.
        const double length = std::hypot(distance.x(), distance.y()) - (point.isSmall ? 0 : 2);
        if (length < best) {
            best = length;
            nearest = static_cast<int>(i);
        }
    }
    return nearest;
}

void ScatterPlot::Private::select(std::optional<int> index, bool isByPerson)
{
    const int wanted = index.value_or(-1);
    if (cloud.selected == wanted)
        return;
    cloud.selected = wanted;
    schedule();
    if (isByPerson)
        emit q->selectedChanged(wanted);
}

void ScatterPlot::Private::selectNext(int direction)
{
    std::vector<int> order;
    for (qsizetype i = 0; i < cloud.points.size(); ++i) {
        if (isDrawable(cloud.points[i]))
            order.push_back(static_cast<int>(i));
    }
    if (order.empty())
        return;
    std::stable_sort(order.begin(), order.end(),
                     [this](int a, int b) { return cloud.points[a].x < cloud.points[b].x; });
    const auto at = std::find(order.begin(), order.end(), cloud.selected);
    if (at == order.end())
        select(direction > 0 ? order.front() : order.back(), true);
    else if (direction > 0 && at + 1 != order.end())
        select(*(at + 1), true);
    else if (direction < 0 && at != order.begin())
        select(*(at - 1), true);
}

void ScatterPlot::Private::showReadout()
{
    const int index = cloud.hovered >= 0 ? cloud.hovered : cloud.selected;
    if (index < 0 || index >= cloud.points.size()) {
        readout->hide();
        return;
    }
    const ScatterPoint &point = cloud.points[index];
    const auto line = [&](const QString &name, double value) {
        PlotReadout::Line entry { point.style, formatValue(value) };
        entry.style.name = name;
        return entry;
    };
    QString heading = point.style.name;
    if (!point.detail.isEmpty())
        heading += QStringLiteral(" \u00b7 ") + point.detail;
    readout->setContent(
        heading, { line(plot->xAxis->label(), point.x), line(plot->yAxis->label(), point.y) });
    readout->placeBeside(static_cast<int>(pixelOf(*plot, point).x()), plot->axisRect()->rect());
    readout->show();
}

ScatterPlot::ScatterPlot(QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this))
{
    d->build();
}

ScatterPlot::~ScatterPlot() = default;

void ScatterPlot::setPoints(QList<ScatterPoint> points)
{
    d->cloud.points = std::move(points);
    d->cloud.hovered = -1;
    if (d->cloud.selected >= d->cloud.points.size())
        d->select(std::nullopt, true);
    d->updateEmptyState();
    d->schedule();
}

const QList<ScatterPoint> &ScatterPlot::points() const
{
    return d->cloud.points;
}

void ScatterPlot::setFront(QList<QPointF> front, const QString &name)
{
    d->cloud.front = std::move(front);
    d->frontName = name;
    d->schedule();
}

QList<QPointF> ScatterPlot::front() const
{
    return d->cloud.front;
}

void ScatterPlot::setTitle(const QString &title)
{
    d->title = title;
    d->applyLook();
}

void ScatterPlot::setAxisLabels(const QString &x, const QString &y)
{
    d->plot->xAxis->setLabel(x);
    d->plot->yAxis->setLabel(y);
    d->schedule();
}

void ScatterPlot::setEmptyText(const QString &text)
{
    d->emptyText = text;
    d->updateEmptyState();
}

std::optional<int> ScatterPlot::selected() const
{
    return d->cloud.selected < 0 ? std::nullopt : std::optional(d->cloud.selected);
}

void ScatterPlot::setSelected(std::optional<int> index)
{
    d->select(index, false);
}

QPoint ScatterPlot::positionOf(int index) const
{
    const ScatterPoint &point = d->cloud.points.at(index);
    return d->plot->mapTo(this, pixelOf(*d->plot, point).toPoint());
}

void ScatterPlot::changeEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::FontChange:
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
        d->applyLook();
        break;
    default:
        break;
    }
    QWidget::changeEvent(event);
}

void ScatterPlot::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    d->schedule();
}

bool ScatterPlot::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != d->plot)
        return QWidget::eventFilter(watched, event);
    d->watch(*event);
    switch (event->type()) {
    case QEvent::KeyPress:
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Left:
            d->selectNext(-1);
            return true;
        case Qt::Key_Right:
            d->selectNext(1);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (selected())
                emit activated(*selected());
            return true;
        case Qt::Key_Plus:
            d->interaction->zoomBy(0.8);
            return true;
        case Qt::Key_Minus:
            d->interaction->zoomBy(1.25);
            return true;
        case Qt::Key_Home:
            d->isFollowing = true;
            d->schedule();
            return true;
        default:
            break;
        }
        break;
    default:
        break;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tamiz::ui
