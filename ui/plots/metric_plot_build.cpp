// SPDX-License-Identifier: GPL-3.0-or-later
// Assembly, look, language, menu and export of a MetricPlot.
#include "ui/plots/metric_plot_p.h"

#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <qcustomplot.h>

#include "ui/plots/number_format.h"
#include "ui/plots/plot_export.h"
#include "ui/plots/plot_interaction.h"
#include "ui/plots/plot_legend.h"
#include "ui/plots/plot_look.h"
#include "ui/plots/plot_readout.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

MetricPlot::Private::Private(MetricPlot *owner)
    : q(owner)
{
}

void MetricPlot::Private::build()
{
    legend = new PlotLegend(q);
    buildFrame(q, legend);
    plot->setPlottingHint(QCP::phFastPolylines, true);
    plot->axisRect()->setMinimumMargins(QMargins(8, 6, 10, 4));

    plot->addLayer(QStringLiteral("cursor"), plot->layer(QStringLiteral("overlay")),
                   QCustomPlot::limBelow);
    cursorLayer = plot->layer(QStringLiteral("cursor"));
    cursorLayer->setMode(QCPLayer::lmBuffered);
    cursorLine = new QCPItemStraightLine(plot);
    cursorLine->setLayer(cursorLayer);
    cursorLine->point1->setTypeY(QCPItemPosition::ptAxisRectRatio);
    cursorLine->point2->setTypeY(QCPItemPosition::ptAxisRectRatio);
    thresholdLine = new QCPItemStraightLine(plot);
    thresholdText = new QCPItemText(plot);
    thresholdText->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    thresholdText->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    marksLayer = addPlotMarks(*plot);
    denseCurves = addDenseCurves(*plot);

    interaction = new PlotInteraction(plot);
    QObject::connect(interaction, &PlotInteraction::changed, q, [this](bool isValueAxisTouched) {
        isFollowingX = false;
        isFollowingY = isFollowingY && !isValueAxisTouched;
        schedule();
        emit q->xRangeChanged(q->xLower(), q->xUpper());
    });
    QObject::connect(interaction, &PlotInteraction::resetRequested, q, &MetricPlot::resetView);
    QObject::connect(interaction, &PlotInteraction::hovered, q,
                     [this](double x, const QPoint &) { moveCursor(x, true); });
    QObject::connect(interaction, &PlotInteraction::left, q, [this] {
        q->setCursor(std::nullopt);
        emit q->cursorLeft();
    });
    QObject::connect(interaction, &PlotInteraction::menuRequested, q,
                     [this](const QPoint &at) { menu->popup(at); });
    QObject::connect(menu, &QMenu::aboutToShow, q, [this] { fillMenu(); });
    QObject::connect(legend, &PlotLegend::toggled, q, &MetricPlot::setCurveVisible);
    QObject::connect(plot, &QCustomPlot::beforeReplot, q, [this] { prepare(); });
    QObject::connect(plot, &QCustomPlot::afterReplot, q, [this] { ++replots; });

    applyPalette();
    retranslate();
    updateEmptyState();
}

MetricPlot::Private::Curve *MetricPlot::Private::find(CurveId id)
{
    const auto found = curves.find(id);
    return found == curves.end() ? nullptr : &found->second;
}

const MetricPlot::Private::Curve *MetricPlot::Private::find(CurveId id) const
{
    const auto found = curves.find(id);
    return found == curves.end() ? nullptr : &found->second;
}

bool MetricPlot::Private::isEmpty() const
{
    return std::all_of(curves.begin(), curves.end(),
                       [](const auto &entry) { return entry.second.buffer.isEmpty(); });
}

void MetricPlot::Private::updateEmptyState()
{
    const bool isNothing = isEmpty();
    showEmptyState(isNothing, emptyText.isEmpty() ? MetricPlot::tr("No points yet.") : emptyText);
    legend->setVisible(isLegendWanted && !isNothing && !curves.empty());
}

void MetricPlot::Private::applyAxis()
{
    plot->xAxis->setTicker(makePlaceTicker(axis));
    plot->yAxis->setTicker(q->isLogScale() ? makeLogTicker() : makeValueTicker());
    plot->xAxis->setLabel(isCompact ? QString() : axisName(axis));
    plot->yAxis->setLabel(isCompact ? QString() : valueLabel);
    if (isCompact) {
        plot->xAxis->ticker()->setTickCount(3);
        plot->yAxis->ticker()->setTickCount(3);
    }
    schedule();
}

void MetricPlot::Private::applyPalette()
{
    applyFrameLook();
    thresholdText->setFont(plot->xAxis->tickLabelFont());
    cursorLine->setPen(QPen(mutedTextColor(q->palette()), 1, Qt::DashLine));
}

void MetricPlot::Private::retranslate()
{
    applyAxis();
    updateEmptyState();
    nameFrame(
        MetricPlot::tr("Plot. Left and Right move the cursor, plus and minus zoom, Home resets."));
}

void MetricPlot::Private::fillMenu()
{
    menu->clear();
    menu->addAction(MetricPlot::tr("Show everything"), q, &MetricPlot::resetView)
        ->setShortcut(Qt::Key_Home);
    QAction *log
        = menu->addAction(MetricPlot::tr("Logarithmic values"), q, &MetricPlot::setLogScale);
    log->setCheckable(true);
    log->setChecked(q->isLogScale());
    QAction *clip
        = menu->addAction(MetricPlot::tr("Clip outliers"), q, &MetricPlot::setOutlierClip);
    clip->setCheckable(true);
    clip->setChecked(isClipped);
    clip->setToolTip(MetricPlot::tr("Fits the value axis to the middle 98 % of the points"));
    menu->addSeparator();
    addExports(*menu, !isEmpty(),
               [this](const QString &format, const QString &path) { save(format, path); });
}

bool MetricPlot::Private::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    const bool isShift = modifiers.testFlag(Qt::ShiftModifier);
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right: {
        const int direction = key == Qt::Key_Right ? 1 : -1;
        if (isShift)
            interaction->panBy(0.1 * direction);
        else
            stepCursor(direction);
        return true;
    }
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        interaction->zoomBy(0.8);
        return true;
    case Qt::Key_Minus:
        interaction->zoomBy(1.25);
        return true;
    case Qt::Key_Home:
        q->resetView();
        return true;
    case Qt::Key_L:
        if (modifiers != Qt::NoModifier)
            return false;
        q->setLogScale(!q->isLogScale());
        return true;
    case Qt::Key_Menu:
        menuButton->showMenu();
        return true;
    default:
        return false;
    }
}

void MetricPlot::Private::save(const QString &format, const QString &path)
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

PlotPicture MetricPlot::picture() const
{
    d->prepare(); // a picture is drawn without a replot, also of a plot that was never shown
    PlotPicture picture = pictureOf(d->plot, d->title);
    for (const auto &[id, curve] : d->curves) {
        if (curve.isVisible && !curve.buffer.isEmpty())
            picture.legend.append(curve.style);
    }
    return picture;
}

QImage MetricPlot::toImage(const QSize &size, qreal devicePixelRatio) const
{
    return paintPicture(picture(), size, devicePixelRatio);
}

Status MetricPlot::exportPng(const QString &path, const QSize &size) const
{
    return savePicturePng(picture(), path, size);
}

Status MetricPlot::exportSvg(const QString &path, const QSize &size) const
{
    return savePictureSvg(picture(), path, size);
}

Status MetricPlot::exportPdf(const QString &path, const QSize &size) const
{
    return savePicturePdf(picture(), path, size);
}

Status MetricPlot::exportCsv(const QString &path) const
{
    // Numbers as programs read them: shortest exact form, whatever the locale.
    QByteArray csv("curve,step,epoch,tokens,seconds,value,count\n");
    const auto number = [](double value) {
        return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
    };
    for (const auto &[id, curve] : d->curves) {
        if (!curve.isVisible)
            continue;
        const QByteArray name = csvField(curve.style.name);
        const SeriesPoints &points = curve.buffer.points();
        for (std::size_t i = 0; i < points.value.size(); ++i) {
            csv += name + ',' + QByteArray::number(qlonglong { points.step[i] }) + ','
                + number(points.epoch[i]) + ',' + QByteArray::number(qlonglong { points.tokens[i] })
                + ',' + number(points.seconds[i]) + ',' + number(points.value[i]) + ','
                + QByteArray::number(qlonglong { points.count[i] }) + '\n';
        }
    }
    return saveBytes(path, csv);
}

} // namespace tamiz::ui
