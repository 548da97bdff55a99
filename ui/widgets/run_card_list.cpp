// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_card_list.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <QPainter>
#include <QPainterPath>
#include <QStyledItemDelegate>

#include "ui/models/recent_runs_model.h"
#include "ui/models/run_table_model.h"
#include "ui/plots/number_format.h"
#include "ui/plots/plot_look.h"
#include "ui/settings/theme.h"
#include "ui/widgets/run_delegates.h"
#include "ui/widgets/state_badge.h"

namespace tamiz::ui {

namespace {

constexpr int kLowestRow = 112;
constexpr int kHighestRow = 280;
constexpr int kMargin = 12;
constexpr int kGap = 24;
constexpr int kGlyph = 12;
constexpr int kHighlightWidth = 140;
constexpr int kMostColumns = 5;

class RunCardDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const auto *list = qobject_cast<const RunCardList *>(option.widget);
        return { 0, list ? list->rowHeight() : kLowestRow };
    }

private:
    static void paintIdentity(QPainter &painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index, const QRect &rect);
    static void paintLoss(QPainter &painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index, const QRect &rect);
    static void paintHighlights(QPainter &painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index, const QRect &rect);
};

QString columnText(const QModelIndex &index, int column)
{
    return index.siblingAtColumn(column).data().toString();
}

QFont scaled(const QFont &font, double factor, bool isBold)
{
    QFont result = font;
    if (font.pixelSize() > 0)
        result.setPixelSize(static_cast<int>(std::lround(font.pixelSize() * factor)));
    else
        result.setPointSizeF(font.pointSizeF() * factor);
    result.setBold(isBold);
    return result;
}

/// A line of text, elided; returns the height it took.
int paintLine(QPainter &painter, const QFont &font, const QColor &color, const QRect &rect,
              const QString &text, Qt::TextElideMode elide = Qt::ElideRight)
{
    const QFontMetrics metrics(font);
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(QRect(rect.topLeft(), QSize(rect.width(), metrics.height())), Qt::AlignLeft,
                     metrics.elidedText(text, elide, rect.width()));
    return metrics.height();
}

void RunCardDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isFocused = isSelected && option.state.testFlag(QStyle::State_HasFocus);
    const QRectF frame = QRectF(option.rect).adjusted(1, 1, -1, -1);
    if (isSelected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(isFocused ? QPen(accentColor(option.palette), 2) : QPen(Qt::NoPen));
        painter->setBrush(blend(accentColor(option.palette), surfaceColor(option.palette),
                                isSelected ? 0.12 : 0.06));
        painter->drawRoundedRect(frame, 6, 6);
        painter->setBrush(Qt::NoBrush);
    }
    if (index.row() > 0) {
        painter->setPen(borderColor(option.palette));
        painter->drawLine(option.rect.topLeft(), option.rect.topRight());
    }
    const QRect inner = option.rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    const int identity = std::clamp(inner.width() * 29 / 100, 180, 340);
    const int loss = std::clamp(inner.width() * 3 / 10 - 110, 110, 520);
    paintIdentity(*painter, option, index,
                  QRect(inner.left(), inner.top(), identity, inner.height()));
    const int lossLeft = inner.left() + identity + kGap;
    paintLoss(*painter, option, index, QRect(lossLeft, inner.top(), loss, inner.height()));
    const int restLeft = lossLeft + loss + kGap;
    paintHighlights(*painter, option, index,
                    QRect(restLeft, inner.top(), inner.right() - restLeft, inner.height()));
    painter->restore();
}

void RunCardDelegate::paintIdentity(QPainter &painter, const QStyleOptionViewItem &option,
                                    const QModelIndex &index, const QRect &rect)
{
    const QColor text = option.palette.color(QPalette::Text);
    const QColor muted = mutedTextColor(option.palette);
    QRect line = rect;
    line.setTop(line.top() + 4
                + paintLine(painter, scaled(option.font, 1.1, true), text, line,
                            index.data().toString(), Qt::ElideMiddle)); // seeds end the name
    const auto state = static_cast<RunState>(index.data(RunTableModel::StateRole).toInt());
    const int height = QFontMetrics(option.font).height();
    paintStateGlyph(painter, state,
                    QRectF(line.left(), line.top() + (height - kGlyph) / 2.0, kGlyph, kGlyph),
                    option.palette);
    line.setTop(line.top() + 4
                + paintLine(painter, option.font, text, line.adjusted(kGlyph + 6, 0, 0, 0),
                            columnText(index, RunTableModel::State)));
    QStringList facts;
    if (const QString step = columnText(index, RunTableModel::ProgressColumn); !step.isEmpty())
        facts << RunCardList::tr("step %1").arg(step);
    if (const QString duration = columnText(index, RunTableModel::Duration); !duration.isEmpty())
        facts << duration;
    line.setTop(line.top() + 2
                + paintLine(painter, option.font, muted, line, facts.join(QStringLiteral(" · "))));
    paintLine(painter, option.font, muted, line, columnText(index, RunTableModel::Created));
}

void RunCardDelegate::paintLoss(QPainter &painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index, const QRect &rect)
{
    const auto values = index.data(RunTableModel::SparklineRole).value<QList<double>>();
    const QColor muted = mutedTextColor(option.palette);
    const QFont small = scaled(option.font, 0.9, false);
    const QString last = columnText(index, RunTableModel::Loss);
    const bool isInNats = index.data(RunTableModel::LossInNatsRole).toBool();
    const QString text = last.isEmpty() ? RunCardList::tr("Loss: no points yet")
        : isInNats                      ? RunCardList::tr("Loss: %1 nats").arg(last)
                                        : RunCardList::tr("Loss: %1").arg(last);
    const int title = paintLine(painter, small, muted, rect, text);
    const QRectF area = QRectF(rect).adjusted(0, title + 6, 0, -2);
    painter.setPen(borderColor(option.palette));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    paintSparkline(painter, values, area.adjusted(0, 2, 0, -2), accentColor(option.palette));
}

void RunCardDelegate::paintHighlights(QPainter &painter, const QStyleOptionViewItem &option,
                                      const QModelIndex &index, const QRect &rect)
{
    const auto highlights
        = index.data(RecentRunsModel::HighlightsRole).value<std::vector<RunHighlight>>();
    const QColor muted = mutedTextColor(option.palette);
    const QFont small = scaled(option.font, 0.9, false);
    if (highlights.empty()) {
        painter.setFont(small);
        painter.setPen(muted);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                         RunCardList::tr("Nothing measured yet"));
        return;
    }
    const auto count = static_cast<int>(highlights.size());
    const int rowHeight
        = QFontMetrics(small).height() + QFontMetrics(scaled(option.font, 1.25, true)).height() + 8;
    const int rows = std::max(1, rect.height() / rowHeight);
    const int fitting = std::clamp(rect.width() / kHighlightWidth, 1, kMostColumns);
    const int columns = std::min(count, std::max(fitting, (count + rows - 1) / rows));
    const int width = rect.width() / columns;
    for (int i = 0; i < count; ++i) {
        QRect cell(rect.left() + i % columns * width, rect.top() + i / columns * rowHeight,
                   width - kMargin, rowHeight);
        if (i == count - 1)
            cell.setRight(rect.right());
        if (cell.bottom() > rect.bottom() + 8)
            return;
        const RunHighlight &highlight = highlights[static_cast<std::size_t>(i)];
        cell.setTop(cell.top() + paintLine(painter, small, muted, cell, highlight.title));
        paintLine(painter, scaled(option.font, 1.25, true), option.palette.color(QPalette::Text),
                  cell, highlight.value);
    }
}

} // namespace

RunCardList::RunCardList(QWidget *parent)
    : QListView(parent)
    , m_rowHeight(kLowestRow)
{
    setItemDelegate(new RunCardDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setUniformItemSizes(true);
    setResizeMode(Adjust);
}

void RunCardList::setModel(QAbstractItemModel *model)
{
    QListView::setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &RunCardList::updateRowHeight);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &RunCardList::updateRowHeight);
    connect(model, &QAbstractItemModel::modelReset, this, &RunCardList::updateRowHeight);
    updateRowHeight();
}

void RunCardList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    updateRowHeight();
}

void RunCardList::updateRowHeight()
{
    const int rows = model() ? std::max(1, model()->rowCount()) : 1;
    const int height = std::clamp(viewport()->height() / rows, kLowestRow, kHighestRow);
    if (height == m_rowHeight)
        return;
    m_rowHeight = height;
    scheduleDelayedItemsLayout();
}

} // namespace tamiz::ui
