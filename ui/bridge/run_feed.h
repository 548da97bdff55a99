// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/metrics/mailbox_sink.h"
#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"
#include "ui/models/log_model.h"

namespace tamiz::ui {

class RunController;

/// All that is recorded of one run, for one view: its history from the store, then what a live run
/// reports, without gaps or repeats (a point is known by series and step). GUI thread only.
///
/// A view clears on cleared(), then takes curveLoaded() per series (the whole curve; it may come again)
/// and pointsArrived() per tick (points behind the loaded ones).
class RunFeed final : public QObject
{
    Q_OBJECT

public:
    using NewPoints = std::map<SeriesKey, SeriesPoints>;

    explicit RunFeed(RunController &controller, QObject *parent = nullptr);

    void select(std::optional<RunId> run);
    std::optional<RunId> run() const { return m_run; }
    bool isLoading() const { return m_isLoading; }

signals:
    void cleared();
    void curveLoaded(const tamiz::SeriesKey &key, const tamiz::SeriesPoints &points);
    void pointsArrived(const tamiz::ui::RunFeed::NewPoints &points);
    void marksLoaded(const std::vector<tamiz::Mark> &marks); ///< all so far
    void markArrived(const tamiz::Mark &mark);
    void logLoaded(const std::vector<tamiz::ui::TimedLogLine> &lines);
    void logArrived(const std::vector<tamiz::ui::TimedLogLine> &lines, qint64 dropped);
    void loadingChanged(bool isLoading);
    void failed(const tamiz::Error &error);

private:
    struct History;

    void load();
    void takeHistory(Result<History> history);
    void loadNextCurve();
    void takeCurve(const SeriesKey &key, Result<SeriesPoints> points);
    void showLiveOnlyCurves();
    void showCurve(const SeriesKey &key, SeriesPoints points);
    void takeBatch(RunId run, const MailboxBatch &batch);
    void endLoading();

    RunController &m_controller;
    std::optional<RunId> m_run;
    bool m_isLoading = false;
    bool m_hasHistory = false; ///< until then live events wait in the controller's LiveRun
    std::vector<SeriesKey> m_toLoad; ///< curves whose history is to come, the next one last
    std::map<SeriesKey, std::int64_t> m_lastStep;
    QTimer m_follow; ///< reloads a run that another process trains
};

} // namespace tamiz::ui
