// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace tamiz::ui {

/// Draws the cells of a TokenClassModel (mark and name, bars, numbers, problems) and edits them: a
/// list for the mode, spin boxes for the numbers.
class TokenClassDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override;
};

/// The table of token classes, sized for its columns. GUI thread only.
class TokenClassView final : public QTableView
{
    Q_OBJECT

public:
    explicit TokenClassView(QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    QSize viewportSizeHint() const override;

private:
    void sizeColumns();
    void hideWhatDoesNotFit();

    int m_stepsWidth = 0;
};

} // namespace tamiz::ui
