// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace tamiz::ui {

/// Every colour of one theme; the palette, the style sheet and theme.h all read from here.
struct ThemeColors
{
    QColor window;
    QColor surface; ///< cards, tables, fields
    QColor sunken; ///< alternate rows, headers, the rail
    QColor hover; ///< under the pointer, on a surface
    QColor pressed;
    QColor border; ///< separates
    QColor fieldBorder; ///< outlines something that can be operated: 3:1 on the surface
    QColor text;
    QColor mutedText;
    QColor disabledText;
    QColor accent;
    QColor accentHover;
    QColor onAccent; ///< text on the accent
    QColor accentSoft; ///< selected rows, the chosen page
    QColor positive;
    QColor warning;
    QColor warningSoft;
    QColor danger;
    QColor dangerSoft;
    QColor tooltip;
    QColor tooltipText;
};

const ThemeColors &themeColors(bool dark);

} // namespace tamiz::ui
