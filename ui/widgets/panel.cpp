// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace tamiz::ui {

Panel::Panel(QWidget *parent)
    : QFrame(parent)
    , m_heading(new QLabel(this))
    , m_headingRow(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    setProperty("role", QStringLiteral("card"));
    m_heading->setProperty("role", QStringLiteral("heading"));
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(kPadding, 8, kPadding, kPadding);
    layout->setSpacing(8);
    m_headingRow->setSpacing(8);
    m_headingRow->addWidget(m_heading, 1);
    layout->addLayout(m_headingRow);
    m_body->setSpacing(8);
    layout->addLayout(m_body, 1);
}

void Panel::setHeading(const QString &heading)
{
    m_heading->setText(heading);
    setAccessibleName(heading);
}

} // namespace tamiz::ui
