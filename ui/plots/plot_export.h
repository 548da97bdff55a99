// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QImage>
#include <QList>
#include <QSize>
#include <QString>

#include "core/base/result.h"
#include "ui/plots/curve_style.h"

class QCPPainter;
class QCustomPlot;
class QWidget;

namespace tamiz::ui {

/// A plot as it goes to a file: title, legend, then the plot, on the plot's background.
struct PlotPicture
{
    const QWidget *plot = nullptr; ///< gives font and palette
    QString title;
    QList<CurveStyle> legend;
    std::function<void(QCPPainter &, const QSize &)> paint; ///< paints the plot below the legend
};

/// What QCustomPlot draws, at any size.
PlotPicture pictureOf(QCustomPlot *plot, const QString &title);

QImage paintPicture(const PlotPicture &picture, const QSize &size, qreal devicePixelRatio);
Status savePicturePng(const PlotPicture &picture, const QString &path, const QSize &size);
Status savePictureSvg(const PlotPicture &picture, const QString &path, const QSize &size);
Status savePicturePdf(const PlotPicture &picture, const QString &path, const QSize &size);

/// Writes through a temporary file and a rename, as all writers of the program do.
Status saveBytes(const QString &path, const QByteArray &content);

/// A quoted CSV field in UTF-8. What a spreadsheet would take for a formula is marked as text.
QByteArray csvField(QString text);

/// Asks where to save ("png", "svg", "pdf", "csv"); empty when the person cancels.
QString askExportPath(QWidget *parent, const QString &suggestedName, const QString &format);

/// Tells of a failed export in a message box.
void reportExport(QWidget *parent, const Status &status);

} // namespace tamiz::ui
