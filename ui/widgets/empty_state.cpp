// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/empty_state.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/settings/theme.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

namespace {

constexpr int kIconSize = 48;
constexpr int kTextWidth = 440;

} // namespace

EmptyState::EmptyState(const QString &iconName, QWidget *parent)
    : QWidget(parent)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_headline(new QLabel(this))
    , m_explanation(new QLabel(this))
    , m_buttons(new QWidget(this))
{
    m_headline->setProperty("role", QStringLiteral("heading"));
    m_headline->setAlignment(Qt::AlignCenter);
    m_headline->setWordWrap(true);
    m_explanation->setProperty("role", QStringLiteral("muted"));
    m_explanation->setAlignment(Qt::AlignCenter);
    m_explanation->setWordWrap(true);
    m_headline->setFixedWidth(kTextWidth);
    m_explanation->setFixedWidth(kTextWidth);
    m_icon->setAlignment(Qt::AlignCenter);

    auto *row = new QHBoxLayout(m_buttons);
    row->setContentsMargins(0, 8, 0, 0);
    row->setSpacing(8);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->setSpacing(8);
    column->addStretch();
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addWidget(m_headline, 0, Qt::AlignHCenter);
    column->addWidget(m_explanation, 0, Qt::AlignHCenter);
    column->addWidget(m_buttons, 0, Qt::AlignHCenter);
    column->addStretch();
    paintIcon();
}

void EmptyState::setTexts(const QString &headline, const QString &explanation)
{
    m_headline->setText(headline);
    m_explanation->setText(explanation);
    // A centred item of a layout is not asked for its height at its width.
    for (QLabel *label : { m_headline, m_explanation })
        label->setMinimumHeight(label->heightForWidth(kTextWidth));
}

QPushButton *EmptyState::addButton()
{
    auto *button = new QPushButton(m_buttons);
    if (m_buttons->layout()->isEmpty())
        button->setProperty("kind", QStringLiteral("primary"));
    m_buttons->layout()->addWidget(button);
    return button;
}

void EmptyState::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        paintIcon();
    QWidget::changeEvent(event);
}

void EmptyState::paintIcon()
{
    m_icon->setPixmap(
        linePixmap(m_iconName, mutedTextColor(palette()), kIconSize, devicePixelRatioF()));
}

} // namespace tamiz::ui
