// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_legend.h"

#include <QEvent>
#include <QToolButton>

#include "ui/plots/flow_layout.h"

namespace tamiz::ui {

PlotLegend::PlotLegend(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new FlowLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    // All entries are checked most of the time: a hidden one stands out, not the others. Flat lines
    // leave the height to the plot.
    setStyleSheet(
        QStringLiteral("QToolButton { padding: 0 4px; } QToolButton:focus { padding: 0 3px; "
                       "} QToolButton:checked:!hover { background: transparent; }"));
}

void PlotLegend::setEntry(int id, const CurveStyle &style, bool isVisible)
{
    Entry &entry = m_entries[id];
    if (!entry.button) {
        entry.button = new QToolButton(this);
        entry.button->setCheckable(true);
        entry.button->setAutoRaise(true);
        entry.button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        entry.button->setIconSize(QSize(24, 16));
        entry.button->setFocusPolicy(Qt::TabFocus);
        layout()->addWidget(entry.button);
        connect(entry.button, &QToolButton::clicked, this, [this, id](bool isChecked) {
            refresh(m_entries[id]);
            emit toggled(id, isChecked);
        });
    }
    entry.style = style;
    entry.button->setChecked(isVisible);
    refresh(entry);
}

void PlotLegend::removeEntry(int id)
{
    delete m_entries.take(id).button;
}

void PlotLegend::clear()
{
    for (const Entry &entry : std::as_const(m_entries))
        delete entry.button;
    m_entries.clear();
}

void PlotLegend::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::LanguageChange) {
        for (Entry &entry : m_entries)
            refresh(entry);
    }
    QWidget::changeEvent(event);
}

void PlotLegend::refresh(Entry &entry)
{
    CurveStyle shown = entry.style;
    if (!entry.button->isChecked())
        shown.color = CurveStyle::kNeutralColor;
    entry.button->setIcon(swatchIcon(shown, palette(), devicePixelRatioF()));
    entry.button->setText(fontMetrics().elidedText(entry.style.name, Qt::ElideMiddle,
                                                   28 * fontMetrics().averageCharWidth()));
    QFont font = this->font();
    font.setStrikeOut(!entry.button->isChecked());
    entry.button->setFont(font);
    entry.button->setAccessibleName(tr("Curve %1").arg(entry.style.name));
    entry.button->setToolTip(entry.button->isChecked()
                                 ? tr("%1: click to hide").arg(entry.style.name)
                                 : tr("%1: click to show").arg(entry.style.name));
}

} // namespace tamiz::ui
