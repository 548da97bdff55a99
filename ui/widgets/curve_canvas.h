// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QRectF>
#include <QString>

class QPainter;
class QFontMetricsF;
class QPalette;

namespace tamiz::ui {

/// A small curve over the run: x from 0 (begin) to 1 (end), y from 0 to @p top.
struct SmallCurve
{
    std::function<double(double)> value;
    double top = 1;
    QString topLabel;
    QString endLabel; ///< below the right end
    QString beginLabel; ///< below the left end
};

/// Where the curve itself lies within @p area: the labels take the rest.
QRectF curveArea(const QRectF &area, const QFontMetricsF &metrics);

void paintSmallCurve(QPainter &painter, const QRectF &area, const SmallCurve &curve,
                     const QPalette &palette);

} // namespace tamiz::ui
