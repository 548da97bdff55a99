// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QWidget>

#include "core/runs/run_backend.h"

class QPlainTextEdit;
class QTabWidget;

namespace tamiz::ui {

class MeasureView;
class RunActions;
class RunController;
class RunDetails;
class RunFeed;
class RunHeader;
class RunLogView;
class RunPlotGrid;

/// One run, live or finished: header with controls, plots, log, details, recipe. GUI thread only.
class RunLiveView final : public QWidget
{
    Q_OBJECT

public:
    RunLiveView(RunController &controller, RunActions &actions, QWidget *parent = nullptr);

    void setRun(std::optional<RunId> run);

    RunPlotGrid *plots() const { return m_plots; }
    RunLogView *log() const { return m_log; }
    MeasureView *measures() const { return m_measures; }
    RunDetails *details() const { return m_details; }
    bool isLoading() const;

signals:
    void loadingChanged(bool isLoading);

protected:
    void changeEvent(QEvent *event) override;

private:
    void connectFeed();
    void clear();
    void showRecord();
    void chooseExportFolder(int format);
    void retranslate();

    RunController &m_controller;
    RunFeed *m_feed;
    RunHeader *m_header;
    RunPlotGrid *m_plots;
    QTabWidget *m_tabs;
    RunLogView *m_log;
    MeasureView *m_measures;
    RunDetails *m_details;
    QPlainTextEdit *m_recipe;
};

} // namespace tamiz::ui
