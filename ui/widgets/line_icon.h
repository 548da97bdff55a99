// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

namespace tamiz::ui {

/// The line icon resources/icons/<name>.svg in the palette's text colour: muted where disabled, in
/// the accent where checked. It follows a change of theme by itself, since the colour is looked up
/// when it paints. Null when there is no such icon.
QIcon lineIcon(const QString &name);

/// The same in one colour of its own.
QPixmap linePixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);

} // namespace tamiz::ui
