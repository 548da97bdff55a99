// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/now_card.h"

#include <algorithm>
#include <vector>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/widgets/state_badge.h"
#include "ui/widgets/text_label.h"

namespace tamiz::ui {

namespace {

constexpr std::size_t kQueueRows = 5;

} // namespace

NowCard::NowCard(RunController &runs, QWidget *parent)
    : QFrame(parent)
    , m_runs(runs)
    , m_title(makeTextLabel("heading", this))
    , m_name(makeTextLabel("number", this))
    , m_state(new StateBadge(this))
    , m_progress(new QProgressBar(this))
    , m_text(makeTextLabel("muted", this))
    , m_watch(new QPushButton(this))
    , m_queueTitle(makeTextLabel("heading", this))
    , m_queue(makeTextLabel("muted", this))
{
    setProperty("role", QStringLiteral("card"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_watch->setObjectName(QStringLiteral("homeOpenRunning"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_state);
    row->addStretch();
    row->addWidget(m_watch);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(8);
    column->addWidget(m_title);
    column->addWidget(m_name);
    column->addWidget(m_progress);
    column->addWidget(m_text);
    column->addLayout(row);
    column->addWidget(m_queueTitle);
    column->addWidget(m_queue);
    column->addStretch();
    connect(m_watch, &QPushButton::clicked, this, &NowCard::watchRequested);
    retranslate();
}

void NowCard::showRunning()
{
    const auto id = m_runs.runningRun();
    const RunRecord *run = id ? m_runs.run(*id) : nullptr;
    for (QWidget *widget : { static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_state),
                             static_cast<QWidget *>(m_progress), static_cast<QWidget *>(m_watch) })
        widget->setVisible(run != nullptr);
    if (!run) {
        m_text->setText(tr("Nothing is running."));
        return;
    }
    m_name->setText(toQt(run->name));
    m_state->setState(run->state);
    const auto progress = m_runs.progress(*id);
    const std::int64_t step = progress ? progress->step : run->step;
    const std::int64_t total = progress ? progress->totalSteps : run->totalSteps;
    m_progress->setValue(total > 0 ? static_cast<int>(1000 * step / total) : 0);
    QStringList parts;
    if (progress && progress->phase != "training")
        parts << phaseName(progress->phase);
    if (total > 0)
        parts << tr("step %1 of %2").arg(step).arg(total);
    if (progress && progress->secondsLeft >= 0)
        parts << tr("%1 left").arg(durationText(progress->secondsLeft));
    m_text->setText(parts.join(QStringLiteral(" · ")));
}

void NowCard::showQueue()
{
    const std::vector<RunId> waiting = m_runs.waitingRuns();
    QStringList lines;
    for (std::size_t i = 0; i < std::min(waiting.size(), kQueueRows); ++i) {
        const RunRecord *run = m_runs.run(waiting[i]);
        lines << QStringLiteral("%1. %2").arg(i + 1).arg(run ? toQt(run->name) : QString());
    }
    if (waiting.size() > kQueueRows)
        lines << tr("and %n more", nullptr, static_cast<int>(waiting.size() - kQueueRows));
    m_queue->setText(lines.isEmpty() ? tr("No run is waiting.") : lines.join(QLatin1Char('\n')));
    showRunning();
}

void NowCard::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QFrame::changeEvent(event);
}

void NowCard::retranslate()
{
    m_title->setText(tr("Running now"));
    m_progress->setAccessibleName(tr("Share of the steps done"));
    m_watch->setText(tr("Watch"));
    m_watch->setToolTip(tr("Opens the live curves of the running run"));
    m_queueTitle->setText(tr("Queue"));
    showQueue();
}

} // namespace tamiz::ui
