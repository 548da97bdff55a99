// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QFrame>

#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace tamiz::ui {

class RunActions;
class StateBadge;

/// The top of the live view: what the run is, how far, how fast, how long still, and its controls.
/// GUI thread only.
class RunHeader final : public QFrame
{
    Q_OBJECT

public:
    explicit RunHeader(RunActions &actions, QWidget *parent = nullptr);

    /// @p progress is the last one reported, when this process trains the run.
    void show(const RunRecord &run, const std::optional<Progress> &progress);
    void setThroughput(std::optional<double> tokensPerSecond);

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeControls(RunActions &actions);
    void updateTexts();
    void updateNotice();
    void updateButtons();
    QString progressText() const;

    RunActions &m_actions;
    RunRecord m_run;
    std::optional<Progress> m_progress;
    std::optional<double> m_tokensPerSecond;
    QLabel *m_name;
    StateBadge *m_badge;
    QLabel *m_facts;
    QProgressBar *m_bar;
    QFrame *m_notice;
    QLabel *m_noticeText;
    QToolButton *m_pauseButton;
    QToolButton *m_resumeButton;
    QToolButton *m_stopButton;
    QToolButton *m_checkpointButton;
    QToolButton *m_exportButton;
};

} // namespace tamiz::ui
