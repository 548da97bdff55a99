// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/score_delegate.h"

#include <algorithm>

#include <QApplication>
#include <QPainter>

#include "ui/models/score_table_model.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr int kNumberWidth = 60;
constexpr int kBarHeight = 8;
constexpr int kPadding = 8;

} // namespace

void ScoreDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell.text.clear();
    const QStyle *const style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);

    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect inner = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    const QRectF groove(inner.left(), option.rect.center().y() - kBarHeight / 2 + 1,
                        std::max(0, inner.width() - kNumberWidth), kBarHeight);
    const double share = std::clamp(index.data(CellTable::SortRole).toDouble(), 0.0, 1.0);
    painter->setPen(Qt::NoPen);
    painter->setBrush(borderColor(option.palette));
    painter->drawRoundedRect(groove, 3, 3);
    if (share > 0) {
        painter->setBrush(accentColor(option.palette));
        painter->drawRoundedRect(
            QRectF(groove.topLeft(), QSizeF(std::max(3.0, groove.width() * share), kBarHeight)), 3,
            3);
    }
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter, text);
    painter->restore();
}

} // namespace tamiz::ui
