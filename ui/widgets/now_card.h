// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QProgressBar;
class QPushButton;

namespace tamiz::ui {

class RunController;
class StateBadge;

/// What runs in this process now, and what waits behind it. GUI thread only.
class NowCard final : public QFrame
{
    Q_OBJECT

public:
    explicit NowCard(RunController &runs, QWidget *parent = nullptr);

    void showRunning();
    void showQueue();

signals:
    void watchRequested(); ///< the running run's curves

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    RunController &m_runs;
    QLabel *m_title;
    QLabel *m_name;
    StateBadge *m_state;
    QProgressBar *m_progress;
    QLabel *m_text;
    QPushButton *m_watch;
    QLabel *m_queueTitle;
    QLabel *m_queue;
};

} // namespace tamiz::ui
