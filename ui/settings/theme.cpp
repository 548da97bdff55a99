// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/theme.h"

#include <array>

#include <QAbstractItemView>
#include <QApplication>
#include <QFont>
#include <QProxyStyle>

#include "ui/settings/style_sheet.h"
#include "ui/settings/system_appearance.h"
#include "ui/settings/theme_colors.h"

namespace tamiz::ui {

namespace {

QPalette makePalette(const ThemeColors &colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.window);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.surface);
    palette.setColor(QPalette::AlternateBase, colors.sunken);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::Button, colors.surface);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.danger);
    palette.setColor(QPalette::PlaceholderText, colors.mutedText);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::LinkVisited, colors.accent);
    palette.setColor(QPalette::ToolTipBase, colors.tooltip);
    palette.setColor(QPalette::ToolTipText, colors.tooltipText);
    palette.setColor(QPalette::Light, colors.surface);
    palette.setColor(QPalette::Midlight, colors.hover);
    palette.setColor(QPalette::Mid, colors.border);
    palette.setColor(QPalette::Dark, colors.fieldBorder);
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0, 90));
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, colors.disabledText);
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.border);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, colors.disabledText);
    return palette;
}

QFont makeFont()
{
    // Inter where it is installed; asking for it by name first saves the font database's scan.
    static const QString systemFamily = QApplication::font().family();
    QFont font;
    font.setFamilies({ QStringLiteral("Inter"), systemFamily, QStringLiteral("Noto Sans"),
                       QStringLiteral("DejaVu Sans") });
    font.setPointSizeF(10);
    return font;
}

/// Fusion with the room that cells of tables and lists need beside their text.
class StudioStyle final : public QProxyStyle
{
public:
    StudioStyle()
        : QProxyStyle(QStringLiteral("Fusion"))
    {
        setObjectName(QStringLiteral("tamiz"));
    }

    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override
    {
        if (metric == PM_FocusFrameHMargin && qobject_cast<const QAbstractItemView *>(widget))
            return 7;
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
};

} // namespace

void applyTheme(QApplication &application, ThemeChoice choice)
{
    const bool dark
        = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && isSystemDark());
    const ThemeColors &colors = themeColors(dark);
    static const bool isStyled = [] {
        QApplication::setStyle(new StudioStyle);
        return true;
    }();
    Q_UNUSED(isStyled)
    const QFont font = makeFont();
    if (QApplication::font() != font)
        QApplication::setFont(font);
    QApplication::setPalette(makePalette(colors));
    const QString sheet = styleSheet(colors);
    if (application.styleSheet() != sheet)
        application.setStyleSheet(sheet);
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor surfaceColor(const QPalette &palette)
{
    return themeColors(isDark(palette)).surface;
}

QColor borderColor(const QPalette &palette)
{
    return themeColors(isDark(palette)).border;
}

QColor mutedTextColor(const QPalette &palette)
{
    return themeColors(isDark(palette)).mutedText;
}

QColor accentColor(const QPalette &palette)
{
    return themeColors(isDark(palette)).accent;
}

QColor positiveColor(const QPalette &palette)
{
    return themeColors(isDark(palette)).positive;
}

QColor warningColor(const QPalette &palette)
{
    return themeColors(isDark(palette)).warning;
}

QColor dangerColor(const QPalette &palette)
{
    return themeColors(isDark(palette)).danger;
}

QColor seriesColor(int index, const QPalette &palette)
{
    // Okabe and Ito, "Color universal design" (2008); black is left out, yellow comes last.
    static constexpr std::array<QRgb, 7> kColors { 0xff0072b2, 0xffe69f00, 0xff009e73, 0xffcc79a7,
                                                   0xffd55e00, 0xff56b4e9, 0xfff0e442 };
    const auto wrapped = static_cast<std::size_t>(index) % kColors.size();
    const QColor color = QColor::fromRgb(kColors[wrapped]);
    if (isDark(palette))
        return wrapped == 0 ? color.lighter(150) : color.lighter(112);
    return wrapped == 6 ? color.darker(135) : color;
}

} // namespace tamiz::ui
