// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/class_toggles.h"

#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/bridge/convert.h"
#include "ui/models/recipe_text.h"
#include "ui/widgets/class_mark.h"

namespace tamiz::ui {

ClassToggles::ClassToggles(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(4);
    m_row->addWidget(m_title);
    hide();
    retranslate();
}

void ClassToggles::setClasses(std::vector<TokenClass> classes)
{
    for (QToolButton *const button : m_buttons)
        button->deleteLater();
    m_buttons.clear();
    m_classes = std::move(classes);
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        auto *const button = new QToolButton(this);
        button->setCheckable(true);
        button->setText(toQt(m_classes[i].name));
        button->setIcon(classIcon(static_cast<int>(i), palette()));
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::toggled, this, &ClassToggles::toggled);
        m_row->addWidget(button);
        m_buttons.push_back(button);
    }
    setVisible(!m_buttons.empty());
    retranslate();
}

std::vector<TokenClass> ClassToggles::hiddenClasses() const
{
    std::vector<TokenClass> hidden;
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        if (m_buttons[i]->isChecked())
            hidden.push_back(m_classes[i]);
    }
    return hidden;
}

void ClassToggles::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange) {
        for (std::size_t i = 0; i < m_buttons.size(); ++i)
            m_buttons[i]->setIcon(classIcon(static_cast<int>(i), palette()));
    }
    QWidget::changeEvent(event);
}

void ClassToggles::retranslate()
{
    m_title->setText(tr("They cannot see:"));
    for (std::size_t i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setToolTip(tr("Takes these tokens out of the models' sight: %1")
                                     .arg(tokenClassDefinition(m_classes[i])));
    }
}

} // namespace tamiz::ui
