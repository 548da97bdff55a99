// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_tables.h"

#include <algorithm>

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/models/compare_model.h"
#include "ui/models/result_model.h"
#include "ui/widgets/sorted_header.h"

namespace tamiz::ui {

namespace {

constexpr int kWidestColumn = 320;
constexpr int kNarrowestName = 80;
constexpr int kColumnRoom = 16;

/// Columns are as wide as what they hold, with room between them as far as there is; the first one, a
/// name whose cell says it in full in its tooltip, gives way to the figures.
class FittedTable final : public QTableView
{
public:
    using QTableView::QTableView;

    void fitColumns()
    {
        QHeaderView *header = horizontalHeader();
        const bool isSorted = isSortingEnabled() && header->sortIndicatorSection() >= 0;
        const int arrow = isSorted ? kSortArrowRoom : 0;
        header->setSortIndicatorShown(false); // the hint would reckon with more than that
        const int columns = model()->columnCount();
        int content = 0;
        for (int column = 0; column < columns; ++column) {
            const int needed
                = std::max(sizeHintForColumn(column), header->sectionSizeHint(column) + arrow);
            setColumnWidth(column, std::min(needed, kWidestColumn));
            content += columnWidth(column);
        }
        header->setSortIndicatorShown(isSorted);
        if (columns == 0)
            return;
        const int spare = viewport()->width() - content;
        const int room = std::clamp(spare / columns, 0, kColumnRoom);
        for (int column = 0; column < columns; ++column)
            setColumnWidth(column, columnWidth(column) + room);
        if (spare < 0)
            setColumnWidth(0, std::max(kNarrowestName, columnWidth(0) + spare));
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QTableView::resizeEvent(event);
        if (event->size().width() != event->oldSize().width())
            fitColumns();
    }
};

FittedTable *makeView(CellTable *model, bool isSortable, QWidget *parent)
{
    auto *view = new FittedTable(parent);
    if (isSortable) {
        auto *proxy = new QSortFilterProxyModel(view);
        proxy->setSourceModel(model);
        proxy->setSortRole(CellTable::SortRole);
        view->setModel(proxy);
        view->setSortingEnabled(true);
        view->sortByColumn(-1, Qt::AscendingOrder); // the order of the runs until a person sorts
        showArrowWhileSorted(*view->horizontalHeader());
        QObject::connect(view->horizontalHeader(), &QHeaderView::sortIndicatorChanged, view,
                         [view] { view->fitColumns(); });
    } else {
        view->setModel(model);
    }
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setTextElideMode(Qt::ElideRight);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(28);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    return view;
}

void fitColumns(QTableView *view)
{
    static_cast<FittedTable *>(view)->fitColumns();
}

QLabel *makeNote(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setMargin(24);
    return label;
}

} // namespace

CompareTables::CompareTables(QWidget *parent)
    : QWidget(parent)
    , m_results(new ResultModel(this))
    , m_classes(new ClassTableModel(this))
    , m_settings(new CompareModel(this))
    , m_tabs(new QTabWidget(this))
    , m_resultView(makeView(m_results, true, this))
    , m_classView(makeView(m_classes, true, this))
    , m_settingView(makeView(m_settings, false, this))
    , m_metric(new QComboBox)
    , m_onlyDifferences(new QCheckBox)
    , m_corner(new QStackedWidget(this))
    , m_noClasses(makeNote(this))
    , m_noDifferences(makeNote(this))
    , m_classStack(new QStackedWidget(this))
    , m_settingStack(new QStackedWidget(this))
{
    m_metric->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_onlyDifferences->setChecked(true);
    m_classStack->addWidget(m_classView);
    m_classStack->addWidget(m_noClasses);
    m_settingStack->addWidget(m_settingView);
    m_settingStack->addWidget(m_noDifferences);
    m_corner->addWidget(new QWidget);
    m_corner->addWidget(m_metric);
    m_corner->addWidget(m_onlyDifferences);
    m_corner->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_tabs->addTab(m_resultView, {});
    m_tabs->addTab(m_classStack, {});
    m_tabs->addTab(m_settingStack, {});
    m_tabs->setCornerWidget(m_corner, Qt::TopRightCorner);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);

    connect(m_tabs, &QTabWidget::currentChanged, m_corner, &QStackedWidget::setCurrentIndex);
    connect(m_metric, &QComboBox::currentIndexChanged, this, [this] { showClasses(); });
    connect(m_onlyDifferences, &QCheckBox::toggled, this, [this] { showSettings(); });
    retranslate();
}

void CompareTables::setComparison(const Comparison &comparison)
{
    m_comparison = comparison;
    m_results->setComparison(comparison);
    fitColumns(m_resultView);

    const QSignalBlocker blocker(m_metric);
    const QVariant before = m_metric->currentData();
    m_metrics = ClassTableModel::availableMetrics(comparison);
    m_metric->clear();
    for (const ClassMetric metric : m_metrics)
        m_metric->addItem(classMetricTitle(metric, isLossInNats(comparison)),
                          static_cast<int>(metric));
    m_metric->setCurrentIndex(std::max(m_metric->findData(before), m_metrics.empty() ? -1 : 0));
    m_metric->setEnabled(m_metrics.size() > 1);
    showClasses();
    showSettings();
}

void CompareTables::setOnlyDifferences(bool isOnly)
{
    m_onlyDifferences->setChecked(isOnly);
}

QString CompareTables::classTitle() const
{
    return m_metric->currentText();
}

void CompareTables::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void CompareTables::showClasses()
{
    const bool isMeasured = m_metric->currentIndex() >= 0;
    m_classStack->setCurrentWidget(isMeasured ? static_cast<QWidget *>(m_classView) : m_noClasses);
    if (!isMeasured) {
        m_classes->setComparison({}, ClassMetric::RelianceMetric);
        return;
    }
    m_classes->setComparison(m_comparison,
                             static_cast<ClassMetric>(m_metric->currentData().toInt()));
    fitColumns(m_classView);
}

void CompareTables::showSettings()
{
    m_settings->setComparison(m_comparison, m_onlyDifferences->isChecked());
    const bool isEmpty = m_settings->rowCount() == 0;
    m_settingStack->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_noDifferences)
                                             : m_settingView);
    m_onlyDifferences->setText(
        tr("&Only differences (%1)").arg(QLocale().toString(m_settings->differenceCount())));
    m_noDifferences->setText(m_comparison.runs.size() > 1
                                 ? tr("These runs have the same settings; only their seeds differ.")
                                 : tr("Tick a second run to see which settings differ."));
    fitColumns(m_settingView);
}

void CompareTables::retranslate()
{
    m_tabs->setTabText(0, tr("Results"));
    m_tabs->setTabToolTip(0, tr("Final figures, mean and standard deviation over seeds"));
    m_tabs->setTabText(1, tr("Token classes"));
    m_tabs->setTabToolTip(1, tr("Each class: the base model, the runs, and what changed"));
    m_tabs->setTabText(2, tr("Settings"));
    m_tabs->setTabToolTip(2, tr("The recipes side by side"));
    m_resultView->setAccessibleName(tr("Results of the ticked runs"));
    m_classView->setAccessibleName(tr("Figures of each token class"));
    m_settingView->setAccessibleName(tr("Settings of the ticked runs"));
    m_metric->setAccessibleName(tr("Figure of the class table"));
    m_metric->setToolTip(tr("Which figure is shown for each token class"));
    m_onlyDifferences->setToolTip(tr("Leaves out settings that all of these runs share"));
    m_noClasses->setText(tr("No figures for token classes yet. Name classes in the recipe "
                            "(masking.classes): they are measured at each evaluation."));
    setComparison(Comparison(m_comparison));
}

} // namespace tamiz::ui
