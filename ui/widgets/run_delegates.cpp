// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/run_delegates.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

#include "ui/models/run_table_model.h"
#include "ui/settings/theme.h"
#include "ui/widgets/state_badge.h"

namespace tamiz::ui {

namespace {

constexpr int kMargin = 6;
constexpr int kGlyph = 12;
constexpr int kSparklineWidth = 64;

/// The cell as the style draws it, without its text; returns the option for what is drawn over it.
QStyleOptionViewItem paintEmptyCell(QPainter &painter, const QStyleOptionViewItem &option)
{
    QStyleOptionViewItem cell = option;
    cell.text.clear();
    const QStyle *style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, &painter, cell.widget);
    return cell;
}

void paintCellText(QPainter &painter, const QStyleOptionViewItem &option, const QRect &rect,
                   int alignment, const QString &text)
{
    painter.setPen(option.palette.color(QPalette::Text));
    painter.setFont(option.font);
    painter.drawText(rect, alignment | Qt::TextSingleLine,
                     QFontMetrics(option.font).elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

void paintSparkline(QPainter &painter, const QList<double> &values, const QRectF &rect,
                    const QColor &line)
{
    QList<double> finite;
    std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
                 [](double value) { return std::isfinite(value); });
    if (finite.isEmpty() || rect.width() < 4)
        return;
    const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
    const double span = *high - *low;
    const auto place = [&](qsizetype i) {
        const double x = finite.size() < 2 ? 1 : double(i) / double(finite.size() - 1);
        const double y = span > 0 ? (finite[i] - *low) / span : 0.5;
        return QPointF(rect.left() + x * (rect.width() - 3),
                       rect.bottom() - 2 - y * (rect.height() - 4));
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path(place(0));
    for (qsizetype i = 1; i < finite.size(); ++i)
        path.lineTo(place(i));
    painter.setPen(QPen(line, 1.4));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(line);
    painter.drawEllipse(place(finite.size() - 1), 2.2, 2.2);
    painter.restore();
}

void StateDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell = paintEmptyCell(*painter, cell);
    const auto state = static_cast<RunState>(index.data(RunTableModel::StateRole).toInt());
    const QRect rect = cell.rect.adjusted(kMargin, 0, -2, 0);
    painter->save();
    paintStateGlyph(*painter, state,
                    QRectF(rect.left(), rect.center().y() - kGlyph / 2.0 + 0.5, kGlyph, kGlyph),
                    cell.palette);
    paintCellText(*painter, cell, rect.adjusted(kGlyph + kMargin, 0, 0, 0),
                  Qt::AlignVCenter | Qt::AlignLeft, text);
    painter->restore();
}

QSize StateDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return QStyledItemDelegate::sizeHint(option, index) + QSize(kGlyph + 2 * kMargin, 0);
}

void ProgressDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                             const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell = paintEmptyCell(*painter, cell);
    const double done = index.data(RunTableModel::ProgressRole).toDouble();
    const auto state = static_cast<RunState>(index.data(RunTableModel::StateRole).toInt());
    const QRect rect = cell.rect.adjusted(kMargin, 0, -kMargin, 0);
    const bool hasBar = done >= 0 && isActive(state);
    painter->save();
    paintCellText(*painter, cell, rect.adjusted(0, 0, 0, hasBar ? -5 : 0),
                  Qt::AlignVCenter | Qt::AlignLeft, text);
    if (hasBar) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        QRectF bar(rect.left(), rect.bottom() - 5, rect.width(), 3);
        painter->setBrush(borderColor(cell.palette));
        painter->drawRoundedRect(bar, 1.5, 1.5);
        bar.setWidth(std::max(3., bar.width() * done));
        painter->setBrush(stateColor(state, cell.palette));
        painter->drawRoundedRect(bar, 1.5, 1.5);
    }
    painter->restore();
}

void SparklineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell = paintEmptyCell(*painter, cell);
    const auto values = index.data(RunTableModel::SparklineRole).value<QList<double>>();
    const QRect rect = cell.rect.adjusted(kMargin, 0, -kMargin, 0);
    const int numberWidth = QFontMetrics(cell.font).horizontalAdvance(QStringLiteral("00.000"));
    painter->save();
    paintCellText(*painter, cell, QRect(rect.left(), rect.top(), numberWidth, rect.height()),
                  Qt::AlignVCenter | Qt::AlignLeft, text);
    const QRectF line(rect.left() + numberWidth + kMargin, rect.top() + 4,
                      std::min(kSparklineWidth, rect.width() - numberWidth - kMargin),
                      rect.height() - 8);
    paintSparkline(*painter, values, line, accentColor(cell.palette));
    painter->restore();
}

QSize SparklineDelegate::sizeHint(const QStyleOptionViewItem &option,
                                  const QModelIndex &index) const
{
    const int numberWidth = QFontMetrics(option.font).horizontalAdvance(QStringLiteral("00.000"));
    return { numberWidth + kSparklineWidth + 3 * kMargin,
             QStyledItemDelegate::sizeHint(option, index).height() };
}

} // namespace tamiz::ui
