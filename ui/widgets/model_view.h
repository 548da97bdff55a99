// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/base/result.h"
#include "core/runs/model_details.h"
#include "ui/models/model_shelf.h"

class QAction;
class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace tamiz::ui {

class EmptyState;
class FactGrid;
class Notice;
class TensorTableModel;

/// One model of the shelf: facts, what is wrong with it, its tensors; or why it cannot be used.
/// GUI thread only.
class ModelView final : public QWidget
{
    Q_OBJECT

public:
    /// @p actions stand as buttons beside the heading, the first one as the primary one.
    explicit ModelView(const QList<QAction *> &actions, QWidget *parent = nullptr);

    void showEntry(const ShelfEntry &entry); ///< its details are on their way
    void setDetails(const Result<ModelDetails> &details);
    void focusFilter();

    const TensorTableModel &tensors() const { return *m_tensors; }

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHeader(const QList<QAction *> &actions);
    QWidget *makeTensors();
    void showDetails();
    void showProblems();
    void updateCount();
    void retranslate();

    ShelfEntry m_entry;
    std::optional<Result<ModelDetails>> m_details;
    QLabel *m_name;
    QLabel *m_summary;
    QLabel *m_folder;
    QStackedWidget *m_stack;
    EmptyState *m_failure;
    EmptyState *m_waiting;
    Notice *m_errors;
    Notice *m_warnings;
    FactGrid *m_facts;
    QLabel *m_tensorTitle;
    QLabel *m_tensorCount;
    QLineEdit *m_filter;
    TensorTableModel *m_tensors;
    QSortFilterProxyModel *m_proxy;
    QTableView *m_table;
};

} // namespace tamiz::ui
