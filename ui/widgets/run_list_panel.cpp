// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_list_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/bridge/run_controller.h"
#include "ui/models/run_filter_proxy.h"
#include "ui/models/run_table_model.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/line_icon.h"
#include "ui/widgets/run_actions.h"
#include "ui/widgets/run_delegates.h"
#include "ui/widgets/sorted_header.h"

namespace tamiz::ui {

namespace {

constexpr int kRowHeight = 32;
/// Columns are shown in this order as the panel grows; name and state always.
struct ColumnRule
{
    RunTableModel::Column column;
    int minimumPanelWidth;
    int width;
};
constexpr ColumnRule kColumns[] {
    { RunTableModel::State, 0, 116 },      { RunTableModel::ProgressColumn, 380, 104 },
    { RunTableModel::Loss, 530, 132 },     { RunTableModel::Duration, 630, 96 },
    { RunTableModel::Group, 750, 112 },    { RunTableModel::Tags, 880, 128 },
    { RunTableModel::Created, 1020, 136 },
};

} // namespace

RunListPanel::RunListPanel(RunController &controller, RunTableModel &model, RunActions &actions,
                           QWidget *parent)
    : QWidget(parent)
    , m_controller(controller)
    , m_model(model)
    , m_proxy(new RunFilterProxy(this))
    , m_search(new QLineEdit(this))
    , m_states(new QComboBox(this))
    , m_groups(new QComboBox(this))
    , m_tags(new QComboBox(this))
    , m_archived(new QCheckBox(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new QTableView(this))
    , m_noMatch(new EmptyState(QStringLiteral("search"), this))
    , m_queue(new QLabel(this))
    , m_hold(new QToolButton(this))
{
    m_proxy->setSourceModel(&model);
    makeFilters();
    makeTable(actions);
    connect(m_noMatch->addButton(), &QPushButton::clicked, this, &RunListPanel::clearFilters);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_noMatch);

    m_queue->setProperty("role", QStringLiteral("muted"));
    m_hold->setCheckable(true);
    m_hold->setObjectName(QStringLiteral("holdQueue"));
    m_hold->setIcon(lineIcon(QStringLiteral("queue")));
    m_hold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_hold->setFocusPolicy(Qt::StrongFocus);
    connect(m_hold, &QToolButton::toggled, &controller, &RunController::setQueueHeld);
    connect(&controller, &RunController::queueHeldChanged, m_hold, &QToolButton::setChecked);
    connect(&controller, &RunController::runsChanged, this, &RunListPanel::updateQueue);
    connect(&controller, &RunController::runStateChanged, this, &RunListPanel::updateQueue);

    auto *selectors = new QHBoxLayout;
    selectors->setSpacing(8);
    selectors->addWidget(m_states, 1);
    selectors->addWidget(m_groups, 1);
    selectors->addWidget(m_tags, 1);
    auto *queueRow = new QHBoxLayout;
    queueRow->addWidget(m_archived);
    queueRow->addStretch(1);
    queueRow->addWidget(m_queue);
    queueRow->addWidget(m_hold);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 12, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addLayout(selectors);
    layout->addWidget(m_stack, 1);
    layout->addLayout(queueRow);
    setFocusProxy(m_table);
    retranslate();
}

void RunListPanel::makeFilters()
{
    m_search->setClearButtonEnabled(true);
    m_search->setObjectName(QStringLiteral("runSearch"));
    m_search->addAction(lineIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    using Filter = RunFilterProxy::StateFilter;
    for (const Filter filter :
         { Filter::All, Filter::Active, Filter::Finished, Filter::Resumable, Filter::Failed })
        m_states->addItem(QString(), static_cast<int>(filter));
    m_states->setObjectName(QStringLiteral("runStates"));
    m_groups->setObjectName(QStringLiteral("runGroups"));
    m_tags->setObjectName(QStringLiteral("runTagsFilter"));
    m_archived->setObjectName(QStringLiteral("runArchived"));
    for (QComboBox *box : { m_states, m_groups, m_tags }) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
    }
    connect(m_search, &QLineEdit::textChanged, m_proxy, &RunFilterProxy::setText);
    connect(m_states, &QComboBox::currentIndexChanged, this, [this] {
        m_proxy->setStateFilter(static_cast<Filter>(m_states->currentData().toInt()));
    });
    connect(m_groups, &QComboBox::currentIndexChanged, this,
            [this] { m_proxy->setGroup(m_groups->currentData().toString()); });
    connect(m_tags, &QComboBox::currentIndexChanged, this,
            [this] { m_proxy->setTag(m_tags->currentData().toString()); });
    connect(m_archived, &QCheckBox::toggled, m_proxy, &RunFilterProxy::setShowArchived);
    for (const auto signal :
         { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(m_proxy, signal, this, &RunListPanel::updateEmptyState);
    connect(m_search, &QLineEdit::textChanged, this, &RunListPanel::updateEmptyState);
    connect(&m_controller, &RunController::runsChanged, this, &RunListPanel::updateFilterChoices);
}

void RunListPanel::makeTable(RunActions &actions)
{
    m_table->setModel(m_proxy);
    m_table->setObjectName(QStringLiteral("runTable"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle); // runs of a group differ in the end of their names
    m_table->setTabKeyNavigation(false);
    m_table->setSortingEnabled(true);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->setItemDelegateForColumn(RunTableModel::State, new StateDelegate(m_table));
    m_table->setItemDelegateForColumn(RunTableModel::ProgressColumn, new ProgressDelegate(m_table));
    m_table->setItemDelegateForColumn(RunTableModel::Loss, new SparklineDelegate(m_table));
    QHeaderView *header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setSortIndicatorClearable(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    showArrowWhileSorted(*header);
    header->setSectionResizeMode(RunTableModel::Name, QHeaderView::Stretch);
    header->setMinimumSectionSize(64);
    for (const ColumnRule &rule : kColumns)
        header->resizeSection(rule.column, rule.width);

    for (QAction *action : actions.all())
        m_table->addAction(action);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { emit currentRunChanged(currentRun()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { emit selectionChanged(selectedRuns()); });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &RunListPanel::selectSomething);
}

std::optional<RunId> RunListPanel::currentRun() const
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return std::nullopt;
    return current.data(RunTableModel::RunIdRole).toLongLong();
}

QList<RunId> RunListPanel::selectedRuns() const
{
    QList<RunId> runs;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        runs.append(index.data(RunTableModel::RunIdRole).toLongLong());
    return runs;
}

void RunListPanel::setCurrentRun(RunId run)
{
    const int row = m_model.rowOf(run);
    if (row < 0)
        return;
    QModelIndex index = m_proxy->mapFromSource(m_model.index(row, RunTableModel::Name));
    if (!index.isValid()) {
        clearFilters();
        m_archived->setChecked(m_archived->isChecked() || m_model.recordAt(row).isArchived);
        index = m_proxy->mapFromSource(m_model.index(row, RunTableModel::Name));
    }
    m_table->selectionModel()->setCurrentIndex(
        index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->scrollTo(index);
}

/// The first runs to arrive bring the newest one into view.
void RunListPanel::selectSomething()
{
    if (!m_table->currentIndex().isValid() && m_proxy->rowCount() > 0)
        m_table->selectRow(0);
}

void RunListPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void RunListPanel::editName(RunId run)
{
    setCurrentRun(run);
    const QModelIndex current = m_table->currentIndex();
    m_table->setFocus(Qt::OtherFocusReason);
    m_table->edit(current.siblingAtColumn(RunTableModel::Name));
}

void RunListPanel::clearFilters()
{
    m_search->clear();
    m_states->setCurrentIndex(0);
    m_groups->setCurrentIndex(0);
    m_tags->setCurrentIndex(0);
}

void RunListPanel::updateFilterChoices()
{
    const auto refill = [](QComboBox *box, const QString &any, const QStringList &choices) {
        const QString current = box->currentData().toString();
        const QSignalBlocker blocker(box);
        box->clear();
        box->addItem(any, QString());
        for (const QString &choice : choices)
            box->addItem(choice, choice);
        const int place = box->findData(current);
        box->setCurrentIndex(place < 0 ? 0 : place);
        box->setVisible(!choices.isEmpty());
        return place >= 0;
    };
    if (!refill(m_groups, tr("Group"), m_model.allGroups()))
        m_proxy->setGroup({});
    if (!refill(m_tags, tr("Tag"), m_model.allTags()))
        m_proxy->setTag({});
}

void RunListPanel::updateQueue()
{
    const auto waiting = static_cast<int>(m_controller.waitingRuns().size());
    m_queue->setText(waiting > 0 ? tr("%n waiting", nullptr, waiting) : QString());
    const QSignalBlocker blocker(m_hold);
    m_hold->setChecked(m_controller.isQueueHeld());
}

void RunListPanel::updateEmptyState()
{
    const bool isNoMatch = m_proxy->rowCount() == 0 && m_model.rowCount() > 0;
    m_stack->setCurrentWidget(isNoMatch ? static_cast<QWidget *>(m_noMatch) : m_table);
}

void RunListPanel::chooseColumns()
{
    for (const ColumnRule &rule : kColumns)
        m_table->setColumnHidden(rule.column, width() < rule.minimumPanelWidth);
}

void RunListPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    chooseColumns();
}

void RunListPanel::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunListPanel::retranslate()
{
    m_search->setPlaceholderText(tr("Search name, group, tags, notes"));
    m_search->setAccessibleName(tr("Search runs"));
    m_search->setToolTip(tr("Shows the runs in which every word occurs"));
    m_states->setItemText(0, tr("State"));
    m_states->setItemText(1, tr("Active"));
    m_states->setItemText(2, tr("Finished"));
    m_states->setItemText(3, tr("Can be resumed"));
    m_states->setItemText(4, tr("Failed"));
    m_states->setAccessibleName(tr("Filter by state"));
    m_states->setToolTip(tr("Shows runs in some states only"));
    m_groups->setAccessibleName(tr("Filter by group"));
    m_groups->setToolTip(tr("Shows the runs of one group only"));
    m_tags->setAccessibleName(tr("Filter by tag"));
    m_tags->setToolTip(tr("Shows the runs with one tag only"));
    m_archived->setText(tr("Archived too"));
    m_archived->setToolTip(tr("Lists archived runs as well"));
    m_hold->setText(tr("Hold queue"));
    m_hold->setToolTip(tr("The running run goes on, but no waiting run starts by itself"));
    m_table->setAccessibleName(tr("Runs"));
    m_noMatch->setTexts(tr("No run matches"), tr("Change the search or the filters above."));
    m_noMatch->findChild<QPushButton *>()->setText(tr("Clear filters"));
    m_model.retranslate();
    updateFilterChoices();
    updateQueue();
}

} // namespace tamiz::ui
