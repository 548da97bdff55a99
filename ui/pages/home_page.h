// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/store/run_store.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;
class QVBoxLayout;

namespace tamiz::ui {

class EmptyState;
class Notice;
class RunController;
class RunTableModel;
class StateBadge;

/// "Where was I?": the last runs, what runs and waits now, what was interrupted, and the demo.
/// GUI thread only.
class HomePage : public QWidget
{
    Q_OBJECT

public:
    explicit HomePage(RunController &runs, QWidget *parent = nullptr);

    /// Shown above everything while it is not empty: the machine trains far below its speed.
    void setMachineWarning(const QString &warning);

signals:
    void demoRequested();
    void newExperimentRequested();
    void runOpened(tamiz::RunId run);

protected:
    void changeEvent(QEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeRecentCard();
    QWidget *makeNowCard();
    QWidget *makeDemoCard();
    void showRuns();
    void showInterrupted();
    void showRunning();
    void showQueue();
    void retranslate();

    RunController &m_runs;
    RunTableModel *m_model;
    std::vector<RunRecord> m_interrupted; ///< as shown
    bool m_isLoaded = false;
    QString m_machineWarningText;

    Notice *m_machineWarning;
    QVBoxLayout *m_notices;
    QStackedWidget *m_content;
    EmptyState *m_empty;
    QPushButton *m_emptyDemo;
    QPushButton *m_emptyNew;

    QLabel *m_title;
    QPushButton *m_new;
    QLabel *m_recentTitle;
    QTableView *m_recent;

    QLabel *m_nowTitle;
    QLabel *m_nowName;
    StateBadge *m_nowState;
    QProgressBar *m_nowProgress;
    QLabel *m_nowText;
    QPushButton *m_nowOpen;
    QLabel *m_queueTitle;
    QLabel *m_queue;

    QLabel *m_demoTitle;
    QLabel *m_demoText;
    QPushButton *m_demo;
};

} // namespace tamiz::ui
