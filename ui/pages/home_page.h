// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <vector>

#include <QWidget>

#include "core/store/run_store.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace tamiz::ui {

class EmptyState;
class NextStepsCard;
class Notice;
class NowCard;
class RecentRunsModel;
class RunCardList;
class RunController;
class RunTableModel;

/// "Where was I?": the last runs and what they measured, what runs and waits now, what was
/// interrupted, and what to do next. GUI thread only.
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
    void compareRequested();
    void exportRequested(tamiz::RunId run);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHeader();
    QWidget *makeRecentCard();
    void showRuns();
    void showInterrupted();
    void readMeasures();
    void retranslate();

    RunController &m_runs;
    RunTableModel *m_model;
    RecentRunsModel *m_recentModel;
    std::map<RunId, RunRecord> m_measured; ///< the runs as they were when their measures were read
    bool m_isReading = false;
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
    RunCardList *m_recent;
    QWidget *m_side;
    NowCard *m_now;
    NextStepsCard *m_next;
};

} // namespace tamiz::ui
