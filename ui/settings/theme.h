// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

class QApplication;

namespace tamiz::ui {

enum class ThemeChoice { System, Light, Dark };

/// Sets style, palette, font and style sheet of the whole program. Widgets take every colour from
/// their palette or from the functions below, and follow QEvent::PaletteChange.
void applyTheme(QApplication &application, ThemeChoice choice);

bool isDark(const QPalette &palette);

// Roles that a palette lacks.
QColor surfaceColor(const QPalette &palette); ///< cards, tables: one step above the window
QColor borderColor(const QPalette &palette);
QColor mutedTextColor(const QPalette &palette);
QColor accentColor(const QPalette &palette);
QColor positiveColor(const QPalette &palette);
QColor warningColor(const QPalette &palette);
QColor dangerColor(const QPalette &palette);

/// Okabe-Ito colours, lightened or darkened for contrast with the palette; index wraps. A run keeps
/// its index everywhere, so does a token class; pair each with a mark, never colour alone.
QColor seriesColor(int index, const QPalette &palette);

} // namespace tamiz::ui
