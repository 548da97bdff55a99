// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/token_class_view.h"

#include <algorithm>

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QPainter>

#include "core/base/problem.h"
#include "ui/models/recipe_text.h"
#include "ui/models/token_class_model.h"
#include "ui/settings/theme.h"
#include "ui/widgets/class_mark.h"

namespace tamiz::ui {

namespace {

constexpr int kRowHeight = 28;
constexpr int kMarkSize = 10;
constexpr int kPadding = 8;
constexpr int kBarHeight = 4;
constexpr int kSmallestName = 124;
constexpr int kHeaderRoom = 4; ///< what the style takes around a title, beyond the padding
constexpr const char *kIsLoaded = "tamizIsLoaded";

void paintBar(QPainter *painter, const QRect &cell, double share, const QColor &color,
              const QColor &track)
{
    const QRectF groove(cell.left() + kPadding, cell.bottom() - 7, cell.width() - 2 * kPadding,
                        kBarHeight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(track);
    painter->drawRoundedRect(groove, 2, 2);
    if (share > 0) {
        painter->setBrush(color);
        painter->drawRoundedRect(
            QRectF(groove.topLeft(), QSizeF(std::max(3.0, groove.width() * share), kBarHeight)), 2,
            2);
    }
    painter->restore();
}

} // namespace

void TokenClassDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    const QString text = background.text;
    background.text.clear();
    const QWidget *const widget = option.widget;
    QStyle *const style = widget ? widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, widget);

    const QPalette &palette = option.palette;
    const int tokenClass = index.data(TokenClassModel::ClassRole).toInt();
    QRect textRect = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (index.column() == TokenClassModel::Name) {
        paintClassMark(*painter, tokenClass,
                       QRectF(textRect.left(), option.rect.center().y() - kMarkSize / 2 + 1,
                              kMarkSize, kMarkSize),
                       palette);
        textRect.setLeft(textRect.left() + kMarkSize + kPadding);
    }
    const QVariant bar = index.data(TokenClassModel::BarRole);
    if (bar.isValid()) {
        paintBar(painter, option.rect, bar.toDouble(), seriesColor(tokenClass, palette),
                 borderColor(palette));
        textRect.adjust(0, 0, 0, -8);
    }
    const QVariant severity = index.data(TokenClassModel::SeverityRole);
    QColor color = palette.color(QPalette::Text);
    if (severity.isValid()) {
        color = severity.toInt() == static_cast<int>(Severity::Error) ? dangerColor(palette)
                                                                      : warningColor(palette);
        painter->setPen(QPen(color, 1, Qt::DashLine));
        const int underline = textRect.bottom() - 5;
        painter->drawLine(textRect.left(), underline, textRect.right(), underline);
    } else if (index.column() != TokenClassModel::Name
               && (index.data(TokenClassModel::RuleRole).toInt() < 0 || bar.isValid())) {
        color = mutedTextColor(palette);
    }
    painter->setPen(color);
    painter->drawText(textRect, static_cast<int>(background.displayAlignment),
                      option.fontMetrics.elidedText(text, Qt::ElideRight, textRect.width()));

    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(accentColor(palette), 2));
        painter->drawRoundedRect(QRectF(option.rect).adjusted(2, 2, -2, -2), 4, 4);
        painter->restore();
    }
}

QSize TokenClassDelegate::sizeHint(const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    return { QStyledItemDelegate::sizeHint(option, index).width(), kRowHeight };
}

QWidget *TokenClassDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                          const QModelIndex &index) const
{
    if (index.column() == TokenClassModel::Mode) {
        auto *const list = new QComboBox(parent);
        list->addItem(tr("not masked"), TokenClassModel::kNoMode);
        for (const MaskMode mode : { MaskMode::Input, MaskMode::Loss, MaskMode::Attention }) {
            list->addItem(maskModeName(mode), static_cast<int>(mode));
            list->setItemData(list->count() - 1, maskModeToolTip(mode), Qt::ToolTipRole);
        }
        list->view()->setMinimumWidth(list->minimumSizeHint().width() + 24);
        auto *const self = const_cast<TokenClassDelegate *>(this);
        connect(list, &QComboBox::activated, self, [self, list] {
            emit self->commitData(list);
            emit self->closeEditor(list);
        });
        return list;
    }
    if (index.column() == TokenClassModel::Probability
        || index.column() == TokenClassModel::Steps) {
        const bool isShare = index.column() == TokenClassModel::Steps;
        auto *const box = new QDoubleSpinBox(parent);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);
        box->setRange(0, isShare ? 100 : 1);
        box->setDecimals(isShare ? 0 : 3);
        box->setSingleStep(isShare ? 5 : 0.05);
        return box;
    }
    return QStyledItemDelegate::createEditor(parent, option, index);
}

void TokenClassDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // Answers of the workbench arrive while somebody types: they must not take the text away.
    if (editor->property(kIsLoaded).toBool())
        return;
    editor->setProperty(kIsLoaded, true);
    const QVariant value = index.data(Qt::EditRole);
    if (auto *const list = qobject_cast<QComboBox *>(editor)) {
        list->setCurrentIndex(list->findData(value));
        QMetaObject::invokeMethod(list, &QComboBox::showPopup, Qt::QueuedConnection);
    } else if (auto *const box = qobject_cast<QDoubleSpinBox *>(editor)) {
        box->setValue(value.toDouble());
        box->selectAll();
    } else {
        QStyledItemDelegate::setEditorData(editor, index);
    }
}

void TokenClassDelegate::setModelData(QWidget *editor, QAbstractItemModel *model,
                                      const QModelIndex &index) const
{
    if (const auto *const list = qobject_cast<QComboBox *>(editor)) {
        if (list->currentData() != index.data(Qt::EditRole))
            model->setData(index, list->currentData());
    } else if (auto *const box = qobject_cast<QDoubleSpinBox *>(editor)) {
        box->interpretText();
        model->setData(index, box->value());
    } else {
        QStyledItemDelegate::setModelData(editor, model, index);
    }
}

TokenClassView::TokenClassView(QWidget *parent)
    : QTableView(parent)
{
    setItemDelegate(new TokenClassDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(DoubleClicked | SelectedClicked | EditKeyPressed | AnyKeyPressed);
    setShowGrid(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setFixedHeight(kRowHeight);
}

void TokenClassView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    sizeColumns();
}

QSize TokenClassView::viewportSizeHint() const
{
    return { 360, kRowHeight * 4 + horizontalHeader()->height() };
}

void TokenClassView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange
        || event->type() == QEvent::StyleChange)
        sizeColumns();
}

void TokenClassView::sizeColumns()
{
    if (!model())
        return;
    QHeaderView *const header = horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(TokenClassModel::Name, QHeaderView::Stretch);
    const auto width = [this](int column, const QString &sample) {
        const QString title
            = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        QFont bold = font();
        bold.setBold(true);
        return 2 * kPadding + kHeaderRoom
            + std::max(QFontMetrics(bold).horizontalAdvance(title),
                       fontMetrics().horizontalAdvance(sample));
    };
    header->resizeSection(TokenClassModel::Frequency,
                          width(TokenClassModel::Frequency, QStringLiteral("00.0 %")));
    header->resizeSection(TokenClassModel::Reliance,
                          width(TokenClassModel::Reliance, QStringLiteral("-0.000")));
    int modeWidth = 0;
    for (const MaskMode mode : { MaskMode::Input, MaskMode::Loss, MaskMode::Attention })
        modeWidth = std::max(modeWidth, width(TokenClassModel::Mode, maskModeName(mode)));
    header->resizeSection(TokenClassModel::Mode, modeWidth + 4);
    header->resizeSection(TokenClassModel::Probability,
                          width(TokenClassModel::Probability, QStringLiteral("0.000")));
    m_stepsWidth = width(TokenClassModel::Steps, QStringLiteral("100 %"));
    setColumnHidden(TokenClassModel::Steps, false);
    header->resizeSection(TokenClassModel::Steps, m_stepsWidth);
    hideWhatDoesNotFit();
}

void TokenClassView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    hideWhatDoesNotFit();
}

/// The share of steps stands below the table too, with its slider: it gives way to the names.
void TokenClassView::hideWhatDoesNotFit()
{
    if (!model())
        return;
    int needed = kSmallestName + m_stepsWidth;
    for (const int column : { TokenClassModel::Frequency, TokenClassModel::Reliance,
                              TokenClassModel::Mode, TokenClassModel::Probability })
        needed += columnWidth(column);
    setColumnHidden(TokenClassModel::Steps, needed > viewport()->width());
}

} // namespace tamiz::ui
