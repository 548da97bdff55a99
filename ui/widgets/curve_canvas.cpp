// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/curve_canvas.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

#include "ui/settings/theme.h"

namespace tamiz::ui {

QRectF curveArea(const QRectF &area, const QFontMetricsF &metrics)
{
    return area.adjusted(4, metrics.height() + 2, -4, -metrics.height() - 2);
}

void paintSmallCurve(QPainter &painter, const QRectF &area, const SmallCurve &curve,
                     const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QFontMetricsF metrics(painter.font());
    const QRectF plot = curveArea(area, metrics);
    painter.setPen(borderColor(palette));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.setPen(QPen(borderColor(palette), 1, Qt::DotLine));
    painter.drawLine(plot.topLeft(), plot.topRight());

    const auto y = [&](double value) {
        return plot.bottom() - plot.height() * std::clamp(value / curve.top, 0.0, 1.0);
    };
    QPainterPath line;
    const int samples = std::max(2, static_cast<int>(plot.width()));
    for (int i = 0; i <= samples; ++i) {
        const double x = static_cast<double>(i) / samples;
        const QPointF point(plot.left() + plot.width() * x, y(curve.value(x)));
        i == 0 ? line.moveTo(point) : line.lineTo(point);
    }
    QPainterPath filled = line;
    filled.lineTo(plot.bottomRight());
    filled.lineTo(plot.bottomLeft());
    filled.closeSubpath();
    QColor fill = accentColor(palette);
    fill.setAlphaF(0.14F);
    painter.fillPath(filled, fill);
    painter.setPen(QPen(accentColor(palette), 2));
    painter.drawPath(line);

    painter.setPen(mutedTextColor(palette));
    const QRectF above(plot.left(), area.top(), plot.width(), metrics.height());
    const QRectF below(plot.left(), plot.bottom() + 2, plot.width(), metrics.height());
    painter.drawText(above, Qt::AlignLeft, curve.topLabel);
    painter.drawText(below, Qt::AlignLeft, curve.beginLabel);
    painter.drawText(below, Qt::AlignRight, curve.endLabel);
    painter.restore();
}

} // namespace tamiz::ui
