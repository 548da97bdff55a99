// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/trial_texts.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPlainTextEdit>

#include "core/runs/playground.h"

namespace tamiz::ui {

namespace {

constexpr int kLines = 4;
constexpr int kGap = 8;

} // namespace

TrialTexts::TrialTexts(QWidget *parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit(this))
    , m_second(new QPlainTextEdit(this))
{
    m_text->setObjectName(QStringLiteral("trialText"));
    m_second->setObjectName(QStringLiteral("trialSecondText"));
    auto *const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    for (QPlainTextEdit *const field : { m_text, m_second }) {
        field->setTabChangesFocus(true);
        field->setFixedHeight(kLines * field->fontMetrics().lineSpacing() + 2 * kGap);
        row->addWidget(field, 1);
        connect(field, &QPlainTextEdit::textChanged, this, &TrialTexts::changed);
    }
    setFocusProxy(m_text);
    m_second->hide();
    retranslate();
}

void TrialTexts::setTask(std::optional<TaskType> task)
{
    m_task = task;
    m_second->setVisible(hasSecond());
    retranslate();
}

bool TrialTexts::hasSecond() const
{
    return m_task && hasSecondText(*m_task);
}

void TrialTexts::take(const QString &text, const QString &second)
{
    m_text->setPlainText(text);
    m_second->setPlainText(second);
    m_text->document()->setModified(false);
    m_second->document()->setModified(false);
}

void TrialTexts::setText(const QString &text)
{
    m_text->setPlainText(text);
}

void TrialTexts::insertMask()
{
    m_text->insertPlainText(QStringLiteral("[MASK]"));
    m_text->setFocus();
}

QString TrialTexts::text() const
{
    return m_text->toPlainText();
}

QString TrialTexts::second() const
{
    return hasSecond() ? m_second->toPlainText() : QString();
}

bool TrialTexts::isModified() const
{
    return m_text->document()->isModified() || m_second->document()->isModified();
}

bool TrialTexts::isComplete() const
{
    return !m_text->document()->isEmpty() && (!hasSecond() || !m_second->document()->isEmpty());
}

void TrialTexts::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TrialTexts::retranslate()
{
    m_text->setAccessibleName(tr("Text for the models"));
    m_text->setToolTip(tr("Write here, or take a row of the data; Ctrl+Return asks"));
    m_text->setPlaceholderText(m_task == TaskType::QuestionAnswering
                                   ? tr("Write a question, then press Ask (Ctrl+Return).")
                                   : tr("Write a text, then press Ask (Ctrl+Return)."));
    const QString second = m_task == TaskType::QuestionAnswering
        ? tr("The text in which the answer stands")
        : m_task == TaskType::MultipleChoice ? tr("The choices, one a line")
                                             : tr("The text that may come next");
    m_second->setAccessibleName(second);
    m_second->setToolTip(second);
    m_second->setPlaceholderText(second);
}

} // namespace tamiz::ui
