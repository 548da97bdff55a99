// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>

class QPainter;

namespace tamiz::ui {

/// Draws the mark of token class @p index (its place in masking.classes): one of eight shapes in the
/// class's colour. The same mark everywhere, so that no class is known by its colour alone.
void paintClassMark(QPainter &painter, int index, const QRectF &square, const QPalette &palette);

QIcon classIcon(int index, const QPalette &palette);

} // namespace tamiz::ui
