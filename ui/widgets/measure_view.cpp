// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/measure_view.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/models/measure_table_model.h"

namespace tamiz::ui {

namespace {

constexpr int kFillMs = 100;
constexpr int kRowHeight = 26;
constexpr int kColumnRoom = 16;

} // namespace

MeasureView::MeasureView(QWidget *parent)
    : QWidget(parent)
    , m_model(new MeasureTableModel(this))
    , m_stack(new QStackedWidget(this))
    , m_nothing(new QLabel(this))
    , m_view(new QTableView(this))
{
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setProperty("role", QStringLiteral("muted"));
    m_view->setObjectName(QStringLiteral("runMeasures"));
    m_view->setModel(m_model);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setMinimumSectionSize(kRowHeight);
    m_view->verticalHeader()->setDefaultSectionSize(kRowHeight);
    m_view->horizontalHeader()->setHighlightSections(false);
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_fill.setSingleShot(true);
    m_fill.setInterval(kFillMs);
    connect(&m_fill, &QTimer::timeout, this, &MeasureView::fill);
    retranslate();
}

void MeasureView::clear(bool isLossInNats)
{
    m_isLossInNats = isLossInNats;
    m_values.clear();
    fill();
}

void MeasureView::take(const SeriesKey &key, const SeriesPoints &points)
{
    if (points.value.empty())
        return;
    m_values[key] = points.value.back();
    if (!m_fill.isActive())
        m_fill.start();
}

void MeasureView::fill()
{
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    const QModelIndex current = m_view->currentIndex();
    m_model->setValues(m_values, m_isLossInNats);
    m_view->resizeColumnsToContents();
    for (int column = 0; column < m_model->columnCount(); ++column)
        m_view->setColumnWidth(column, m_view->columnWidth(column) + kColumnRoom);
    if (current.isValid())
        m_view->setCurrentIndex(m_model->index(current.row(), current.column()));
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
}

void MeasureView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        fill();
}

void MeasureView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MeasureView::retranslate()
{
    m_view->setAccessibleName(tr("Results of the run"));
    m_nothing->setText(tr("Metrics, reliance and forgetting appear here with the first evaluation; "
                          "test sets are measured once, at the end."));
    fill();
}

} // namespace tamiz::ui
