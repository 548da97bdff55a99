// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

class QApplication;

namespace tamiz::ui {

enum class ThemeChoice { System, Light, Dark };

/// Sets style, palette, font and style sheet of the whole program. Widgets take every colour from
/// their palette or from the functions below, and follow QEvent::PaletteChange.
///
/// Dynamic properties that the style sheet knows (set them before the widget is shown):
///   QPushButton, QToolButton   kind = "primary" | "danger" | "flat" | "slim"
///   QLabel                     role = "title" | "heading" | "muted" | "number" | "code" | "caption"
///                              | "caption-warning" | "caption-danger"
///   any field                  invalid = true (a border in the danger colour)
///   QFrame                     role = "card" | "notice" | "warning" | "danger"
///   QWidget                    role = "page" (a page's root: window colour, no border)
void applyTheme(QApplication &application, ThemeChoice choice);

bool isDark(const QPalette &palette);

// Roles that a palette lacks. Text in any of them on the window or a surface has a contrast of at
// least 4.5:1 (WCAG 2.2, AA), except borderColor, which only separates.
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
