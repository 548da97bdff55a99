// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_group.h"

#include <algorithm>
#include <utility>

#include <QPointer>

#include "ui/plots/metric_plot.h"

namespace tamiz::ui {

PlotGroup::PlotGroup(QObject *parent)
    : QObject(parent)
{
}

void PlotGroup::add(MetricPlot *plot)
{
    if (m_plots.contains(plot))
        return;
    m_plots.append(plot);
    plot->setExtentSource(
        [group = QPointer<PlotGroup>(this)] { return group ? group->extent() : std::nullopt; });
    connect(plot, &MetricPlot::xRangeChanged, this, [this, plot](double lower, double upper) {
        forOthers(plot, [=](MetricPlot *other) { other->setXRange(lower, upper); });
    });
    connect(plot, &MetricPlot::viewReset, this,
            [this, plot] { forOthers(plot, [](MetricPlot *other) { other->resetView(); }); });
    connect(plot, &MetricPlot::cursorMoved, this, [this, plot](double x) {
        forOthers(plot, [x](MetricPlot *other) { other->setCursor(x); });
    });
    connect(plot, &MetricPlot::cursorLeft, this, [this, plot] {
        forOthers(plot, [](MetricPlot *other) { other->setCursor(std::nullopt); });
    });
    connect(plot, &QObject::destroyed, this, [this](const QObject *gone) {
        m_plots.removeIf([gone](const MetricPlot *other) { return other == gone; });
    });
}

void PlotGroup::remove(MetricPlot *plot)
{
    if (!m_plots.removeOne(plot))
        return;
    plot->disconnect(this);
    plot->setExtentSource({});
}

void PlotGroup::setXAxis(PlotAxis axis)
{
    for (MetricPlot *plot : std::as_const(m_plots))
        plot->setXAxis(axis);
}

void PlotGroup::setSmoothing(double factor)
{
    for (MetricPlot *plot : std::as_const(m_plots))
        plot->setSmoothing(factor);
}

void PlotGroup::setLogScale(bool isLog)
{
    for (MetricPlot *plot : std::as_const(m_plots))
        plot->setLogScale(isLog);
}

void PlotGroup::setOutlierClip(bool isClipped)
{
    for (MetricPlot *plot : std::as_const(m_plots))
        plot->setOutlierClip(isClipped);
}

void PlotGroup::resetView()
{
    for (MetricPlot *plot : std::as_const(m_plots))
        plot->resetView();
}

void PlotGroup::updateExtents()
{
    for (MetricPlot *plot : std::as_const(m_plots))
        plot->updateExtent();
}

std::optional<PlotExtent> PlotGroup::extent() const
{
    std::optional<PlotExtent> all;
    for (const MetricPlot *plot : m_plots) {
        const std::optional<PlotExtent> own = plot->isVisible() ? plot->extent() : std::nullopt;
        if (!own)
            continue;
        all = all
            ? PlotExtent { std::min(all->lower, own->lower), std::max(all->upper, own->upper) }
            : *own;
    }
    return all;
}

template<typename Action>
void PlotGroup::forOthers(const MetricPlot *source, Action action)
{
    if (m_isForwarding)
        return;
    m_isForwarding = true;
    for (MetricPlot *plot : std::as_const(m_plots)) {
        if (plot != source)
            action(plot);
    }
    m_isForwarding = false;
}

} // namespace tamiz::ui
