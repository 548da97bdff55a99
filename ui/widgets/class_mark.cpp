// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/class_mark.h"

#include <cmath>
#include <numbers>

#include <QPainter>
#include <QPainterPath>

#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

QPolygonF regularPolygon(const QRectF &square, int corners, double startAngle, double inner = 1)
{
    QPolygonF polygon;
    const int points = inner < 1 ? corners * 2 : corners;
    for (int i = 0; i < points; ++i) {
        const double angle = startAngle + 2 * std::numbers::pi * i / points;
        const double radius = square.width() / 2 * (inner < 1 && i % 2 == 1 ? inner : 1);
        polygon << square.center() + QPointF(radius * std::cos(angle), radius * std::sin(angle));
    }
    return polygon;
}

QPainterPath markShape(int index, const QRectF &square)
{
    constexpr double kUp = -std::numbers::pi / 2;
    const double thin = square.width() * 0.32;
    QPainterPath path;
    switch (index % 8) {
    case 0:
        path.addEllipse(square);
        break;
    case 1:
        path.addRect(square.adjusted(0.5, 0.5, -0.5, -0.5));
        break;
    case 2:
        path.addPolygon(regularPolygon(square.translated(0, square.height() * 0.1), 3, kUp));
        break;
    case 3:
        path.addPolygon(regularPolygon(square, 4, kUp));
        break;
    case 4:
        path.addPolygon(regularPolygon(square.translated(0, -square.height() * 0.1), 3, -kUp));
        break;
    case 5:
        path.addPolygon(regularPolygon(square, 5, kUp, 0.45));
        break;
    case 6:
        path.addRect(QRectF(square.center().x() - thin / 2, square.top(), thin, square.height()));
        path.addRect(QRectF(square.left(), square.center().y() - thin / 2, square.width(), thin));
        path.setFillRule(Qt::WindingFill);
        break;
    default:
        path.addPolygon(regularPolygon(square, 6, 0));
        break;
    }
    path.closeSubpath();
    return path;
}

} // namespace

void paintClassMark(QPainter &painter, int index, const QRectF &square, const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(markShape(index, square), seriesColor(index, palette));
    painter.restore();
}

QIcon classIcon(int index, const QPalette &palette)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintClassMark(painter, index, QRectF(3, 3, 10, 10), palette);
    return QIcon(pixmap);
}

} // namespace tamiz::ui
