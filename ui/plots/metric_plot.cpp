// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_plot.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include <qcustomplot.h>

#include "ui/plots/metric_plot_p.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_legend.h"
#include "ui/plots/plot_readout.h"

namespace tamiz::ui {

MetricPlot::MetricPlot(QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this))
{
    d->build();
}

MetricPlot::~MetricPlot() = default;

CurveId MetricPlot::addCurve(const CurveStyle &style)
{
    const CurveId id = d->nextId++;
    Private::Curve &curve = d->curves[id];
    curve.style = style;
    curve.buffer.setAxis(d->axis);
    curve.buffer.setSmoothing(d->smoothing);
    curve.raw = d->plot->addGraph();
    curve.raw->setAdaptiveSampling(false); // the points are reduced already
    d->legend->setEntry(id, style, true);
    d->updateEmptyState();
    d->schedule();
    return id;
}

void MetricPlot::setCurveStyle(CurveId curve, const CurveStyle &style)
{
    Private::Curve *found = d->find(curve);
    if (!found || found->style == style)
        return;
    found->style = style;
    d->legend->setEntry(curve, style, found->isVisible);
    d->schedule();
}

void MetricPlot::removeCurve(CurveId curve)
{
    Private::Curve *found = d->find(curve);
    if (!found)
        return;
    d->plot->removeGraph(found->raw);
    if (found->smoothed)
        d->plot->removeGraph(found->smoothed);
    d->curves.erase(curve);
    d->legend->removeEntry(curve);
    d->updateEmptyState();
    d->schedule();
}

void MetricPlot::clear()
{
    d->plot->clearGraphs();
    d->curves.clear();
    d->marks.clear();
    d->legend->clear();
    d->cursorX.reset();
    d->updateEmptyState();
    d->schedule();
}

QList<CurveId> MetricPlot::curves() const
{
    QList<CurveId> ids;
    for (const auto &[id, curve] : d->curves)
        ids.append(id);
    return ids;
}

CurveStyle MetricPlot::curveStyle(CurveId curve) const
{
    const Private::Curve *found = d->find(curve);
    return found ? found->style : CurveStyle {};
}

void MetricPlot::setPoints(CurveId curve, SeriesPoints points)
{
    setPoints(curve, SeriesBuffer(std::move(points), d->axis, d->smoothing));
}

void MetricPlot::setPoints(CurveId curve, SeriesBuffer points)
{
    if (Private::Curve *found = d->find(curve)) {
        found->buffer = std::move(points);
        found->buffer.setAxis(d->axis);
        found->buffer.setSmoothing(d->smoothing);
        d->updateEmptyState();
        d->schedule();
    }
}

void MetricPlot::append(CurveId curve, const SeriesPoints &points)
{
    if (Private::Curve *found = d->find(curve); found && !points.value.empty()) {
        found->buffer.append(points);
        d->updateEmptyState();
        d->schedule();
    }
}

std::size_t MetricPlot::pointCount(CurveId curve) const
{
    const Private::Curve *found = d->find(curve);
    return found ? found->buffer.size() : 0;
}

const SeriesPoints &MetricPlot::points(CurveId curve) const
{
    static const SeriesPoints kNone;
    const Private::Curve *found = d->find(curve);
    return found ? found->buffer.points() : kNone;
}

void MetricPlot::setCurveVisible(CurveId curve, bool isVisible)
{
    Private::Curve *found = d->find(curve);
    if (!found || found->isVisible == isVisible)
        return;
    found->isVisible = isVisible;
    d->legend->setEntry(curve, found->style, isVisible);
    d->schedule();
    emit curveVisibilityChanged(curve, isVisible);
}

bool MetricPlot::isCurveVisible(CurveId curve) const
{
    const Private::Curve *found = d->find(curve);
    return found && found->isVisible;
}

void MetricPlot::setEventMarks(std::vector<Mark> marks)
{
    d->marks = std::move(marks);
    d->schedule();
}

void MetricPlot::addEventMark(Mark mark)
{
    d->marks.push_back(std::move(mark));
    d->schedule();
}

void MetricPlot::setTitle(const QString &title)
{
    d->title = title;
    d->retranslate();
}

QString MetricPlot::title() const
{
    return d->title;
}

void MetricPlot::setValueLabel(const QString &label)
{
    d->valueLabel = label;
    d->applyAxis();
}

void MetricPlot::setEmptyText(const QString &text)
{
    d->emptyText = text;
    d->updateEmptyState();
}

void MetricPlot::setLegendVisible(bool isVisible)
{
    d->isLegendWanted = isVisible;
    d->updateEmptyState();
}

void MetricPlot::setCompact(bool isCompact)
{
    d->isCompact = isCompact;
    d->applyAxis();
    updateGeometry();
}

void MetricPlot::setXAxis(PlotAxis axis)
{
    if (d->axis == axis)
        return;
    d->axis = axis;
    for (auto &[id, curve] : d->curves)
        curve.buffer.setAxis(axis);
    d->cursorX.reset();
    d->isFollowingX = true;
    d->applyAxis();
}

PlotAxis MetricPlot::xAxis() const
{
    return d->axis;
}

void MetricPlot::setLogScale(bool isLog)
{
    if (isLog == isLogScale())
        return;
    d->plot->yAxis->setScaleType(isLog ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    d->isFollowingY = true;
    d->applyAxis();
}

bool MetricPlot::isLogScale() const
{
    return d->plot->yAxis->scaleType() == QCPAxis::stLogarithmic;
}

void MetricPlot::setSmoothing(double factor)
{
    factor = std::isfinite(factor) ? std::clamp(factor, 0.0, 0.99) : 0.0;
    if (factor == d->smoothing)
        return;
    d->smoothing = factor;
    for (auto &[id, curve] : d->curves)
        curve.buffer.setSmoothing(factor);
    d->schedule();
}

double MetricPlot::smoothing() const
{
    return d->smoothing;
}

void MetricPlot::setOutlierClip(bool isClipped)
{
    d->isClipped = isClipped;
    d->schedule();
}

bool MetricPlot::isOutlierClip() const
{
    return d->isClipped;
}

void MetricPlot::setThreshold(std::optional<double> value, const QString &label)
{
    d->threshold = value;
    d->thresholdLabel = label;
    d->schedule();
}

void MetricPlot::setXRange(double lower, double upper)
{
    const bool isValid = std::isfinite(lower) && std::isfinite(upper) && lower < upper;
    if (!isValid || (!d->isFollowingX && lower == xLower() && upper == xUpper()))
        return;
    d->isFollowingX = false;
    d->plot->xAxis->setRange(lower, upper);
    d->schedule();
    emit xRangeChanged(lower, upper);
}

double MetricPlot::xLower() const
{
    return d->plot->xAxis->range().lower;
}

double MetricPlot::xUpper() const
{
    return d->plot->xAxis->range().upper;
}

double MetricPlot::yLower() const
{
    return d->plot->yAxis->range().lower;
}

double MetricPlot::yUpper() const
{
    return d->plot->yAxis->range().upper;
}

void MetricPlot::resetView()
{
    d->isFollowingX = true;
    d->isFollowingY = true;
    d->schedule();
    emit viewReset();
}

bool MetricPlot::isFollowing() const
{
    return d->isFollowingX;
}

void MetricPlot::setCursor(std::optional<double> x)
{
    if (x) {
        d->moveCursor(*x, false);
        return;
    }
    if (!d->cursorX)
        return;
    d->cursorX.reset();
    if (d->isInSight() && !d->isStale) {
        d->showCursor();
        d->cursorLayer->replot();
    }
}

std::optional<double> MetricPlot::cursor() const
{
    return d->cursorX;
}

QString MetricPlot::readout() const
{
    return d->readout->isHidden() ? QString() : d->readout->plainText();
}

int MetricPlot::replotCount() const
{
    return d->replots;
}

std::vector<QPointF> MetricPlot::drawnPoints(CurveId curve) const
{
    std::vector<QPointF> points;
    if (const Private::Curve *found = d->find(curve)) {
        for (const PlotPoint &point : found->drawn)
            points.emplace_back(point.x, point.y);
    }
    return points;
}

void MetricPlot::replotNow()
{
    d->isStale = false;
    d->plot->replot(QCustomPlot::rpQueuedRefresh);
}

QSize MetricPlot::sizeHint() const
{
    return d->isCompact ? QSize(280, 180) : QSize(480, 320);
}

QSize MetricPlot::minimumSizeHint() const
{
    return d->isCompact ? QSize(160, 120) : QSize(240, 180);
}

void MetricPlot::changeEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::FontChange:
        d->applyPalette();
        break;
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
        d->retranslate();
        break;
    default:
        break;
    }
    QWidget::changeEvent(event);
}

void MetricPlot::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (d->isStale)
        d->schedule();
}

bool MetricPlot::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == d->plot) {
        d->watch(*event);
        if (event->type() == QEvent::KeyPress) {
            const auto *key = static_cast<QKeyEvent *>(event);
            return d->handleKey(key->key(), key->modifiers());
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tamiz::ui
