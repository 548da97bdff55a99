// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/theme.h"

#include <array>

namespace tamiz::ui {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor seriesColor(int index, const QPalette &palette)
{
    // Okabe and Ito, "Color universal design" (2008); black is left out, yellow comes last.
    static constexpr std::array<QRgb, 7> kColors {0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7,
                                                  0xffd55e00, 0xff56b4e9, 0xfff0e442};
    const auto wrapped = static_cast<std::size_t>(index) % kColors.size();
    const QColor color = QColor::fromRgb(kColors[wrapped]);
    if (isDark(palette))
        return wrapped == 0 ? color.lighter(150) : color.lighter(112);
    return wrapped == 6 ? color.darker(135) : color;
}

} // namespace tamiz::ui
