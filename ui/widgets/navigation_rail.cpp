// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/navigation_rail.h"

#include <QAction>
#include <QActionGroup>
#include <QKeyEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr int kWidth = 108;
constexpr int kMark = 3;

/// An entry whose checked state is a soft fill and a bar at the left edge.
class RailButton final : public QToolButton
{
public:
    using QToolButton::QToolButton;

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QToolButton::paintEvent(event);
        if (!isChecked())
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(accentColor(palette()));
        painter.drawRoundedRect(QRectF(0, height() * 0.2, kMark, height() * 0.6), 1.5, 1.5);
    }
};

} // namespace

NavigationRail::NavigationRail(QWidget *parent)
    : QFrame(parent)
    , m_group(new QActionGroup(this))
    , m_entries(new QVBoxLayout)
{
    setObjectName(QStringLiteral("navigationRail"));
    setFixedWidth(kWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 12, 7, 12);
    column->addLayout(m_entries);
    column->addStretch();
    m_entries->setSpacing(4);
}

void NavigationRail::addEntry(QAction *action)
{
    action->setCheckable(true);
    m_group->addAction(action);
    auto *button = new RailButton(this);
    button->setObjectName(action->objectName() + QStringLiteral("Button"));
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize({ 24, 24 });
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setFixedHeight(60);
    QFont font = button->font();
    font.setPointSizeF(font.pointSizeF() - 1);
    button->setFont(font);
    m_entries->addWidget(button);
}

void NavigationRail::focusEntry(const QAction *action)
{
    for (QToolButton *button : findChildren<QToolButton *>()) {
        if (button->defaultAction() == action)
            button->setFocus(Qt::OtherFocusReason);
    }
}

void NavigationRail::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setPen(borderColor(palette()));
    painter.drawLine(width() - 1, 0, width() - 1, height());
}

void NavigationRail::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Up)
        focusNextPrevChild(false);
    else if (event->key() == Qt::Key_Down)
        focusNextPrevChild(true);
    else
        QFrame::keyPressEvent(event);
}

} // namespace tamiz::ui
