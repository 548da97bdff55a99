// SPDX-License-Identifier: GPL-3.0-or-later
// Assembly, look, menu and export of a ScatterPlot.
#include "ui/plots/scatter_plot_p.h"

#include <algorithm>

#include <QMenu>

#include <qcustomplot.h>

#include "ui/plots/plot_interaction.h"
#include "ui/plots/plot_look.h"
#include "ui/plots/plot_readout.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

void ScatterPlot::Private::build()
{
    buildFrame(q);
    plot->axisRect()->setMinimumMargins(QMargins(8, 6, 12, 4));
    plot->xAxis->setTicker(makeValueTicker());
    plot->yAxis->setTicker(makeValueTicker());
    addScatterCloud(*plot, cloud);

    interaction = new PlotInteraction(plot);
    QObject::connect(interaction, &PlotInteraction::changed, q, [this] {
        isFollowing = false;
        schedule();
    });
    QObject::connect(interaction, &PlotInteraction::resetRequested, q, [this] {
        isFollowing = true;
        schedule();
    });
    QObject::connect(interaction, &PlotInteraction::hovered, q,
                     [this](double, const QPoint &position) {
                         const int index = pointAt(position).value_or(-1);
                         if (index == cloud.hovered)
                             return;
                         cloud.hovered = index;
                         schedule();
                     });
    QObject::connect(interaction, &PlotInteraction::left, q, [this] {
        if (cloud.hovered < 0)
            return;
        cloud.hovered = -1;
        schedule();
    });
    QObject::connect(interaction, &PlotInteraction::clicked, q, [this](const QPoint &position) {
        const std::optional<int> index = pointAt(position);
        if (index && index == q->selected())
            emit q->activated(*index);
        else
            select(index, true);
    });
    QObject::connect(interaction, &PlotInteraction::menuRequested, q,
                     [this](const QPoint &at) { menu->popup(at); });
    QObject::connect(menu, &QMenu::aboutToShow, q, [this] { fillMenu(); });
    QObject::connect(plot, &QCustomPlot::beforeReplot, q, [this] { fit(); });
    QObject::connect(plot, &QCustomPlot::afterReplot, q, [this] { showReadout(); });
    applyLook();
    updateEmptyState();
}

void ScatterPlot::Private::applyLook()
{
    applyFrameLook();
    nameFrame(ScatterPlot::tr(
        "Scatter plot. Left and Right go from point to point, Return activates the point."));
}

void ScatterPlot::Private::updateEmptyState()
{
    showEmptyState(std::none_of(cloud.points.begin(), cloud.points.end(), isDrawable), emptyText);
}

void ScatterPlot::Private::fillMenu()
{
    menu->clear();
    menu->addAction(ScatterPlot::tr("Show everything"), q, [this] {
        isFollowing = true;
        schedule();
    });
    menu->addSeparator();
    addExports(*menu, !cloud.points.isEmpty(),
               [this](const QString &format, const QString &path) { save(format, path); });
}

void ScatterPlot::Private::save(const QString &format, const QString &path)
{
    if (format == QLatin1String("png"))
        reportExport(q, q->exportPng(path));
    else if (format == QLatin1String("svg"))
        reportExport(q, q->exportSvg(path));
    else if (format == QLatin1String("pdf"))
        reportExport(q, q->exportPdf(path));
    else
        reportExport(q, q->exportCsv(path));
}

PlotPicture ScatterPlot::Private::picture()
{
    fit(); // a picture is drawn without a replot, also of a plot that was never shown
    PlotPicture picture = pictureOf(plot, title);
    for (const ScatterPoint &point : cloud.points) {
        if (!point.isSmall && !picture.legend.contains(point.style))
            picture.legend.append(point.style);
    }
    return picture;
}

QImage ScatterPlot::toImage(const QSize &size, qreal devicePixelRatio) const
{
    return paintPicture(d->picture(), size, devicePixelRatio);
}

Status ScatterPlot::exportPng(const QString &path, const QSize &size) const
{
    return savePicturePng(d->picture(), path, size);
}

Status ScatterPlot::exportSvg(const QString &path, const QSize &size) const
{
    return savePictureSvg(d->picture(), path, size);
}

Status ScatterPlot::exportPdf(const QString &path, const QSize &size) const
{
    return savePicturePdf(d->picture(), path, size);
}

Status ScatterPlot::exportCsv(const QString &path) const
{
    QByteArray csv("name,detail,x,y,x_spread,y_spread\n");
    const auto number = [](double value) {
        return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
    };
    for (const ScatterPoint &point : d->cloud.points)
        csv += csvField(point.style.name) + ',' + csvField(point.detail) + ',' + number(point.x)
            + ',' + number(point.y) + ',' + number(point.xSpread) + ',' + number(point.ySpread)
            + '\n';
    return saveBytes(path, csv);
}

} // namespace tamiz::ui
