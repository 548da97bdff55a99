// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_header.h"

#include <algorithm>
#include <cmath>

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/run_actions.h"
#include "ui/widgets/state_badge.h"

namespace tamiz::ui {

namespace {

constexpr int kBarSteps = 1000;

QString count(std::int64_t number)
{
    return QLocale().toString(static_cast<qlonglong>(number));
}

} // namespace

RunHeader::RunHeader(RunActions &actions, QWidget *parent)
    : QFrame(parent)
    , m_actions(actions)
    , m_name(new QLabel(this))
    , m_badge(new StateBadge(this))
    , m_facts(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_notice(new QFrame(this))
    , m_noticeText(new QLabel(m_notice))
{
    m_name->setProperty("role", QStringLiteral("title"));
    m_name->setTextFormat(Qt::PlainText);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_facts->setProperty("role", QStringLiteral("muted"));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setObjectName(QStringLiteral("runFacts"));
    m_bar->setTextVisible(false);
    m_bar->setRange(0, kBarSteps);
    m_bar->setObjectName(QStringLiteral("runProgress"));
    m_noticeText->setWordWrap(true);
    m_noticeText->setTextFormat(Qt::PlainText);
    m_noticeText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *noticeLayout = new QHBoxLayout(m_notice);
    noticeLayout->setContentsMargins(12, 8, 12, 8);
    noticeLayout->addWidget(m_noticeText);

    auto *title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(m_name, 1);
    title->addWidget(m_badge);
    auto *controls = new QHBoxLayout;
    controls->setSpacing(8);
    controls->addWidget(m_facts, 1);
    makeControls(actions);
    for (QToolButton *button :
         { m_resumeButton, m_pauseButton, m_stopButton, m_checkpointButton, m_exportButton })
        controls->addWidget(button);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(title);
    column->addLayout(controls);
    column->addWidget(m_bar);
    column->addWidget(m_notice);
    updateTexts();
}

void RunHeader::makeControls(RunActions &actions)
{
    using Kind = ActionButton::Kind;
    m_resumeButton = new ActionButton(actions.resume(), Kind::Primary, this);
    m_pauseButton = new ActionButton(actions.pause(), Kind::Plain, this);
    m_stopButton = new ActionButton(actions.stop(), Kind::Plain, this);
    m_checkpointButton = new ActionButton(actions.checkpoint(), Kind::Plain, this);
    m_exportButton = new ActionButton(actions.exportAdapter(), Kind::Primary, this);
    for (QAction *action : actions.all())
        connect(action, &QAction::changed, this, &RunHeader::updateButtons);
}

void RunHeader::show(const RunRecord &run, const std::optional<Progress> &progress)
{
    m_run = run;
    m_progress = progress;
    updateTexts();
}

void RunHeader::setThroughput(std::optional<double> tokensPerSecond)
{
    m_tokensPerSecond = tokensPerSecond;
    updateTexts();
}

void RunHeader::updateTexts()
{
    m_name->setText(toQt(m_run.name));
    m_name->setToolTip(toQt(m_run.folder));
    m_badge->setState(m_run.state);
    m_facts->setText(progressText());
    m_bar->setAccessibleName(tr("Progress of the run"));
    m_bar->setVisible(isActive(m_run.state));
    const bool isPreparing
        = m_progress && m_progress->phase != "training" && m_progress->totalSteps == 0;
    if (isPreparing) {
        m_bar->setValue(static_cast<int>(std::lround(m_progress->phaseDone * kBarSteps)));
    } else {
        const double total = std::max<double>(1, static_cast<double>(m_run.totalSteps));
        m_bar->setValue(
            static_cast<int>(std::lround(static_cast<double>(m_run.step) / total * kBarSteps)));
    }
    updateNotice();
    updateButtons();
}

/// A button that cannot help in this state leaves its place to those that can.
void RunHeader::updateButtons()
{
    const bool isLive = isActive(m_run.state);
    m_pauseButton->setVisible(isLive && m_run.state != RunState::Paused);
    m_resumeButton->setVisible(m_actions.resume()->isEnabled());
    m_stopButton->setVisible(isLive || m_run.state == RunState::Queued);
    m_checkpointButton->setVisible(isLive);
    m_exportButton->setVisible(m_run.state == RunState::Finished);
}

QString RunHeader::progressText() const
{
    QStringList facts;
    if (m_run.totalSteps > 0)
        facts += tr("Step %1 of %2").arg(count(m_run.step), count(m_run.totalSteps));
    if (isActive(m_run.state)) {
        if (m_progress) {
            facts += phaseName(m_progress->phase);
            if (m_progress->secondsLeft >= 0 && m_run.state == RunState::Running)
                facts += tr("%1 left").arg(durationText(m_progress->secondsLeft));
        }
        if (m_tokensPerSecond && m_run.state == RunState::Running)
            facts += tr("%1 tokens/s").arg(count(std::llround(*m_tokensPerSecond)));
    } else {
        if (m_run.startedAt && m_run.endedAt) {
            const std::chrono::duration<double> took = *m_run.endedAt - *m_run.startedAt;
            facts += tr("took %1").arg(durationText(took.count()));
        }
        const auto moment = m_run.endedAt.value_or(m_run.createdAt);
        const QString when = QLocale().toString(toQt(moment), QLocale::ShortFormat);
        facts += m_run.endedAt ? tr("ended %1").arg(when) : tr("created %1").arg(when);
    }
    if (!m_run.group.empty())
        facts += tr("group %1").arg(toQt(m_run.group));
    return facts.join(QStringLiteral("  ·  "));
}

void RunHeader::updateNotice()
{
    QString text;
    QString role = QStringLiteral("notice");
    if (m_run.state == RunState::Failed) {
        role = QStringLiteral("danger");
        text = m_run.message.empty() ? tr("The run failed; the log below says how far it came.")
                                     : toQt(m_run.message);
    } else if (m_run.state == RunState::Interrupted) {
        role = QStringLiteral("warning");
        text
            = tr("Interrupted at step %1: the program that trained it ended. “Resume” goes on from "
                 "the last checkpoint.")
                  .arg(count(m_run.step));
    }
    m_noticeText->setText(text);
    m_notice->setVisible(!text.isEmpty());
    if (m_notice->property("role").toString() != role) {
        m_notice->setProperty("role", role);
        m_notice->style()->unpolish(m_notice);
        m_notice->style()->polish(m_notice);
    }
}

void RunHeader::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        updateTexts();
    QFrame::changeEvent(event);
}

} // namespace tamiz::ui
