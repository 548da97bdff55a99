// SPDX-License-Identifier: GPL-3.0-or-later
// Assembly, look, menu and export of a ScatterPlot.
#include "ui/plots/scatter_plot_p.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <qcustomplot.h>

#include "ui/plots/plot_interaction.h"
#include "ui/plots/plot_look.h"
#include "ui/plots/plot_readout.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

void ScatterPlot::Private::build()
{
    titleLabel = new QLabel(q);
    titleLabel->setTextFormat(Qt::PlainText);
    menuButton = new QToolButton(q);
    menuButton->setText(QStringLiteral("\u22ef"));
    menuButton->setAutoRaise(true);
    menuButton->setPopupMode(QToolButton::InstantPopup);
    menuButton->setStyleSheet(QStringLiteral("QToolButton::menu-indicator { image: none; }"));
    auto *menu = new QMenu(menuButton);
    menuButton->setMenu(menu);
    plot = new QCustomPlot(q);
    plot->setFocusPolicy(Qt::StrongFocus);
    plot->axisRect()->setupFullAxesBox(false);
    plot->axisRect()->setMinimumMargins(QMargins(8, 6, 12, 4));
    plot->xAxis->setTicker(makeValueTicker());
    plot->yAxis->setTicker(makeValueTicker());
    q->setFocusProxy(plot);
    addScatterCloud(*plot, cloud);
    emptyLabel = new QLabel(plot);
    emptyLabel->setAlignment(Qt::AlignCenter);
    emptyLabel->setWordWrap(true);
    emptyLabel->setTextFormat(Qt::PlainText);
    emptyLabel->setAttribute(Qt::WA_TransparentForMouseEvents);
    readout = new PlotReadout(plot);

    auto *header = new QHBoxLayout;
    header->setContentsMargins(8, 0, 0, 0);
    header->addWidget(titleLabel, 1);
    header->addWidget(menuButton);
    auto *layout = new QVBoxLayout(q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(header);
    layout->addWidget(plot, 1);

    interaction = new PlotInteraction(plot);
    plot->installEventFilter(q);
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
                     [menu](const QPoint &at) { menu->popup(at); });
    QObject::connect(menu, &QMenu::aboutToShow, q, [this, menu] { fillMenu(*menu); });
    QObject::connect(plot, &QCustomPlot::beforeReplot, q, [this] { fit(); });
    QObject::connect(plot, &QCustomPlot::afterReplot, q, [this] { showReadout(); });
    applyLook();
    updateEmptyState();
}

void ScatterPlot::Private::applyLook()
{
    const QPalette palette = q->palette();
    applyPlotLook(*plot, palette);
    if (plot->hasFocus()) {
        plot->xAxis->setBasePen(QPen(accentColor(palette), 2));
        plot->yAxis->setBasePen(QPen(accentColor(palette), 2));
    }
    QFont bold = q->font();
    bold.setBold(true);
    titleLabel->setFont(bold);
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, mutedTextColor(palette));
    emptyLabel->setPalette(muted);
    menuButton->setToolTip(ScatterPlot::tr("Scale and export of this plot"));
    menuButton->setAccessibleName(ScatterPlot::tr("Plot menu: %1").arg(title));
    plot->setAccessibleName(title);
    plot->setAccessibleDescription(ScatterPlot::tr(
        "Scatter plot. Left and Right go from point to point, Return activates the point."));
    schedule();
}

void ScatterPlot::Private::updateEmptyState()
{
    const bool isEmpty = std::none_of(cloud.points.begin(), cloud.points.end(), isDrawable);
    emptyLabel->setText(emptyText);
    emptyLabel->setVisible(isEmpty);
    plot->axisRect()->setVisible(!isEmpty);
    titleLabel->setVisible(!title.isEmpty());
}

void ScatterPlot::Private::fillMenu(QMenu &menu)
{
    menu.clear();
    menu.addAction(ScatterPlot::tr("Show everything"), q, [this] {
        isFollowing = true;
        schedule();
    });
    menu.addSeparator();
    for (const char *format : { "png", "svg", "pdf", "csv" }) {
        const QString name = QString::fromLatin1(format);
        QAction *action = menu.addAction(ScatterPlot::tr("Export as %1…").arg(name.toUpper()), q,
                                         [this, name] { exportWithDialog(name); });
        action->setEnabled(!cloud.points.isEmpty());
    }
}

void ScatterPlot::Private::exportWithDialog(const QString &format)
{
    const QString path = askExportPath(q, title, format);
    if (path.isEmpty())
        return;
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
    PlotPicture picture { plot, title, {} };
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
