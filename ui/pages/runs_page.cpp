// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/runs_page.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QEvent>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/models/run_table_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/run_actions.h"
#include "ui/widgets/run_list_panel.h"
#include "ui/widgets/run_live_view.h"

namespace tamiz::ui {

namespace {

constexpr int kMinimumList = 400; ///< as it opens; a person may make it narrower
constexpr int kMaximumList = 640;

} // namespace

RunsPage::RunsPage(RunController &controller, RunTableModel &model, QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_model(model)
    , m_actions(new RunActions(controller, this))
    , m_find(new QAction(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(QStringLiteral("runs"), this))
    , m_newExperiment(m_empty->addButton())
    , m_demo(m_empty->addButton())
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_list(new RunListPanel(controller, model, *m_actions, this))
    , m_live(new RunLiveView(controller, *m_actions, this))
{
    setObjectName(QStringLiteral("runs"));
    setProperty("role", QStringLiteral("page"));
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_live);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    m_list->setMinimumWidth(280);
    m_live->setMinimumWidth(420);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_splitter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addWidget(m_stack);

    setFocusProxy(m_list);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_isSplitChosen = true; });
    makeActions();
    connect(m_newExperiment, &QPushButton::clicked, this, &RunsPage::newExperimentRequested);
    connect(m_demo, &QPushButton::clicked, this, &RunsPage::demoRequested);
    connect(m_list, &RunListPanel::currentRunChanged, this, [this](std::optional<RunId> run) {
        m_actions->setCurrent(run);
        m_live->setRun(run);
    });
    connect(m_list, &RunListPanel::selectionChanged, m_actions, &RunActions::setSelection);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &RunsPage::updateStack);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &RunsPage::updateStack);
    connect(&controller, &RunController::runCreated, this, [this](RunId run, bool isStarting) {
        if (isStarting)
            showRun(run);
    });
    connect(&controller, &RunController::openFailed, this, [this](const Error &error) {
        m_openError = error;
        retranslate();
        updateReady();
    });
    connect(&controller, &RunController::listRead, this, [this] {
        m_isListRead = true;
        updateReady();
    });
    connect(m_live, &RunLiveView::loadingChanged, this, &RunsPage::updateReady);
    retranslate();
    updateStack();
    updateReady();
}

void RunsPage::makeActions()
{
    m_find->setObjectName(QStringLiteral("findRun"));
    m_find->setIcon(lineIcon(QStringLiteral("search")));
    m_find->setShortcut(QKeySequence::Find);
    connect(m_find, &QAction::triggered, m_list, &RunListPanel::focusSearch);
    connect(m_actions, &RunActions::renameRequested, m_list, &RunListPanel::editName);
    connect(m_actions, &RunActions::exportRequested, this, &RunsPage::exportRequested);
    addActions(m_actions->all());
    addAction(m_find);
}

void RunsPage::showRun(RunId run)
{
    // A run that was just created comes into the list with the next reading.
    m_toShow = run;
    updateStack();
}

std::optional<RunId> RunsPage::currentRun() const
{
    return m_list->currentRun();
}

void RunsPage::updateStack()
{
    const bool hasRuns = m_model.rowCount() > 0;
    m_stack->setCurrentWidget(hasRuns ? static_cast<QWidget *>(m_splitter) : m_empty);
    if (m_toShow && m_model.rowOf(*m_toShow) >= 0)
        m_list->setCurrentRun(*std::exchange(m_toShow, std::nullopt));
}

void RunsPage::updateReady()
{
    setProperty("ready", (m_isListRead || m_openError) && !m_live->isLoading());
}

void RunsPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunsPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_isSplitChosen)
        return;
    const int list = std::clamp(width() * 3 / 10, kMinimumList, kMaximumList);
    m_splitter->setSizes({ list, width() - list });
}

void RunsPage::retranslate()
{
    setWindowTitle(tr("Runs"));
    setAccessibleDescription(tr("What is happening: the list of runs and the curves of one"));
    m_actions->retranslate();
    m_find->setText(tr("Find a run"));
    m_find->setToolTip(tr("Goes to the search field of the list"));
    if (m_openError) {
        m_empty->setTexts(tr("The runs could not be opened"), toQt(m_openError->toString()));
    } else {
        m_empty->setTexts(
            tr("No runs yet"),
            tr("Design an experiment and press Start, or let the demo show a first run "
               "with the bundled model and data."));
    }
    m_newExperiment->setText(tr("New experiment"));
    m_newExperiment->setToolTip(tr("Opens the designer; nothing runs before you press Start"));
    m_demo->setText(tr("Start the demo"));
    m_demo->setToolTip(
        tr("Trains the bundled model on the bundled data; a few minutes on two cores"));
    m_newExperiment->setVisible(!m_openError);
    m_demo->setVisible(!m_openError);
}

} // namespace tamiz::ui
