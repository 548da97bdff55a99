// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/home_page.h"

#include <algorithm>
#include <vector>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/models/run_table_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/run_delegates.h"
#include "ui/widgets/state_badge.h"

namespace tamiz::ui {

namespace {

constexpr std::size_t kRecentRuns = 12;
constexpr std::size_t kInterruptedRuns = 2;
constexpr std::size_t kQueueRows = 5;
constexpr int kRowHeight = 36;
constexpr int kSideWidth = 320;

QFrame *makeCard(QWidget *parent)
{
    auto *card = new QFrame(parent);
    card->setProperty("role", QStringLiteral("card"));
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(8);
    return card;
}

QLabel *makeLabel(const char *role, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QLatin1String(role));
    label->setWordWrap(true);
    return label;
}

} // namespace

HomePage::HomePage(RunController &runs, QWidget *parent)
    : QWidget(parent)
    , m_runs(runs)
    , m_model(new RunTableModel(this))
    , m_machineWarning(new Notice(Notice::Kind::Warning, this))
    , m_notices(new QVBoxLayout)
    , m_content(new QStackedWidget(this))
    , m_empty(new EmptyState(QStringLiteral("runs"), this))
{
    setObjectName(QStringLiteral("home"));
    setProperty("ready", false);
    m_machineWarning->hide();
    m_notices->setSpacing(8);

    auto *body = new QWidget(this);
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(16);
    columns->addWidget(makeRecentCard(), 1);
    auto *side = new QVBoxLayout;
    side->setSpacing(16);
    side->addWidget(makeNowCard(), 1);
    side->addWidget(makeDemoCard());
    columns->addLayout(side);

    m_emptyDemo = m_empty->addButton();
    m_emptyNew = m_empty->addButton();
    m_content->addWidget(m_empty);
    m_content->addWidget(body);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 24, 16);
    column->setSpacing(12);
    column->addWidget(makeHeader());
    column->addWidget(m_machineWarning);
    column->addLayout(m_notices);
    column->addWidget(m_content, 1);

    for (const QPushButton *button : { m_demo, m_emptyDemo })
        connect(button, &QPushButton::clicked, this, &HomePage::demoRequested);
    for (const QPushButton *button : { m_new, m_emptyNew })
        connect(button, &QPushButton::clicked, this, &HomePage::newExperimentRequested);
    connect(&m_runs, &RunController::runsChanged, this, &HomePage::showRuns);
    connect(&m_runs, &RunController::listRead, this, &HomePage::showRuns);
    connect(&m_runs, &RunController::openFailed, this, &HomePage::showRuns);
    connect(&m_runs, &RunController::runEvents, this, &HomePage::showRunning);
    connect(&m_runs, &RunController::runStateChanged, this, &HomePage::showQueue);
    retranslate();
}

QWidget *HomePage::makeHeader()
{
    auto *header = new QWidget(this);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    m_title = makeLabel("title", header);
    m_new = new QPushButton(header);
    m_new->setObjectName(QStringLiteral("homeNew"));
    row->addWidget(m_title, 1);
    row->addWidget(m_new);
    return header;
}

QWidget *HomePage::makeRecentCard()
{
    QFrame *card = makeCard(this);
    m_recentTitle = makeLabel("heading", card);
    m_recent = new QTableView(card);
    m_recent->setObjectName(QStringLiteral("homeRecent"));
    m_recent->setModel(m_model);
    m_recent->setItemDelegateForColumn(RunTableModel::State, new StateDelegate(m_recent));
    m_recent->setItemDelegateForColumn(RunTableModel::ProgressColumn,
                                       new ProgressDelegate(m_recent));
    m_recent->setItemDelegateForColumn(RunTableModel::Loss, new SparklineDelegate(m_recent));
    for (const int column : { RunTableModel::Group, RunTableModel::Tags, RunTableModel::Duration })
        m_recent->setColumnHidden(column, true);
    m_recent->setFrameShape(QFrame::NoFrame);
    m_recent->setShowGrid(false);
    m_recent->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_recent->setSelectionMode(QAbstractItemView::SingleSelection);
    m_recent->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_recent->setTabKeyNavigation(false);
    m_recent->setWordWrap(false);
    m_recent->verticalHeader()->hide();
    m_recent->verticalHeader()->setDefaultSectionSize(kRowHeight);
    QHeaderView *header = m_recent->horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionResizeMode(RunTableModel::Name, QHeaderView::Stretch);
    const std::pair<int, int> widths[] { { RunTableModel::State, 116 },
                                         { RunTableModel::ProgressColumn, 112 },
                                         { RunTableModel::Loss, 152 },
                                         { RunTableModel::Created, 132 } };
    for (const auto &[column, width] : widths)
        m_recent->setColumnWidth(column, width);
    connect(m_recent, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit runOpened(m_model->recordAt(index.row()).id);
    });
    card->layout()->addWidget(m_recentTitle);
    card->layout()->addWidget(m_recent);
    return card;
}

QWidget *HomePage::makeNowCard()
{
    QFrame *card = makeCard(this);
    card->setFixedWidth(kSideWidth);
    m_nowTitle = makeLabel("heading", card);
    m_nowName = makeLabel("number", card);
    m_nowState = new StateBadge(card);
    m_nowProgress = new QProgressBar(card);
    m_nowProgress->setRange(0, 1000);
    m_nowProgress->setTextVisible(false);
    m_nowText = makeLabel("muted", card);
    m_nowOpen = new QPushButton(card);
    m_nowOpen->setObjectName(QStringLiteral("homeOpenRunning"));
    m_queueTitle = makeLabel("heading", card);
    m_queue = makeLabel("muted", card);
    auto *row = new QHBoxLayout;
    row->addWidget(m_nowState);
    row->addStretch();
    row->addWidget(m_nowOpen);

    auto *column = static_cast<QVBoxLayout *>(card->layout());
    column->addWidget(m_nowTitle);
    column->addWidget(m_nowName);
    column->addWidget(m_nowProgress);
    column->addWidget(m_nowText);
    column->addLayout(row);
    column->addSpacing(8);
    column->addWidget(m_queueTitle);
    column->addWidget(m_queue);
    column->addStretch();
    connect(m_nowOpen, &QPushButton::clicked, this, [this] {
        if (const auto run = m_runs.runningRun())
            emit runOpened(*run);
    });
    return card;
}

QWidget *HomePage::makeDemoCard()
{
    QFrame *card = makeCard(this);
    card->setFixedWidth(kSideWidth);
    m_demoTitle = makeLabel("heading", card);
    m_demoText = makeLabel("muted", card);
    m_demo = new QPushButton(card);
    m_demo->setObjectName(QStringLiteral("homeDemo"));
    m_demo->setProperty("kind", QStringLiteral("primary"));
    card->layout()->addWidget(m_demoTitle);
    card->layout()->addWidget(m_demoText);
    card->layout()->addWidget(m_demo);
    return card;
}

void HomePage::setMachineWarning(const QString &warning)
{
    m_machineWarningText = warning;
    m_machineWarning->setTexts(tr("Training is slow in this configuration"), warning);
    m_machineWarning->setVisible(!warning.isEmpty());
}

void HomePage::showRuns()
{
    m_isLoaded = true;
    std::vector<RunRecord> recent;
    for (const RunRecord &run : m_runs.runs()) {
        if (!run.isArchived && recent.size() < kRecentRuns)
            recent.push_back(run);
    }
    m_model->setRuns(recent);
    m_content->setCurrentIndex(recent.empty() ? 0 : 1);
    showInterrupted();
    showRunning();
    showQueue();
    setProperty("ready", true);
}

void HomePage::showInterrupted()
{
    std::vector<RunRecord> interrupted;
    for (const RunRecord &run : m_runs.runs()) {
        if (run.state == RunState::Interrupted && !run.isArchived
            && interrupted.size() < kInterruptedRuns)
            interrupted.push_back(run);
    }
    // Buttons that a person may be about to press stay as long as they say the same.
    if (interrupted == m_interrupted)
        return;
    m_interrupted = std::move(interrupted);
    while (QLayoutItem *item = m_notices->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const RunRecord &run : m_interrupted) {
        auto *notice = new Notice(Notice::Kind::Warning, this);
        notice->setTexts(
            tr("Run %1, “%2”, was interrupted at step %3 of %4")
                .arg(run.id)
                .arg(toQt(run.name))
                .arg(run.step)
                .arg(run.totalSteps),
            tr("It goes on from its last checkpoint with the same result as without the break."));
        QPushButton *open = notice->addButton();
        open->setText(tr("Show"));
        open->setToolTip(tr("Opens the run's curves and log"));
        QPushButton *resume = notice->addButton();
        resume->setText(tr("Resume"));
        resume->setToolTip(tr("Trains the remaining steps now; other runs wait meanwhile"));
        resume->setProperty("kind", QStringLiteral("primary"));
        connect(open, &QPushButton::clicked, this, [this, id = run.id] { emit runOpened(id); });
        connect(resume, &QPushButton::clicked, this, [this, id = run.id] { m_runs.resume(id); });
        m_notices->addWidget(notice);
    }
}

void HomePage::showRunning()
{
    const auto id = m_runs.runningRun();
    const RunRecord *run = id ? m_runs.run(*id) : nullptr;
    for (QWidget *widget :
         { static_cast<QWidget *>(m_nowName), static_cast<QWidget *>(m_nowState),
           static_cast<QWidget *>(m_nowProgress), static_cast<QWidget *>(m_nowOpen) })
        widget->setVisible(run != nullptr);
    if (!run) {
        m_nowText->setText(tr("Nothing is running."));
        return;
    }
    m_nowName->setText(toQt(run->name));
    m_nowState->setState(run->state);
    const auto progress = m_runs.progress(*id);
    const std::int64_t step = progress ? progress->step : run->step;
    const std::int64_t total = progress ? progress->totalSteps : run->totalSteps;
    m_nowProgress->setValue(total > 0 ? static_cast<int>(1000 * step / total) : 0);
    QStringList parts;
    if (progress && progress->phase != "training")
        parts << phaseName(progress->phase);
    if (total > 0)
        parts << tr("step %1 of %2").arg(step).arg(total);
    if (progress && progress->secondsLeft >= 0)
        parts << tr("%1 left").arg(durationText(progress->secondsLeft));
    m_nowText->setText(parts.join(QStringLiteral(" · ")));
}

void HomePage::showQueue()
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

void HomePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void HomePage::retranslate()
{
    setWindowTitle(tr("Home"));
    setAccessibleDescription(tr("Where was I? Last runs, what runs and waits, and the demo"));
    m_title->setText(tr("Home"));
    m_new->setText(tr("New experiment"));
    m_new->setToolTip(tr("Opens the designer with the defaults; nothing runs until you start it"));
    m_recentTitle->setText(tr("Last runs"));
    m_recent->setAccessibleName(tr("Last runs"));
    m_recent->setToolTip(tr("Enter or a double click opens the run"));
    m_nowTitle->setText(tr("Running now"));
    m_nowProgress->setAccessibleName(tr("Share of the steps done"));
    m_nowOpen->setText(tr("Watch"));
    m_nowOpen->setToolTip(tr("Opens the live curves of the running run"));
    m_queueTitle->setText(tr("Queue"));
    m_demoTitle->setText(tr("The demo"));
    m_demoText->setText(tr("Teaches the bundled Spanish and English model to tell which program a "
                           "help page is about, with LoRA, and shows what it forgets meanwhile."));
    m_demo->setText(tr("Start the demo"));
    m_demo->setToolTip(
        tr("Trains the bundled model on the bundled data; takes a few minutes of the processor"));
    m_empty->setTexts(
        tr("No runs yet"),
        tr("Start the demo to see a run live within a minute, or open the designer to "
           "choose a model, data and the token classes to mask."));
    m_emptyDemo->setText(tr("Start the demo"));
    m_emptyDemo->setToolTip(m_demo->toolTip());
    m_emptyNew->setText(tr("New experiment"));
    m_emptyNew->setToolTip(m_new->toolTip());
    m_machineWarning->setTexts(tr("Training is slow in this configuration"), m_machineWarningText);
    m_model->retranslate();
    m_interrupted.clear();
    if (m_isLoaded)
        showRuns();
}

} // namespace tamiz::ui
