// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_style.h"

#include <array>
#include <numbers>

#include <QPainter>
#include <QPixmap>
#include <QPolygonF>

#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr int kColors = 7; // distinct ones of seriesColor()
constexpr std::array kMarks { MarkShape::Circle,      MarkShape::Square, MarkShape::Triangle,
                              MarkShape::Diamond,     MarkShape::Cross,  MarkShape::Plus,
                              MarkShape::TriangleDown };
constexpr std::array kDashes { LineDash::Solid, LineDash::Dash, LineDash::DashDot, LineDash::Dot };

QPolygonF regularPolygon(const QPointF &center, qreal radius, int corners, qreal turn)
{
    QPolygonF polygon;
    for (int corner = 0; corner < corners; ++corner) {
        const qreal angle = turn + 2 * std::numbers::pi * corner / corners;
        polygon << center + QPointF(radius * std::sin(angle), -radius * std::cos(angle));
    }
    return polygon;
}

} // namespace

CurveStyle runStyle(RunId run, const QString &name)
{
    return indexStyle(run > 0 ? static_cast<int>((run - 1) % 100000) : 0, name);
}

CurveStyle indexStyle(int index, const QString &name)
{
    // The mark moves on with every colour, the dash once the colours are used up.
    const auto place = static_cast<std::size_t>(std::max(index, 0));
    return { name, static_cast<int>(place % kColors), kDashes[place / kColors % kDashes.size()],
             kMarks[(place + place / kColors) % kMarks.size()] };
}

QColor curveColor(const CurveStyle &style, const QPalette &palette)
{
    return style.color == CurveStyle::kNeutralColor ? mutedTextColor(palette)
                                                    : seriesColor(style.color, palette);
}

Qt::PenStyle penStyle(LineDash dash)
{
    switch (dash) {
    case LineDash::Dash:
        return Qt::DashLine;
    case LineDash::Dot:
        return Qt::DotLine;
    case LineDash::DashDot:
        return Qt::DashDotLine;
    case LineDash::Solid:
        break;
    }
    return Qt::SolidLine;
}

void paintMark(QPainter &painter, MarkShape mark, const QPointF &center, qreal radius)
{
    constexpr qreal kPi = std::numbers::pi;
    switch (mark) {
    case MarkShape::None:
        break;
    case MarkShape::Circle:
        painter.drawEllipse(center, radius, radius);
        break;
    case MarkShape::Square:
        painter.drawPolygon(regularPolygon(center, radius * 1.2, 4, kPi / 4));
        break;
    case MarkShape::Triangle:
        painter.drawPolygon(regularPolygon(center, radius * 1.3, 3, 0));
        break;
    case MarkShape::TriangleDown:
        painter.drawPolygon(regularPolygon(center, radius * 1.3, 3, kPi));
        break;
    case MarkShape::Diamond:
        painter.drawPolygon(regularPolygon(center, radius * 1.3, 4, 0));
        break;
    case MarkShape::Cross:
        painter.drawLine(center + QPointF(-radius, -radius), center + QPointF(radius, radius));
        painter.drawLine(center + QPointF(-radius, radius), center + QPointF(radius, -radius));
        break;
    case MarkShape::Plus:
        painter.drawLine(center + QPointF(-radius, 0), center + QPointF(radius, 0));
        painter.drawLine(center + QPointF(0, -radius), center + QPointF(0, radius));
        break;
    }
}

void paintSwatch(QPainter &painter, const CurveStyle &style, const QRectF &rect,
                 const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = curveColor(style, palette);
    painter.setPen(QPen(color, 2, penStyle(style.dash), Qt::FlatCap));
    const qreal middle = rect.center().y();
    painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle));
    painter.setPen(QPen(color, 1.6));
    painter.setBrush(color);
    paintMark(painter, style.mark, rect.center(), std::min<qreal>(4, rect.height() / 3));
    painter.restore();
}

QIcon swatchIcon(const CurveStyle &style, const QPalette &palette, qreal devicePixelRatio)
{
    constexpr QSize kSize(24, 16);
    QPixmap pixmap(kSize * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintSwatch(painter, style, QRectF(QPointF(1, 0), QSizeF(kSize.width() - 2, kSize.height())),
                palette);
    painter.end();
    return QIcon(pixmap);
}

} // namespace tamiz::ui
