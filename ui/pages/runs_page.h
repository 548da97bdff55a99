// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/base/result.h"
#include "core/runs/run_backend.h"

class QAction;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace tamiz::ui {

class EmptyState;
class RunActions;
class RunController;
class RunListPanel;
class RunLiveView;
class RunTableModel;

/// Answers "what is happening?": the list of runs, and the live view of the selected one.
/// GUI thread only.
class RunsPage final : public QWidget
{
    Q_OBJECT

public:
    RunsPage(RunController &controller, RunTableModel &model, QWidget *parent = nullptr);

    void showRun(RunId run);
    std::optional<RunId> currentRun() const;

    RunLiveView *liveView() const { return m_live; }
    RunListPanel *list() const { return m_list; }

signals:
    void newExperimentRequested();
    void demoRequested();
    void exportRequested(tamiz::RunId run);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeEmptyState();
    void makeActions();
    void updateStack();
    void updateReady();
    void retranslate();

    RunController &m_controller;
    RunTableModel &m_model;
    RunActions *m_actions;
    QAction *m_find;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QPushButton *m_newExperiment;
    QPushButton *m_demo;
    QSplitter *m_splitter;
    RunListPanel *m_list;
    RunLiveView *m_live;
    std::optional<RunId> m_toShow; ///< created, not yet in the list
    std::optional<Error> m_openError;
    bool m_isListRead = false;
    bool m_isSplitChosen = false; ///< a person moved the divider: it stays there
};

} // namespace tamiz::ui
