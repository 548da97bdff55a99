// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/action_button.h"

#include <QPainter>
#include <QStyleOptionToolButton>

namespace tamiz::ui {

ActionButton::ActionButton(QAction *action, Kind kind, QWidget *parent)
    : QToolButton(parent)
    , m_kind(kind)
{
    setDefaultAction(action);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setFocusPolicy(Qt::StrongFocus);
    setProperty("kind",
                kind == Kind::Primary ? QStringLiteral("primary") : QStringLiteral("plain"));
}

void ActionButton::initStyleOption(QStyleOptionToolButton *option) const
{
    QToolButton::initStyleOption(option);
    if (m_kind != Kind::Primary || !isEnabled() || option->icon.isNull())
        return;
    QPixmap pixmap = option->icon.pixmap(option->iconSize, devicePixelRatioF());
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), palette().color(QPalette::HighlightedText));
    painter.end();
    option->icon = QIcon(pixmap);
}

} // namespace tamiz::ui
