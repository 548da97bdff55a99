// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/shelf_delegate.h"

#include <QApplication>
#include <QPainter>

#include "ui/models/model_shelf.h"
#include "ui/settings/theme.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

namespace {

constexpr int kRowHeight = 46;
constexpr int kIcon = 18;
constexpr int kPadding = 10;

QIcon iconOf(const QModelIndex &index)
{
    switch (static_cast<ShelfEntry::Kind>(index.data(ModelShelf::KindRole).toInt())) {
    case ShelfEntry::Kind::Bundled:
        break;
    case ShelfEntry::Kind::Imported:
        return lineIcon(QStringLiteral("import"));
    case ShelfEntry::Kind::Tuned:
        return lineIcon(QStringLiteral("runs"));
    }
    return lineIcon(QStringLiteral("model"));
}

} // namespace

void ShelfDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QString name = row.text;
    row.text.clear();
    const QStyle *const style = row.widget ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);

    painter->save();
    const QRect inner = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    iconOf(index).paint(painter,
                        QRect(inner.left(), option.rect.center().y() - kIcon / 2, kIcon, kIcon));
    const QFontMetrics metrics(option.font);
    const int left = inner.left() + kIcon + kPadding;
    const int width = inner.right() - left + 1;
    const int top = option.rect.center().y() - metrics.height();
    painter->setPen(option.palette.color(QPalette::Text));
    painter->drawText(QRect(left, top, width, metrics.height()), Qt::AlignVCenter,
                      metrics.elidedText(name, Qt::ElideMiddle, width));
    QFont small = option.font;
    small.setPixelSize(11);
    painter->setFont(small);
    painter->setPen(mutedTextColor(option.palette));
    painter->drawText(QRect(left, top + metrics.height() + 1, width, metrics.height()),
                      Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(index.data(ModelShelf::OriginRole).toString(),
                                                     Qt::ElideRight, width));
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(accentColor(option.palette), 2));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 4, 4);
    }
    painter->restore();
}

QSize ShelfDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { 0, kRowHeight };
}

} // namespace tamiz::ui
