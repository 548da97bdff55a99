// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QList>
#include <QWidget>

#include "core/runs/run_backend.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace tamiz::ui {

class EmptyState;
class RunActions;
class RunController;
class RunFilterProxy;
class RunTableModel;

/// The list of runs with its filters and the queue's switch. Names are edited in place; the context
/// menu holds the actions of the selected runs. GUI thread only.
class RunListPanel final : public QWidget
{
    Q_OBJECT

public:
    RunListPanel(RunController &controller, RunTableModel &model, RunActions &actions,
                 QWidget *parent = nullptr);

    std::optional<RunId> currentRun() const;
    QList<RunId> selectedRuns() const;
    /// Selects the run; when a filter hides it, the filters are cleared first.
    void setCurrentRun(RunId run);
    void focusSearch();
    void editName(RunId run);

signals:
    void currentRunChanged(std::optional<tamiz::RunId> run);
    void selectionChanged(const QList<tamiz::RunId> &runs);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeFilters();
    void makeTable(RunActions &actions);
    void clearFilters();
    void updateFilterChoices();
    void updateQueue();
    void updateEmptyState();
    void chooseColumns();
    void selectSomething();
    void retranslate();

    RunController &m_controller;
    RunTableModel &m_model;
    RunFilterProxy *m_proxy;
    QLineEdit *m_search;
    QComboBox *m_states;
    QComboBox *m_groups;
    QComboBox *m_tags;
    QCheckBox *m_archived;
    QStackedWidget *m_stack;
    QTableView *m_table;
    EmptyState *m_noMatch;
    QLabel *m_queue;
    QToolButton *m_hold;
};

} // namespace tamiz::ui
