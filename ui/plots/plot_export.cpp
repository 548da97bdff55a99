// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_export.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QSvgGenerator>

#include <qcustomplot.h>

#include "core/base/files.h"
#include "ui/bridge/convert.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 16;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(tamiz::ui::PlotExport)
};

// Returns the y below the legend.
int paintLegend(QPainter &painter, const PlotPicture &picture, int top, int width)
{
    constexpr int kSwatch = 24;
    constexpr int kGap = 8;
    const QPalette palette = picture.plot->palette();
    const QFontMetrics metrics(painter.font());
    int x = kMargin;
    int y = top;
    for (const CurveStyle &style : picture.legend) {
        const int entry = kSwatch + kGap + metrics.horizontalAdvance(style.name) + 2 * kGap;
        if (x > kMargin && x + entry > width - kMargin) {
            x = kMargin;
            y += metrics.height() + 4;
        }
        paintSwatch(painter, style, QRectF(x, y, kSwatch, metrics.height()), palette);
        painter.setPen(palette.color(QPalette::WindowText));
        painter.drawText(x + kSwatch + kGap, y + metrics.ascent(), style.name);
        x += entry;
    }
    return picture.legend.isEmpty() ? y : y + metrics.height() + kGap;
}

void paintOn(QPaintDevice &device, const PlotPicture &picture, const QSize &size, bool isVector,
             qreal scale)
{
    QCPPainter painter;
    if (!painter.begin(&device))
        return;
    painter.scale(scale, scale);
    painter.setMode(QCPPainter::pmVectorized, isVector);
    painter.setMode(QCPPainter::pmNoCaching, true);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette palette = picture.plot->palette();
    painter.fillRect(QRect(QPoint(), size), surfaceColor(palette));
    int top = picture.title.isEmpty() && picture.legend.isEmpty() ? 0 : kMargin;
    if (!picture.title.isEmpty()) {
        QFont font = picture.plot->font();
        font.setBold(true);
        painter.setFont(font);
        painter.setPen(palette.color(QPalette::WindowText));
        painter.drawText(kMargin, top + painter.fontMetrics().ascent(), picture.title);
        top += painter.fontMetrics().height() + 8;
    }
    painter.setFont(picture.plot->font());
    top = paintLegend(painter, picture, top, size.width());
    painter.translate(0, top);
    picture.paint(painter, QSize(size.width(), std::max(1, size.height() - top)));
}

} // namespace

PlotPicture pictureOf(QCustomPlot *plot, const QString &title)
{
    return { plot, title, {}, [plot](QCPPainter &painter, const QSize &size) {
                plot->toPainter(&painter, size.width(), size.height());
            } };
}

QImage paintPicture(const PlotPicture &picture, const QSize &size, qreal devicePixelRatio)
{
    QImage image(size * devicePixelRatio, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    paintOn(image, picture, size, false, devicePixelRatio);
    image.setDevicePixelRatio(devicePixelRatio);
    return image;
}

Status savePicturePng(const PlotPicture &picture, const QString &path, const QSize &size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !paintPicture(picture, size, 2).save(&buffer, "PNG"))
        return fail(ErrorCode::Internal, "the picture could not be encoded as PNG", toStd(path));
    return saveBytes(path, bytes);
}

Status savePictureSvg(const PlotPicture &picture, const QString &path, const QSize &size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(picture.title);
    paintOn(generator, picture, size, true, 1);
    return saveBytes(path, bytes);
}

Status savePicturePdf(const PlotPicture &picture, const QString &path, const QSize &size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly))
        return fail(ErrorCode::Internal, "no buffer for the PDF", toStd(path));
    {
        QPdfWriter writer(&buffer);
        constexpr int kScreenDpi = 96;
        writer.setTitle(picture.title);
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setPageSize(QPageSize(QSizeF(size) * 72.0 / kScreenDpi, QPageSize::Point));
        paintOn(writer, picture, size, true, writer.resolution() / static_cast<qreal>(kScreenDpi));
    }
    return saveBytes(path, bytes);
}

Status saveBytes(const QString &path, const QByteArray &content)
{
    return writeFileAtomically(toPath(path),
                               { content.constData(), static_cast<std::size_t>(content.size()) });
}

QByteArray csvField(QString text)
{
    static const QString kFormulaSigns = QStringLiteral("=+-@\t\r");
    if (!text.isEmpty() && kFormulaSigns.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QString(QLatin1Char('"') + text + QLatin1Char('"')).toUtf8();
}

QString askExportPath(QWidget *parent, const QString &suggestedName, const QString &format)
{
    QString name = suggestedName.simplified().replace(
        QRegularExpression(QStringLiteral("[^\\w.-]+")), QStringLiteral("_"));
    if (name.isEmpty())
        name = QStringLiteral("plot");
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    QString path
        = QFileDialog::getSaveFileName(parent, Text::tr("Export as %1").arg(format.toUpper()),
                                       QDir(folder).filePath(name + QLatin1Char('.') + format),
                                       Text::tr("%1 file (*.%2)").arg(format.toUpper(), format));
    if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty())
        path += QLatin1Char('.') + format;
    return path;
}

void reportExport(QWidget *parent, const Status &status)
{
    if (!status)
        showError(parent, Text::tr("Exporting the plot"), status.error());
}

} // namespace tamiz::ui
