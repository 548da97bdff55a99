// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/next_steps_card.h"

#include <algorithm>

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

NextStepsCard::NextStepsCard(QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(this))
{
    setProperty("role", QStringLiteral("card"));
    m_title->setProperty("role", QStringLiteral("heading"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(4);
    column->addWidget(m_title);
    m_compare = addStep("homeCompare", QStringLiteral("compare"), column);
    m_export = addStep("homeExport", QStringLiteral("export"), column);
    m_design = addStep("homeDesign", QStringLiteral("mask"), column);
    m_demo = addStep("homeDemo", QStringLiteral("play"), column);
    column->addStretch();
    connect(m_compare.button, &QPushButton::clicked, this, &NextStepsCard::compareRequested);
    connect(m_design.button, &QPushButton::clicked, this, &NextStepsCard::newExperimentRequested);
    connect(m_demo.button, &QPushButton::clicked, this, &NextStepsCard::demoRequested);
    connect(m_export.button, &QPushButton::clicked, this, [this] {
        if (m_newest)
            emit exportRequested(m_newest->id);
    });
    setRuns({});
}

NextStepsCard::Step NextStepsCard::addStep(const char *name, const QString &icon,
                                           QVBoxLayout *column)
{
    const Step step { new QPushButton(lineIcon(icon), {}, this), new QLabel(this) };
    step.button->setObjectName(QLatin1String(name));
    step.text->setWordWrap(true);
    step.text->setProperty("role", QStringLiteral("caption"));
    column->addSpacing(6);
    column->addWidget(step.button);
    column->addWidget(step.text);
    return step;
}

void NextStepsCard::setRuns(const std::vector<RunRecord> &runs)
{
    const auto isFinished
        = [](const RunRecord &run) { return run.state == RunState::Finished && !run.isArchived; };
    const auto newest = std::find_if(runs.begin(), runs.end(), isFinished);
    m_newest = newest == runs.end() ? std::nullopt : std::optional(*newest);
    m_compare.button->setEnabled(std::count_if(runs.begin(), runs.end(), isFinished) > 1);
    m_export.button->setEnabled(m_newest.has_value());
    retranslate();
}

void NextStepsCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void NextStepsCard::retranslate()
{
    const auto name
        = [](const Step &step, const QString &button, const QString &text, const QString &toolTip) {
              step.button->setText(button);
              step.button->setToolTip(toolTip);
              step.button->setAccessibleDescription(text);
              step.text->setText(text);
          };
    m_title->setText(tr("Next steps"));
    name(m_compare, tr("Compare runs"),
         m_compare.button->isEnabled() ? tr("Which one is better, and what did it cost?")
                                       : tr("Needs two runs that finished."),
         tr("Opens the comparison; it reads the runs and trains nothing"));
    name(m_export, tr("Export the newest run"),
         m_newest ? tr("“%1” as an adapter or a whole model.").arg(toQt(m_newest->name))
                  : tr("Needs a run that finished."),
         tr("Asks for format and folder; writing takes seconds"));
    name(m_design, tr("Mask a token class"),
         tr("Design a run that cannot lean on it, and see what changes."),
         tr("Opens the designer with the defaults; nothing runs until you start it"));
    name(m_demo, tr("Start the demo"),
         tr("Teaches the bundled model which program a help page is about."),
         tr("Trains the bundled model on the bundled data; takes a few minutes of the processor"));
}

} // namespace tamiz::ui
