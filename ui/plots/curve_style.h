// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>
#include <QPen>
#include <QString>

#include "core/runs/run_backend.h"

class QPainter;

namespace tamiz::ui {

enum class LineDash { Solid, Dash, Dot, DashDot };
enum class MarkShape { None, Circle, Square, Triangle, Diamond, Cross, Plus, TriangleDown };

/// How a curve looks: colour index, dash and mark together, so that no reader depends on colour.
struct CurveStyle
{
    QString name;
    int color = 0; ///< index of seriesColor(); kNeutralColor = the muted text colour
    LineDash dash = LineDash::Solid;
    MarkShape mark = MarkShape::None; ///< drawn at the points while they are few, and in the legend
    bool isMeasured = false; ///< a value of few moments, drawn as it is: never smoothed

    static constexpr int kNeutralColor = -1;
    bool operator==(const CurveStyle &) const = default;
};

/// The style of a run, the same on every page and in every session: it follows from the id alone.
CurveStyle runStyle(RunId run, const QString &name);

/// The style of a token class (or of any other list with fixed positions) by its place in the list.
CurveStyle indexStyle(int index, const QString &name);

QColor curveColor(const CurveStyle &style, const QPalette &palette);
Qt::PenStyle penStyle(LineDash dash);

/// Draws a mark of the given radius around @p center with the painter's pen and brush.
void paintMark(QPainter &painter, MarkShape mark, const QPointF &center, qreal radius);

/// A line sample with its mark, for legends, lists and tables.
void paintSwatch(QPainter &painter, const CurveStyle &style, const QRectF &rect,
                 const QPalette &palette);
QIcon swatchIcon(const CurveStyle &style, const QPalette &palette, qreal devicePixelRatio = 1);

} // namespace tamiz::ui
