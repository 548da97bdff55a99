// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/home_page.h"

#include <algorithm>
#include <vector>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/models/recent_runs_model.h"
#include "ui/models/run_table_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/next_steps_card.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/now_card.h"
#include "ui/widgets/run_card_list.h"
#include "ui/widgets/text_label.h"

namespace tamiz::ui {

namespace {

constexpr std::size_t kRecentRuns = 12;
constexpr std::size_t kInterruptedRuns = 2;
constexpr int kNarrowSide = 280;
constexpr int kWideSide = 360;
constexpr int kRoomyWidth = 1500; ///< of the page

QFrame *makeCard(QWidget *parent)
{
    auto *card = new QFrame(parent);
    card->setProperty("role", QStringLiteral("card"));
    auto *column = new QVBoxLayout(card);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(8);
    return card;
}

} // namespace

HomePage::HomePage(RunController &runs, QWidget *parent)
    : QWidget(parent)
    , m_runs(runs)
    , m_model(new RunTableModel(this))
    , m_recentModel(new RecentRunsModel(this))
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
    m_side = new QWidget(body);
    m_now = new NowCard(m_runs, m_side);
    m_next = new NextStepsCard(m_side);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(16);
    side->addWidget(m_now, 1);
    side->addWidget(m_next);
    columns->addWidget(m_side);

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

    connect(m_emptyDemo, &QPushButton::clicked, this, &HomePage::demoRequested);
    connect(m_next, &NextStepsCard::demoRequested, this, &HomePage::demoRequested);
    connect(m_next, &NextStepsCard::newExperimentRequested, this,
            &HomePage::newExperimentRequested);
    connect(m_next, &NextStepsCard::compareRequested, this, &HomePage::compareRequested);
    connect(m_next, &NextStepsCard::exportRequested, this, &HomePage::exportRequested);
    connect(m_now, &NowCard::watchRequested, this, [this] {
        if (const auto run = m_runs.runningRun())
            emit runOpened(*run);
    });
    for (const QPushButton *button : { m_new, m_emptyNew })
        connect(button, &QPushButton::clicked, this, &HomePage::newExperimentRequested);
    connect(&m_runs, &RunController::runsChanged, this, &HomePage::showRuns);
    connect(&m_runs, &RunController::listRead, this, &HomePage::showRuns);
    connect(&m_runs, &RunController::openFailed, this, &HomePage::showRuns);
    connect(&m_runs, &RunController::runEvents, m_now, &NowCard::showRunning);
    connect(&m_runs, &RunController::runStateChanged, m_now, &NowCard::showQueue);
    retranslate();
}

QWidget *HomePage::makeHeader()
{
    auto *header = new QWidget(this);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    m_title = makeTextLabel("title", header);
    m_new = new QPushButton(header);
    m_new->setObjectName(QStringLiteral("homeNew"));
    row->addWidget(m_title, 1);
    row->addWidget(m_new);
    return header;
}

QWidget *HomePage::makeRecentCard()
{
    QFrame *card = makeCard(this);
    m_recentTitle = makeTextLabel("heading", card);
    m_recentModel->setSourceModel(m_model);
    m_recent = new RunCardList(card);
    m_recent->setObjectName(QStringLiteral("homeRecent"));
    m_recent->setModel(m_recentModel);
    connect(m_recent, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        emit runOpened(index.data(RunTableModel::RunIdRole).toLongLong());
    });
    card->layout()->addWidget(m_recentTitle);
    card->layout()->addWidget(m_recent);
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
    m_next->setRuns(m_runs.runs());
    showInterrupted();
    m_now->showQueue();
    readMeasures();
}

/// What the shown runs measured, once a run and again when it has gone on.
void HomePage::readMeasures()
{
    if (m_isReading)
        return;
    std::vector<RunRecord> wanted;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const RunRecord &run = m_model->recordAt(row);
        const auto read = m_measured.find(run.id);
        if (read == m_measured.end() || read->second.step != run.step
            || read->second.state != run.state || read->second.endedAt != run.endedAt)
            wanted.push_back(run);
    }
    if (wanted.empty()) {
        setProperty("ready", true);
        return;
    }
    m_isReading = true;
    using Measures = std::vector<std::vector<SeriesInfo>>;
    m_runs.query().ask<Measures>(
        this, 0,
        [wanted](RunStore &store) -> Result<Measures> {
            Measures measures;
            for (const RunRecord &run : wanted)
                measures.push_back(store.series(run.id).value_or(std::vector<SeriesInfo>()));
            return measures;
        },
        [this, wanted](Result<Measures> measures) {
            m_isReading = false;
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                m_measured[wanted[i].id] = wanted[i];
                if (measures)
                    m_recentModel->setSeries(wanted[i].id, std::move((*measures)[i]));
            }
            readMeasures(); // what changed meanwhile
        });
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

void HomePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void HomePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_side->setFixedWidth(width() >= kRoomyWidth ? kWideSide : kNarrowSide);
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
    m_empty->setTexts(
        tr("No runs yet"),
        tr("Start the demo to see a run live within a minute, or open the designer to "
           "choose a model, data and the token classes to mask."));
    m_emptyDemo->setText(tr("Start the demo"));
    m_emptyDemo->setToolTip(
        tr("Trains the bundled model on the bundled data; takes a few minutes of the processor"));
    m_emptyNew->setText(tr("New experiment"));
    m_emptyNew->setToolTip(m_new->toolTip());
    m_machineWarning->setTexts(tr("Training is slow in this configuration"), m_machineWarningText);
    m_model->retranslate();
    m_recentModel->retranslate();
    m_interrupted.clear();
    if (m_isLoaded)
        showRuns();
}

} // namespace tamiz::ui
