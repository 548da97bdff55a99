// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_feed.h"

#include <algorithm>
#include <utility>

#include "ui/bridge/async_query.h"
#include "ui/bridge/run_controller.h"

namespace tamiz::ui {

namespace {

constexpr int kHistoryChannel = 0;
constexpr int kCurveChannel = 1;
constexpr int kFollowMs = 3000;

} // namespace

struct RunFeed::History
{
    std::vector<SeriesInfo> series;
    std::vector<Mark> marks;
    std::vector<LogLine> log;

    static Result<History> read(RunStore &store, RunId run)
    {
        History history;
        TAMIZ_TRY(history.series, store.series(run));
        TAMIZ_TRY(const std::vector<MetricEvent> marks, store.marks(run));
        for (const MetricEvent &event : marks) {
            if (const auto *mark = std::get_if<Mark>(&event.what))
                history.marks.push_back(*mark);
        }
        TAMIZ_TRY(history.log, store.log(run));
        return history;
    }
};

/// The stored points of a curve together with what the live run held of it when it was asked for.
struct RunFeed::Curve
{
    SeriesBuffer points;
    std::optional<Error> error; ///< the points are those of the live run then

    static Curve read(RunStore &store, RunId run, const SeriesKey &key, const SeriesPoints &live,
                      const Look &look)
    {
        Result<SeriesPoints> stored = store.points(run, key);
        Curve curve;
        if (!stored)
            curve.error = stored.error();
        curve.points = SeriesBuffer(mergePoints(stored ? std::move(*stored) : SeriesPoints(), live),
                                    look.axis, look.smoothing);
        return curve;
    }
};

RunFeed::RunFeed(RunController &controller, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
{
    connect(&controller, &RunController::runEvents, this, &RunFeed::takeBatch);
    connect(&controller, &RunController::runEnded, this, [this](RunId ended) {
        if (ended == m_run)
            load(); // the store is complete now, also where the mailbox had to coalesce
    });
    m_follow.setInterval(kFollowMs);
    connect(&m_follow, &QTimer::timeout, this, [this] {
        const RunRecord *record = m_run ? m_controller.run(*m_run) : nullptr;
        if (record && isActive(record->state) && !m_controller.isControllable(*m_run)
            && !m_isLoading)
            load();
    });
}

void RunFeed::select(std::optional<RunId> run)
{
    if (m_run == run)
        return;
    m_run = run;
    m_hasHistory = false;
    m_lastStep.clear();
    m_toLoad.clear();
    m_controller.query().cancel(this);
    emit cleared();
    if (m_run) {
        load();
        m_follow.start();
    } else {
        m_follow.stop();
        endLoading();
    }
}

void RunFeed::load()
{
    if (!std::exchange(m_isLoading, true))
        emit loadingChanged(true);
    m_controller.query().ask<History>(
        this, kHistoryChannel,
        [run = *m_run](RunStore &store) { return History::read(store, run); },
        [this](Result<History> history) { takeHistory(std::move(history)); });
}

void RunFeed::takeHistory(Result<History> history)
{
    if (!history) {
        emit failed(history.error());
        history = History {}; // what the live run reports can still be shown
    }
    const LiveRun *live = m_controller.live(*m_run);
    std::vector<Mark> marks = std::move(history->marks);
    if (live) {
        std::copy_if(live->marks.begin(), live->marks.end(), std::back_inserter(marks),
                     [stored = marks](const Mark &mark) {
                         return std::find(stored.begin(), stored.end(), mark) == stored.end();
                     });
    }
    emit marksLoaded(marks);
    emit logLoaded(joinLogs(history->log, live ? live->log : std::deque<TimedLogLine>()));

    m_toLoad.clear();
    for (const SeriesInfo &info : history->series)
        m_toLoad.push_back(info.key);
    // Popped from the end: the losses come first, each kind in its own order.
    std::sort(m_toLoad.begin(), m_toLoad.end(), [](const SeriesKey &a, const SeriesKey &b) {
        const bool isLossA = a.name == "loss";
        const bool isLossB = b.name == "loss";
        return isLossA == isLossB ? b < a : isLossB;
    });
    m_hasHistory = true;
    showLiveOnlyCurves();
    loadNextCurve();
}

void RunFeed::loadNextCurve()
{
    if (m_toLoad.empty()) {
        endLoading();
        return;
    }
    const SeriesKey key = m_toLoad.back();
    m_controller.query().ask<Curve>(
        this, kCurveChannel,
        [run = *m_run, key, live = livePoints(key), look = m_look(key)](RunStore &store) {
            return Curve::read(store, run, key, live, look);
        },
        [this, key](Result<Curve> curve) {
            takeCurve(key, curve ? std::move(*curve) : Curve { {}, std::move(curve).error() });
        });
}

void RunFeed::takeCurve(const SeriesKey &key, Curve curve)
{
    m_toLoad.pop_back();
    if (curve.error)
        emit failed(*curve.error);
    showCurve(key, std::move(curve.points));
    loadNextCurve();
}

void RunFeed::showLiveOnlyCurves()
{
    const LiveRun *live = m_controller.live(*m_run);
    if (!live)
        return;
    for (const auto &[key, points] : live->series.series()) {
        const bool isToCome = std::find(m_toLoad.begin(), m_toLoad.end(), key) != m_toLoad.end();
        if (!isToCome && m_lastStep.find(key) == m_lastStep.end())
            showCurve(key, {});
    }
}

/// Shows what was read, and what the live run reported since.
void RunFeed::showCurve(const SeriesKey &key, SeriesBuffer curve)
{
    if (curve.isEmpty()) {
        const Look look = m_look(key);
        curve = SeriesBuffer(livePoints(key), look.axis, look.smoothing);
    }
    if (curve.isEmpty())
        return;
    m_lastStep[key] = curve.points().step.back();
    emit curveLoaded(key, std::make_shared<SeriesBuffer>(std::move(curve)));
    showLaterPoints(key);
}

void RunFeed::showLaterPoints(const SeriesKey &key)
{
    const LiveRun *live = m_controller.live(*m_run);
    const SeriesPoints *points = live ? live->series.points(key) : nullptr;
    std::int64_t &last = m_lastStep[key];
    if (!points || points->step.back() <= last)
        return;
    SeriesPoints later = pointsAfter(*points, last);
    last = later.step.back();
    emit pointsArrived({ { key, std::move(later) } });
}

SeriesPoints RunFeed::livePoints(const SeriesKey &key) const
{
    const LiveRun *live = m_controller.live(*m_run);
    const SeriesPoints *points = live ? live->series.points(key) : nullptr;
    return points ? *points : SeriesPoints();
}

void RunFeed::takeBatch(RunId run, const MailboxBatch &batch)
{
    if (run != m_run || !m_hasHistory)
        return;
    NewPoints points;
    std::vector<TimedLogLine> lines;
    bool hasNewCurve = false;
    for (const MetricEvent &event : batch.events) {
        if (const auto *scalar = std::get_if<Scalar>(&event.what)) {
            const auto last = m_lastStep.find(scalar->series);
            if (last == m_lastStep.end()) {
                hasNewCurve = true;
            } else if (scalar->step > last->second) {
                insertPoint(points[scalar->series], *scalar);
                last->second = scalar->step;
            }
        } else if (const auto *mark = std::get_if<Mark>(&event.what)) {
            emit markArrived(*mark);
        } else if (const auto *line = std::get_if<LogLine>(&event.what)) {
            lines.push_back({ *line, event.time });
        }
    }
    if (hasNewCurve)
        showLiveOnlyCurves();
    if (!points.empty())
        emit pointsArrived(points);
    if (!lines.empty() || batch.droppedLogs > 0)
        emit logArrived(lines, static_cast<qint64>(batch.droppedLogs));
}

void RunFeed::endLoading()
{
    if (std::exchange(m_isLoading, false))
        emit loadingChanged(false);
}

} // namespace tamiz::ui
