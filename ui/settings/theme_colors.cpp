// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/theme_colors.h"

namespace tamiz::ui {

const ThemeColors &themeColors(bool dark)
{
    static const ThemeColors kLight {
        .window = QColor(0xF5F6F8),
        .surface = QColor(0xFFFFFF),
        .sunken = QColor(0xEEF0F3),
        .hover = QColor(0xF0F3F6),
        .pressed = QColor(0xE2E7EC),
        .border = QColor(0xDCE0E6),
        .fieldBorder = QColor(0x8B95A3),
        .text = QColor(0x1A212B),
        .mutedText = QColor(0x566070),
        .disabledText = QColor(0x98A1AE),
        .accent = QColor(0x0B6E82),
        .accentHover = QColor(0x095B6C),
        .onAccent = QColor(0xFFFFFF),
        .accentSoft = QColor(0xDDEEF1),
        .positive = QColor(0x1B7A47),
        .warning = QColor(0x8F5B00),
        .warningSoft = QColor(0xFDF3DC),
        .danger = QColor(0xBF2C42),
        .dangerSoft = QColor(0xFBE7EA),
        .tooltip = QColor(0x232B36),
        .tooltipText = QColor(0xF2F5F8),
    };
    static const ThemeColors kDark {
        .window = QColor(0x14181E),
        .surface = QColor(0x1C2129),
        .sunken = QColor(0x181D24),
        .hover = QColor(0x252C36),
        .pressed = QColor(0x2E3743),
        .border = QColor(0x313945),
        .fieldBorder = QColor(0x6C7686),
        .text = QColor(0xE5E9EF),
        .mutedText = QColor(0x9CA7B6),
        .disabledText = QColor(0x626C7B),
        .accent = QColor(0x4FB6CA),
        .accentHover = QColor(0x72C7D7),
        .onAccent = QColor(0x07222A),
        .accentSoft = QColor(0x1C3C45),
        .positive = QColor(0x52C089),
        .warning = QColor(0xE3B04B),
        .warningSoft = QColor(0x322A18),
        .danger = QColor(0xF98090),
        .dangerSoft = QColor(0x3A2126),
        .tooltip = QColor(0x303946),
        .tooltipText = QColor(0xEEF2F6),
    };
    return dark ? kDark : kLight;
}

} // namespace tamiz::ui
