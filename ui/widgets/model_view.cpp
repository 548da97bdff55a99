// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/model_view.h"

#include <algorithm>

#include <QAction>
#include <QDir>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/bridge/convert.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/models/model_facts.h"
#include "ui/models/tensor_table_model.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/fact_grid.h"
#include "ui/widgets/notice.h"
#include "ui/widgets/sorted_header.h"

namespace tamiz::ui {

namespace {

constexpr int kRowHeight = 26;
constexpr int kGap = 8;
constexpr int kFilterWidth = 240;

QFrame *makeCard(QWidget *parent)
{
    auto *const card = new QFrame(parent);
    card->setProperty("role", QStringLiteral("card"));
    return card;
}

/// Every problem of a severity, one a line with what to do about it.
QString linesOf(const std::vector<Problem> &problems, Severity severity)
{
    QStringList lines;
    for (const Problem &problem : problems) {
        if (problem.severity != severity)
            continue;
        lines << toQt(problem.message)
                + (problem.hint.empty() ? QString() : QStringLiteral(". ") + toQt(problem.hint));
    }
    constexpr int kMostLines = 4;
    if (lines.size() > kMostLines) {
        const auto left = static_cast<int>(lines.size()) - kMostLines;
        lines = lines.mid(0, kMostLines);
        lines << ModelView::tr("and %n more", nullptr, left);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ModelView::ModelView(const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel(this))
    , m_summary(new QLabel(this))
    , m_folder(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_failure(new EmptyState(QStringLiteral("error"), this))
    , m_waiting(new EmptyState(QStringLiteral("clock"), this))
    , m_errors(new Notice(Notice::Kind::Danger, this))
    , m_warnings(new Notice(Notice::Kind::Warning, this))
    , m_facts(new FactGrid(this))
    , m_tensorTitle(new QLabel(this))
    , m_tensorCount(new QLabel(this))
    , m_filter(new QLineEdit(this))
    , m_tensors(new TensorTableModel(this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_table(new QTableView(this))
{
    auto *const facts = makeCard(this);
    auto *const factColumn = new QVBoxLayout(facts);
    factColumn->setContentsMargins(16, 12, 16, 8);
    factColumn->addWidget(m_facts);

    auto *const content = new QWidget(this);
    auto *const column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(m_errors);
    column->addWidget(m_warnings);
    column->addWidget(facts);
    column->addWidget(makeTensors(), 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_failure);
    m_stack->addWidget(m_waiting);

    auto *const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(makeHeader(actions));
    layout->addWidget(m_stack, 1);
    retranslate();
}

QWidget *ModelView::makeHeader(const QList<QAction *> &actions)
{
    auto *const header = new QWidget(this);
    m_name->setProperty("role", QStringLiteral("title"));
    m_summary->setProperty("role", QStringLiteral("muted"));
    m_folder->setProperty("role", QStringLiteral("caption"));
    m_folder->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (QLabel *const label : { m_name, m_summary, m_folder }) {
        label->setTextFormat(Qt::PlainText);
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    auto *const texts = new QVBoxLayout;
    texts->setSpacing(2);
    for (QLabel *const label : { m_name, m_summary, m_folder })
        texts->addWidget(label);
    auto *const row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGap);
    row->addLayout(texts, 1);
    for (QAction *const action : actions) {
        const auto kind
            = action == actions.first() ? ActionButton::Kind::Primary : ActionButton::Kind::Plain;
        row->addWidget(new ActionButton(action, kind, header), 0, Qt::AlignTop);
    }
    return header;
}

QWidget *ModelView::makeTensors()
{
    auto *const card = makeCard(this);
    m_tensorTitle->setProperty("role", QStringLiteral("heading"));
    m_tensorCount->setProperty("role", QStringLiteral("muted"));
    m_filter->setObjectName(QStringLiteral("tensorFilter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(kFilterWidth);
    m_proxy->setSourceModel(m_tensors);
    m_proxy->setSortRole(CellTable::SortRole);
    m_proxy->setFilterKeyColumn(-1);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setObjectName(QStringLiteral("tensors"));
    m_table->setModel(m_proxy);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // by name, as it comes, until a person sorts
    showArrowWhileSorted(*m_table->horizontalHeader());
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(kRowHeight);
    m_table->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);

    auto *const row = new QHBoxLayout;
    row->setContentsMargins(16, 8, 12, 0);
    row->setSpacing(kGap);
    row->addWidget(m_tensorTitle);
    row->addWidget(m_tensorCount, 1);
    row->addWidget(m_filter);
    auto *const column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(kGap);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    connect(m_filter, &QLineEdit::textChanged, m_proxy,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(m_filter, &QLineEdit::textChanged, this, &ModelView::updateCount);
    return card;
}

void ModelView::showEntry(const ShelfEntry &entry)
{
    if (entry.folder != m_entry.folder)
        m_details.reset();
    m_entry = entry;
    showDetails();
}

void ModelView::setDetails(const Result<ModelDetails> &details)
{
    m_details.emplace(details);
    showDetails();
}

void ModelView::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ModelView::showDetails()
{
    m_name->setText(m_entry.name);
    m_folder->setText(QDir::toNativeSeparators(m_entry.folder));
    m_folder->setToolTip(m_folder->text());
    m_summary->clear();
    if (!m_details) {
        m_stack->setCurrentWidget(m_waiting);
        return;
    }
    if (!*m_details) {
        const Error &error = m_details->error();
        QString text = toQt(error.message);
        if (!error.where.empty())
            text = toQt(error.where) + QLatin1Char('\n') + text;
        if (!error.hint.empty())
            text += QStringLiteral(".\n") + toQt(error.hint);
        m_failure->setTexts(tr("This folder cannot be used"), text);
        m_summary->setText(headline(error.code));
        m_stack->setCurrentWidget(m_failure);
        return;
    }
    const ModelDetails &details = **m_details;
    m_summary->setText(modelSummary(details));
    m_folder->setText(QDir::toNativeSeparators(toQt(details.folder)));
    m_folder->setToolTip(m_folder->text());
    m_facts->setFacts(modelFacts(details));
    m_tensors->setTensors(details.tensors);
    showProblems();
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setStretchLastSection(true);
    for (int column = 0; column + 1 < m_tensors->columnCount(); ++column)
        m_table->setColumnWidth(column, m_table->columnWidth(column) + 2 * kGap);
    updateCount();
    m_stack->setCurrentIndex(0);
}

void ModelView::showProblems()
{
    const std::vector<Problem> &problems = (*m_details)->problems;
    const QString errors = linesOf(problems, Severity::Error);
    const QString warnings = linesOf(problems, Severity::Warning);
    m_errors->setTexts(tr("It cannot be loaded as it is"), errors);
    m_errors->setVisible(!errors.isEmpty());
    m_warnings->setTexts(tr("Worth knowing"), warnings);
    m_warnings->setVisible(!warnings.isEmpty());
}

void ModelView::updateCount()
{
    const int shown = m_proxy->rowCount();
    const int all = m_tensors->rowCount();
    m_tensorCount->setText(
        shown == all ? QLocale().toString(all)
                     : tr("%1 of %2").arg(QLocale().toString(shown), QLocale().toString(all)));
}

void ModelView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ModelView::retranslate()
{
    m_waiting->setTexts(
        tr("Reading the folder…"),
        tr("Only the headers of its files are read; a large model takes no longer."));
    m_tensorTitle->setText(tr("Tensors"));
    m_filter->setPlaceholderText(tr("Filter: name, type, missing…"));
    m_filter->setAccessibleName(tr("Filter tensors"));
    m_filter->setToolTip(tr("Shows the tensors with this text in their name, shape, type or note"));
    m_table->setAccessibleName(tr("Tensors of the model"));
    showDetails();
}

} // namespace tamiz::ui
