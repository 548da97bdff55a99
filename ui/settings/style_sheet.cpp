// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/style_sheet.h"

#include <array>
#include <utility>

namespace tamiz::ui {

namespace {

// $name stands for a colour of ThemeColors, $theme for the folder of the glyphs. A focused control
// trades a pixel of padding for a second pixel of border, so that nothing moves.
constexpr auto kControls = R"(
QToolTip {
    color: $tooltipText; background: $tooltip; border: 1px solid $tooltip; padding: 4px 6px;
}
QPushButton, QToolButton[kind] {
    color: $text; background: $surface; border: 1px solid $fieldBorder; border-radius: 6px;
    padding: 5px 12px; min-height: 18px;
}
QPushButton:hover, QToolButton[kind]:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $pressed; }
QPushButton:focus, QToolButton[kind]:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $disabledText; background: $sunken; border-color: $border; }
QPushButton[kind="primary"], QToolButton[kind="primary"] {
    color: $onAccent; background: $accent; border-color: $accent; font-weight: 600;
}
QPushButton[kind="primary"]:hover { background: $accentHover; border-color: $accentHover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled {
    color: $disabledText; background: $pressed; border-color: $pressed;
}
QPushButton[kind="danger"] { color: $danger; border-color: $danger; }
QPushButton[kind="danger"]:hover { background: $dangerSoft; }
QPushButton[kind="danger"]:disabled { color: $disabledText; border-color: $border; }
QPushButton[kind="flat"], QToolButton[kind="flat"] {
    background: transparent; border-color: transparent;
}
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover { background: $hover; }
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus { border: 2px solid $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolButton[kind="slim"] {
    background: transparent; border-color: transparent; padding: 0 6px; min-height: 16px;
}
QToolButton[kind="slim"]:focus { border: 1px solid $accent; padding: 0 6px; }
QToolButton {
    color: $text; background: transparent; border: 1px solid transparent; border-radius: 6px;
    padding: 4px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accentSoft; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $disabledText; }
QToolButton[popupMode="2"] { padding-right: 16px; }
QToolButton::menu-indicator {
    image: url(:/tamiz/glyphs/$theme/chevron-down.svg); width: 10px; height: 10px;
    subcontrol-position: right center; right: 4px;
}

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
    color: $text; background: $surface; border: 1px solid $fieldBorder; border-radius: 6px;
    selection-background-color: $accent; selection-color: $onAccent;
}
QLineEdit, QAbstractSpinBox, QComboBox { padding: 3px 8px; min-height: 20px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QLineEdit:hover, QAbstractSpinBox:hover, QComboBox:hover { border-color: $mutedText; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus, QComboBox:on {
    border: 2px solid $accent; padding: 2px 7px;
}
QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $accent; padding: 3px; }
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
    color: $disabledText; background: $sunken; border-color: $border;
}
QLineEdit:read-only { background: $sunken; border-color: $border; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {
    border: none; padding: 0; background: transparent; min-height: 0;
}
QAbstractSpinBox { padding-right: 18px; }
QAbstractSpinBox:focus { padding-right: 17px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {
    subcontrol-origin: border; width: 18px; border: none; background: transparent;
}
QAbstractSpinBox::up-button { subcontrol-position: top right; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {
    background: $hover; border-radius: 3px;
}
QAbstractSpinBox::up-arrow {
    image: url(:/tamiz/glyphs/$theme/chevron-up.svg); width: 10px; height: 10px;
}
QAbstractSpinBox::down-arrow {
    image: url(:/tamiz/glyphs/$theme/chevron-down.svg); width: 10px; height: 10px;
}
QAbstractSpinBox[buttonSymbols="2"] { padding-right: 8px; }
QComboBox { padding-right: 22px; }
QComboBox:focus, QComboBox:on { padding-right: 21px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow {
    image: url(:/tamiz/glyphs/$theme/chevron-down.svg); width: 12px; height: 12px;
}
QComboBox QAbstractItemView {
    background: $surface; border: 1px solid $border; border-radius: 0; padding: 4px; outline: 0;
    selection-background-color: $accentSoft; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; border-radius: 4px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabledText; }
QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator,
QGroupBox::indicator {
    width: 14px; height: 14px; border: 1px solid $fieldBorder; background: $surface;
    border-radius: 4px;
}
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover, QAbstractItemView::indicator:hover {
    border-color: $accent;
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked, QGroupBox::indicator:checked {
    background: $accent; border-color: $accent; image: url(:/tamiz/glyphs/$theme/check.svg);
}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url(:/tamiz/glyphs/$theme/dash.svg);
}
QRadioButton::indicator:checked {
    background: $accent; border-color: $accent; image: url(:/tamiz/glyphs/$theme/dot.svg);
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {
    background: $sunken; border-color: $border;
}
QCheckBox::indicator:checked:disabled { background: $disabledText; border-color: $disabledText; }

QSlider { min-height: 22px; border: 2px solid transparent; border-radius: 6px; }
QSlider:focus { border-color: $accent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: $accent; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: $surface; border: 1px solid $accent;
}
QSlider::handle:horizontal:hover { background: $accentSoft; }
QSlider::sub-page:horizontal:disabled { background: $disabledText; }
QSlider::handle:horizontal:disabled { border-color: $disabledText; }

QProgressBar {
    border: none; border-radius: 3px; background: $border; max-height: 6px; min-height: 6px;
    color: transparent;
}
QProgressBar::chunk { border-radius: 3px; background: $accent; }
)";

constexpr auto kContainers = R"(
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $accentSoft; }
QMenuBar { background: $window; border-bottom: 1px solid $border; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 4px; }
QMenuBar::item:selected { background: $pressed; }
QMenu { background: $surface; border: 1px solid $border; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accentSoft; color: $text; }
QMenu::item:disabled { color: $disabledText; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 6px 4px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }
QMenu::indicator:checked { image: url(:/tamiz/glyphs/$theme/check-menu.svg); }
QStatusBar { background: $window; border-top: 1px solid $border; color: $mutedText; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $mutedText; padding: 2px 8px; }
QToolBar { background: $window; border: none; border-bottom: 1px solid $border; padding: 4px; spacing: 4px; }

QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: 8px; }
QFrame[role="notice"] { background: $accentSoft; border: 1px solid $accent; border-radius: 8px; }
QFrame[role="warning"] { background: $warningSoft; border: 1px solid $warning; border-radius: 8px; }
QFrame[role="danger"] { background: $dangerSoft; border: 1px solid $danger; border-radius: 8px; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-size: 14px; font-weight: 600; }
QLabel[role="muted"] { color: $mutedText; }
QLabel[role="number"] { font-size: 18px; font-weight: 600; }
QLabel[role="code"] { font-family: monospace; }
QLabel[role="caption"] { color: $mutedText; font-size: 11px; }
QLabel[role="caption-warning"] { color: $warning; font-size: 11px; }
QLabel[role="caption-danger"] { color: $danger; font-size: 11px; }
*[invalid="true"] { border-color: $danger; }
QLabel:disabled { color: $disabledText; }

QGroupBox {
    background: $surface; border: 1px solid $border; border-radius: 8px; margin-top: 0;
    padding: 34px 6px 6px 6px; font-weight: 600;
}
QGroupBox::title {
    subcontrol-origin: border; subcontrol-position: top left; left: 14px; top: 10px;
    background: transparent;
}

QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $mutedText; padding: 8px 12px; border: none;
    border-bottom: 2px solid transparent;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { background: $accentSoft; }

QAbstractItemView {
    background: $surface; alternate-background-color: $sunken; border: 1px solid $border;
    border-radius: 6px; gridline-color: $border; outline: 0;
    selection-background-color: $accentSoft; selection-color: $text;
}
QAbstractItemView:focus { border-color: $accent; }
QHeaderView {
    qproperty-defaultAlignment: 'AlignLeft | AlignVCenter'; background: $sunken; border: none;
    border-top-left-radius: 6px; border-top-right-radius: 6px;
}
QHeaderView::section {
    background: transparent; color: $mutedText; font-weight: 600; border: none;
    border-bottom: 1px solid $border; padding: 6px 8px;
}
QHeaderView::section:hover { color: $text; }
QHeaderView[isSorted="true"]::down-arrow {
    image: url(:/tamiz/glyphs/$theme/chevron-down.svg); width: 10px; height: 10px; right: 4px;
    subcontrol-position: center right;
}
QHeaderView[isSorted="true"]::up-arrow {
    image: url(:/tamiz/glyphs/$theme/chevron-up.svg); width: 10px; height: 10px; right: 4px;
    subcontrol-position: center right;
}
QTableCornerButton::section { background: $sunken; border: none; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $fieldBorder; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $mutedText; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

} // namespace

QString styleSheet(const ThemeColors &colors)
{
    // Longer names before those that they begin with: $accentHover before $accent.
    const std::array<std::pair<QLatin1String, QColor>, 21> names { {
        { QLatin1String("$accentHover"), colors.accentHover },
        { QLatin1String("$accentSoft"), colors.accentSoft },
        { QLatin1String("$accent"), colors.accent },
        { QLatin1String("$border"), colors.border },
        { QLatin1String("$dangerSoft"), colors.dangerSoft },
        { QLatin1String("$danger"), colors.danger },
        { QLatin1String("$disabledText"), colors.disabledText },
        { QLatin1String("$fieldBorder"), colors.fieldBorder },
        { QLatin1String("$hover"), colors.hover },
        { QLatin1String("$mutedText"), colors.mutedText },
        { QLatin1String("$onAccent"), colors.onAccent },
        { QLatin1String("$positive"), colors.positive },
        { QLatin1String("$pressed"), colors.pressed },
        { QLatin1String("$sunken"), colors.sunken },
        { QLatin1String("$surface"), colors.surface },
        { QLatin1String("$text"), colors.text },
        { QLatin1String("$tooltipText"), colors.tooltipText },
        { QLatin1String("$tooltip"), colors.tooltip },
        { QLatin1String("$warningSoft"), colors.warningSoft },
        { QLatin1String("$warning"), colors.warning },
        { QLatin1String("$window"), colors.window },
    } };
    QString sheet = QLatin1String(kControls) + QLatin1String(kContainers);
    sheet.replace(QLatin1String("$theme"),
                  colors.window.lightness() < 128 ? QLatin1String("dark") : QLatin1String("light"));
    for (const auto &[name, color] : names)
        sheet.replace(name, color.name());
    return sheet;
}

} // namespace tamiz::ui
