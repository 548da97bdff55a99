// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fact_grid.h"

#include <algorithm>

#include <QGridLayout>
#include <QLabel>

namespace tamiz::ui {

namespace {

constexpr int kColumnWidth = 200;
constexpr int kMostColumns = 6;
constexpr int kGap = 16;

} // namespace

FactGrid::FactGrid(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(kGap);
    m_grid->setVerticalSpacing(0);
}

void FactGrid::setFacts(const std::vector<ModelFact> &facts)
{
    m_facts = facts;
    while (m_cells.size() > facts.size()) {
        delete m_cells.back().name;
        delete m_cells.back().value;
        m_cells.pop_back();
    }
    while (m_cells.size() < facts.size()) {
        const Cell cell { new QLabel(this), new QLabel(this) };
        cell.name->setProperty("role", QStringLiteral("caption"));
        cell.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        for (QLabel *label : { cell.name, cell.value }) {
            label->setTextFormat(Qt::PlainText);
            label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        }
        m_cells.push_back(cell);
    }
    arrange();
}

int FactGrid::fittingColumns() const
{
    return std::clamp((width() + kGap) / (kColumnWidth + kGap), 1, kMostColumns);
}

void FactGrid::arrange()
{
    m_columns = fittingColumns();
    for (int column = 0; column < kMostColumns; ++column)
        m_grid->setColumnStretch(column, column < m_columns ? 1 : 0);
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const int row = static_cast<int>(i) / m_columns * 3;
        const int column = static_cast<int>(i) % m_columns;
        m_cells[i].name->setText(m_facts[i].name);
        m_cells[i].value->setAccessibleName(m_facts[i].name + QStringLiteral(": ")
                                            + m_facts[i].value);
        m_grid->addWidget(m_cells[i].name, row, column);
        m_grid->addWidget(m_cells[i].value, row + 1, column);
        m_grid->setRowMinimumHeight(row + 2, 6);
    }
    m_grid->activate();
    elide();
}

void FactGrid::elide()
{
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        QLabel *const label = m_cells[i].value;
        const ModelFact &fact = m_facts[i];
        const QString shown
            = label->fontMetrics().elidedText(fact.value, Qt::ElideMiddle, label->width());
        label->setText(shown);
        const QString whole = shown == fact.value ? QString() : fact.value;
        const bool isBoth = !whole.isEmpty() && !fact.toolTip.isEmpty() && whole != fact.toolTip;
        label->setToolTip(isBoth                       ? whole + QLatin1Char('\n') + fact.toolTip
                              : fact.toolTip.isEmpty() ? whole
                                                       : fact.toolTip);
        m_cells[i].name->setToolTip(fact.toolTip);
    }
}

void FactGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (fittingColumns() != m_columns) {
        arrange();
    } else {
        m_grid->activate();
        elide();
    }
}

} // namespace tamiz::ui
