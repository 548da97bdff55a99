// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QList>
#include <QWidget>

#include "core/base/result.h"
#include "ui/models/comparison.h"

class QAction;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace tamiz::ui {

class CompareCurves;
class CompareFront;
class CompareTables;
class EmptyState;
class RunChooser;
class RunController;
class RunTableModel;
struct Report;

/// Answers "which is better, and why?": overlaid curves, the front of task gain against forgetting,
/// results over seeds, figures a token class, and what differs in the settings of the runs that are
/// ticked. Reads the store on the controller's reading thread. GUI thread only.
class ComparePage final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePage(RunController &controller, QWidget *parent = nullptr);

    /// Ticks these runs and no others, as a person would: what ends later is not ticked by itself.
    void compare(const QList<RunId> &runs);
    QList<RunId> comparedRuns() const;

    CompareCurves *curves() const { return m_curves; }
    CompareFront *front() const { return m_front; }
    CompareTables *tables() const { return m_tables; }

    Status saveReport(const QString &path); ///< HTML, or PDF when the name ends in .pdf

signals:
    void newExperimentRequested();
    void demoRequested();
    void runRequested(tamiz::RunId run); ///< show it on the Runs page
    /// Export the adapter of a run's end, or of its checkpoint at @p step.
    void exportRequested(tamiz::RunId run, qint64 step, bool isEnd);

protected:
    void changeEvent(QEvent *event) override;

private:
    void makeActions();
    void makeEmptyStates();
    void makeContent();
    void takeRuns();
    void tick(const QList<RunId> &runs);
    void tickNewest();
    void tickFollowed();
    void load();
    void showComparison(Result<Comparison> comparison);
    void updateStack();
    void askReport(const QString &format);
    Report makeReport() const;
    void retranslate();

    RunController &m_controller;
    RunTableModel *m_model;
    Comparison m_comparison;
    std::optional<SeriesKey> m_longCurve; ///< read besides the short ones
    std::optional<Error> m_error;
    /// Group whose runs are ticked as they finish, empty for all runs; nothing before a run has finished.
    std::optional<std::string> m_followed;
    bool m_isChosen = false; ///< a person chose the ticks: they stay
    bool m_isTicking = false; ///< ticks change by the page itself
    bool m_isLoading = false;

    QAction *m_find;
    QAction *m_reportHtml;
    QAction *m_reportPdf;
    QStackedWidget *m_stack;
    EmptyState *m_noRuns;
    QPushButton *m_newExperiment;
    QPushButton *m_demo;
    RunChooser *m_chooser;
    QStackedWidget *m_right;
    EmptyState *m_noTicks;
    QPushButton *m_tickNewest;
    EmptyState *m_failed;
    QPushButton *m_retry;
    QSplitter *m_content;
    CompareCurves *m_curves;
    CompareFront *m_front;
    CompareTables *m_tables;
};

} // namespace tamiz::ui
