// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/caption_field.h"

#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>
#include <QVariant>

#include "ui/bridge/convert.h"

namespace tamiz::ui {

void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

CaptionField::CaptionField(QWidget *editor, std::string path, Note note, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_path(std::move(path))
    , m_caption(new QLabel(this))
{
    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_caption->setBuddy(editor);
    m_caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    layout->addWidget(m_caption);
    layout->addWidget(editor);
    editor->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    if (note == Note::Line) {
        m_note = new QLabel(this);
        m_note->setProperty("role", QStringLiteral("caption"));
        m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        m_note->setTextFormat(Qt::PlainText);
        layout->addWidget(m_note);
    }
}

void CaptionField::setCaption(const QString &caption, const QString &toolTip)
{
    m_caption->setText(caption);
    m_editor->setAccessibleName(caption);
    m_toolTip = toolTip;
    updateNote();
}

void CaptionField::setFact(const QString &fact)
{
    m_fact = fact;
    updateNote();
}

void CaptionField::showProblems(const std::vector<Problem> &problems)
{
    const Problem *worst = nullptr;
    for (const Problem &problem : problems) {
        const bool isHere = problem.path == m_path
            || (problem.path.starts_with(m_path)
                && (problem.path[m_path.size()] == '.' || problem.path[m_path.size()] == '['));
        if (isHere && (!worst || problem.severity < worst->severity))
            worst = &problem;
    }
    m_isError = worst && worst->severity == Severity::Error;
    m_problem = worst ? toQt(worst->message) : QString();
    if (worst && !worst->hint.empty())
        m_problem += QStringLiteral(". ") + toQt(worst->hint);
    updateNote();
}

void CaptionField::updateNote()
{
    setStyleProperty(m_editor, "invalid", m_isError);
    const QString toolTip = m_problem.isEmpty() ? m_toolTip
        : m_toolTip.isEmpty()                   ? m_problem
                              : QString(m_problem + QStringLiteral("\n\n") + m_toolTip);
    m_editor->setToolTip(toolTip);
    m_caption->setToolTip(toolTip);
    m_editor->setAccessibleDescription(m_problem.isEmpty() ? m_fact : m_problem);
    if (!m_note)
        return;
    const QString role = m_problem.isEmpty() ? QStringLiteral("caption")
        : m_isError                          ? QStringLiteral("caption-danger")
                                             : QStringLiteral("caption-warning");
    setStyleProperty(m_note, "role", role);
    const QString text = m_problem.isEmpty() ? m_fact : m_problem;
    m_note->setText(m_note->fontMetrics().elidedText(text, Qt::ElideRight, m_note->width()));
    m_note->setToolTip(text);
}

void CaptionField::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    updateNote();
}

} // namespace tamiz::ui
