// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_log_view.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QClipboard>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QLocale>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "core/metrics/metric_event.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

/// Warnings and errors stand out by colour and by a word in front.
class LogDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto level = static_cast<LogLevel>(index.data(LogModel::LevelRole).toInt());
        if (level == LogLevel::Info)
            return;
        const bool isError = level == LogLevel::Error;
        option->palette.setColor(
            QPalette::Text, isError ? dangerColor(option->palette) : warningColor(option->palette));
        option->text
            = (isError ? RunLogView::tr("[error] ") : RunLogView::tr("[warning] ")) + option->text;
    }
};

} // namespace

RunLogView::RunLogView(QWidget *parent)
    : QWidget(parent)
    , m_model(new LogModel(5000, this))
    , m_list(new QListView(this))
    , m_dropped(new QLabel(this))
{
    m_list->setModel(m_model);
    m_list->setItemDelegate(new LogDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_list->setFrameShape(QFrame::NoFrame);
    m_dropped->setProperty("role", QStringLiteral("muted"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_dropped);
    layout->addWidget(m_list);

    auto *copy = new QAction(m_list);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &RunLogView::copySelection);
    m_list->addAction(copy);
    connect(m_model, &LogModel::droppedCountChanged, this, &RunLogView::retranslate);
    retranslate();
}

void RunLogView::setLines(std::vector<TimedLogLine> lines)
{
    const bool isFollowing = isAtEnd();
    const int place = m_list->verticalScrollBar()->value();
    m_model->clear();
    m_model->append(std::move(lines));
    if (isFollowing)
        m_list->scrollToBottom();
    else
        m_list->verticalScrollBar()->setValue(place);
}

void RunLogView::append(std::vector<TimedLogLine> lines, qint64 dropped)
{
    const bool isFollowing = isAtEnd();
    m_model->addDropped(dropped);
    m_model->append(std::move(lines));
    if (isFollowing)
        m_list->scrollToBottom();
}

void RunLogView::clear()
{
    m_model->clear();
}

bool RunLogView::isAtEnd() const
{
    const QScrollBar *bar = m_list->verticalScrollBar();
    return bar->value() >= bar->maximum();
}

void RunLogView::copySelection() const
{
    QModelIndexList selected = m_list->selectionModel()->selectedRows();
    std::sort(selected.begin(), selected.end());
    QStringList lines;
    for (const QModelIndex &index : std::as_const(selected))
        lines.append(index.data().toString());
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void RunLogView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void RunLogView::retranslate()
{
    m_list->setAccessibleName(tr("Log of the run"));
    m_list->setToolTip(tr("The newest lines; log.txt in the run folder has all of them"));
    m_dropped->setVisible(m_model->droppedCount() > 0);
    m_dropped->setText(tr("%Ln earlier line(s) are only in log.txt of the run folder.", nullptr,
                          static_cast<int>(m_model->droppedCount())));
}

} // namespace tamiz::ui
