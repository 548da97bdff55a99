// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/metrics/mailbox_sink.h"
#include "core/metrics/metric_event.h"
#include "core/store/run_store.h"
#include "ui/models/log_model.h"
#include "ui/plots/series_buffer.h"

namespace tamiz::ui {

class RunController;

/// All that is recorded of one run, for one view: its history from the store, then what a live run
/// reports, without gaps or repeats (a point is known by series and step). GUI thread only.
///
/// A view clears on cleared(), then takes curveLoaded() per series (the whole curve; it may come again)
/// and pointsArrived() per tick (points behind the loaded ones). Curves are put in order where they are
/// read, not on the window's thread.
class RunFeed final : public QObject
{
    Q_OBJECT

public:
    using NewPoints = std::map<SeriesKey, SeriesPoints>;

    /// How a curve will be looked at.
    struct Look
    {
        PlotAxis axis {}; ///< steps
        double smoothing = 0;
    };

    explicit RunFeed(RunController &controller, QObject *parent = nullptr);

    void setLook(std::function<Look(const SeriesKey &)> look) { m_look = std::move(look); }
    void select(std::optional<RunId> run);
    std::optional<RunId> run() const { return m_run; }
    bool isLoading() const { return m_isLoading; }

signals:
    void cleared();
    /// Never empty; whoever shows it may move it away.
    void curveLoaded(const tamiz::SeriesKey &key,
                     const std::shared_ptr<tamiz::ui::SeriesBuffer> &curve);
    void pointsArrived(const tamiz::ui::RunFeed::NewPoints &points);
    void marksLoaded(const std::vector<tamiz::Mark> &marks); ///< all so far
    void markArrived(const tamiz::Mark &mark);
    void logLoaded(const std::vector<tamiz::ui::TimedLogLine> &lines);
    void logArrived(const std::vector<tamiz::ui::TimedLogLine> &lines, qint64 dropped);
    void loadingChanged(bool isLoading);
    void failed(const tamiz::Error &error);

private:
    struct History;
    struct Curve;

    void load();
    void takeHistory(Result<History> history);
    void loadNextCurve();
    void takeCurve(const SeriesKey &key, Curve curve);
    void showLiveOnlyCurves();
    void showCurve(const SeriesKey &key, SeriesBuffer curve);
    void showLaterPoints(const SeriesKey &key);
    SeriesPoints livePoints(const SeriesKey &key) const;
    void takeBatch(RunId run, const MailboxBatch &batch);
    void endLoading();

    RunController &m_controller;
    std::function<Look(const SeriesKey &)> m_look = [](const SeriesKey &) { return Look(); };
    std::optional<RunId> m_run;
    bool m_isLoading = false;
    bool m_hasHistory = false; ///< until then live events wait in the controller's LiveRun
    std::vector<SeriesKey> m_toLoad; ///< curves whose history is to come, the next one last
    std::map<SeriesKey, std::int64_t> m_lastStep;
    QTimer m_follow; ///< reloads a run that another process trains
};

} // namespace tamiz::ui
