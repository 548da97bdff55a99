// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/run_chooser.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "ui/models/run_filter_proxy.h"
#include "ui/models/run_table_model.h"
#include "ui/plots/curve_style.h"
#include "ui/settings/theme.h"
#include "ui/widgets/state_badge.h"

namespace tamiz::ui {

namespace {

/// Tick, swatch and name of a run, its state's glyph at the right.
class RunChoiceDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        QStyleOptionViewItem text = option;
        text.rect.adjust(0, 0, -kGlyph - kMargin, 0);
        QStyledItemDelegate::paint(painter, text, index);
        const QRect glyph(option.rect.right() - kGlyph - kMargin / 2,
                          option.rect.center().y() - kGlyph / 2, kGlyph, kGlyph);
        paintStateGlyph(*painter,
                        static_cast<RunState>(index.data(RunTableModel::StateRole).toInt()), glyph,
                        option.palette);
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return { QStyledItemDelegate::sizeHint(option, index).width() + kGlyph + kMargin, kRow };
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const RunId run = index.data(RunTableModel::RunIdRole).toLongLong();
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = QSize(24, 16);
        option->icon = swatchIcon(runStyle(run, option->text), option->palette,
                                  option->widget ? option->widget->devicePixelRatioF() : 1);
    }

private:
    static constexpr int kGlyph = 16;
    static constexpr int kMargin = 8;
    static constexpr int kRow = 32;
};

} // namespace

RunChooser::RunChooser(RunTableModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_proxy(new RunFilterProxy(this))
    , m_title(new QLabel(this))
    , m_count(new QLabel(this))
    , m_filter(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_tickShown(new QPushButton(this))
    , m_clear(new QPushButton(this))
{
    m_proxy->setSourceModel(&model);
    m_list->setModel(m_proxy);
    m_list->setModelColumn(RunTableModel::Name);
    m_list->setItemDelegate(new RunChoiceDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_filter->setClearButtonEnabled(true);
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);

    auto *header = new QHBoxLayout;
    header->addWidget(m_title, 1);
    header->addWidget(m_count);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_tickShown, 1);
    buttons->addWidget(m_clear, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(header);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    layout->addLayout(buttons);

    connect(m_filter, &QLineEdit::textChanged, m_proxy, &RunFilterProxy::setText);
    connect(m_tickShown, &QPushButton::clicked, this, &RunChooser::tickShown);
    connect(m_clear, &QPushButton::clicked, this, &RunChooser::clearTicks);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) {
        const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        m_model.setTicked(index.data(RunTableModel::RunIdRole).toLongLong(), !isTicked);
    });
    connect(&model, &RunTableModel::tickedRunsChanged, this, &RunChooser::updateCount);
    for (auto changed : { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(&model, changed, this, &RunChooser::updateCount);
    retranslate();
}

void RunChooser::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void RunChooser::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunChooser::tickShown()
{
    for (int row = 0; row < m_proxy->rowCount(); ++row)
        m_model.setTicked(m_proxy->index(row, 0).data(RunTableModel::RunIdRole).toLongLong(), true);
}

void RunChooser::clearTicks()
{
    for (const RunId run : m_model.tickedRuns())
        m_model.setTicked(run, false);
}

void RunChooser::updateCount()
{
    const auto ticked = m_model.tickedRuns().size();
    m_count->setText(tr("%1 of %2").arg(ticked).arg(m_model.rowCount()));
    m_clear->setEnabled(ticked > 0);
}

void RunChooser::retranslate()
{
    m_title->setText(tr("Runs"));
    m_filter->setPlaceholderText(tr("Filter by name, group or tag"));
    m_filter->setAccessibleName(tr("Filter runs"));
    m_filter->setToolTip(tr("Shows the runs with all of these words; ticks stay"));
    m_list->setAccessibleName(tr("Runs to compare"));
    m_tickShown->setText(tr("Tick shown"));
    m_tickShown->setToolTip(tr("Adds every run of the list below the filter to the comparison"));
    m_clear->setText(tr("Clear"));
    m_clear->setToolTip(tr("Takes all ticks away"));
    m_count->setToolTip(tr("Ticked runs, of all runs"));
    updateCount();
}

} // namespace tamiz::ui
