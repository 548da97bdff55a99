// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a run with long curves while it trains: how long its event loop does not answer, and what
// a frame of panning and zooming takes. Prints one JSON object. No part of the tests but for a tiny run.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <thread>
#include <vector>

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "core/recipe/recipe_io.h"
#include "tests/support/demo_run.h"
#include "tests/support/stall_probe.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/models/run_table_model.h"
#include "ui/pages/runs_page.h"
#include "ui/plots/metric_plot.h"
#include "ui/widgets/run_live_view.h"
#include "ui/widgets/run_plot_grid.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

constexpr int kPatienceMs = 600'000;
constexpr int kFrameMs = 16; // 60 a second
constexpr int kGrowingMs
    = 2000; // from the command to go on, through the first points of each curve
constexpr std::int64_t kEventsPerTransaction = 5000;

struct Work
{
    int series = 10;
    std::int64_t points = 1'000'000; ///< of a series, before it goes on
    int eventsPerSecond = 200;
    int seconds = 10; ///< without a touch, and as many of panning and zooming
    int load = 1; ///< threads that compute beside the window
};

/// Curves of each plot of the page, as a run has them.
std::vector<SeriesKey> keysOf(int series)
{
    std::vector<SeriesKey> keys {
        { "loss", "train", {}, {} },          { "loss", "validation", {}, {} },
        { "accuracy", "validation", {}, {} }, { "forgetting", {}, {}, "brown" },
        { "forgetting", {}, {}, "quijote" },  { "learning_rate", {}, {}, {} },
        { "tokens_per_second", {}, {}, {} }
    };
    for (int i = static_cast<int>(keys.size()); i < series; ++i)
        keys.push_back({ "reliance_accuracy", "validation", "class " + std::to_string(i), {} });
    keys.resize(static_cast<std::size_t>(series));
    return keys;
}

MetricEvent scalarAt(const SeriesKey &key, std::int64_t step, std::int64_t points)
{
    const double progress = static_cast<double>(step) / static_cast<double>(points);
    const CounterRandom noise(static_cast<std::uint64_t>(step));
    return { std::chrono::system_clock::time_point(std::chrono::milliseconds(step)),
             Scalar { .series = key,
                      .step = step,
                      .epoch = 3 * progress,
                      .tokens = 1024 * step,
                      .seconds = 0.25 * static_cast<double>(step),
                      .value = 2 * std::exp(-4 * progress) + noise.uniform(),
                      .count = 1024 } };
}

/// A run that was interrupted after its points, in a store of its own.
Result<RunId> writeRun(const std::filesystem::path &home, const Work &work)
{
    TAMIZ_TRY(const auto store, RunStore::open(home / "tamiz.db"));
    RunRecord record;
    record.name = "bench";
    record.state = RunState::Interrupted;
    record.folder = home / "runs" / "bench";
    record.recipeYaml = toYaml(test::demoRecipe({}));
    TAMIZ_TRY(const RunId id, store->create(record));
    const std::vector<SeriesKey> keys = keysOf(work.series);
    std::vector<MetricEvent> events;
    for (std::int64_t step = 1; step <= work.points; ++step) {
        for (const SeriesKey &key : keys)
            events.push_back(scalarAt(key, step, work.points));
        const bool isFull = static_cast<std::int64_t>(events.size()) >= kEventsPerTransaction;
        if (isFull || step == work.points) {
            TAMIZ_CHECK(store->append(id, events));
            events.clear();
        }
    }
    return id;
}

/// Goes on with the curves at a steady rate until it is stopped, while other threads compute.
Result<RunOutcome> train(const Work &work, RunControl &control, MetricSink &sink)
{
    std::atomic<bool> isOver = false;
    std::vector<std::thread> load;
    for (int i = 0; i < work.load; ++i) {
        load.emplace_back([&isOver] {
            volatile double sum = 0;
            while (!isOver)
                sum = std::sqrt(sum + 1);
        });
    }
    const std::vector<SeriesKey> keys = keysOf(work.series);
    const auto begin = std::chrono::steady_clock::now();
    for (std::int64_t n = 0; !control.isStopRequested(); ++n) {
        const std::int64_t step = work.points + 1 + n / work.series;
        (void)sink.record(
            scalarAt(keys[static_cast<std::size_t>(n % work.series)], step, work.points));
        std::this_thread::sleep_until(
            begin + (n + 1) * std::chrono::microseconds(1'000'000 / work.eventsPerSecond));
    }
    isOver = true;
    for (std::thread &thread : load)
        thread.join();
    return RunOutcome { .isCancelled = true, .steps = 0, .finalFolder = {} };
}

/// Processor time of this thread, so that other work on the machine does not count.
double threadMs()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e6;
}

/// Median, 95th percentile and longest, under "<name>_median" and so on.
void put(QJsonObject &json, const QString &name, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const auto at = [&times](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    json[name + QStringLiteral("_median")] = at(0.5);
    json[name + QStringLiteral("_p95")] = at(0.95);
    json[name + QStringLiteral("_max")] = times.back();
}

/// Pans and zooms one plot, which the others follow, 60 times a second.
void panAndZoom(MetricPlot &plot, const Work &work, QJsonObject &json)
{
    std::vector<double> clock;
    std::vector<double> processor;
    const auto all = static_cast<double>(work.points);
    const int frames = work.seconds * 1000 / kFrameMs;
    for (int frame = 0; frame < frames; ++frame) {
        const double done = static_cast<double>(frame) / frames;
        const double width = all * std::pow(0.001, std::abs(2 * done - 1)); // out, and in again
        const double lower = (all - width) * done;
        QElapsedTimer timer;
        timer.start();
        const double begin = threadMs();
        plot.setXRange(lower, lower + width);
        for (int turn = 0; turn < 3; ++turn) // what it asks of the others, replots, painting
            QApplication::processEvents();
        processor.push_back(threadMs() - begin);
        clock.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        QTest::qWait(std::max(0, kFrameMs - static_cast<int>(timer.elapsed())));
    }
    put(json, QStringLiteral("frame_ms"), std::move(clock));
    put(json, QStringLiteral("frame_processor_ms"), std::move(processor));
}

/// Nothing when the page did not get there.
std::optional<QJsonObject> measure(const Work &work)
{
    const QTemporaryDir home;
    const Result<RunId> id = writeRun(toPath(home.path()), work);
    if (!id) {
        std::fprintf(stderr, "bench_window: %s\n", id.error().toString().c_str());
        return std::nullopt;
    }
    test::FakeBackend backend([&work](const RunRequest &, RunControl &control, MetricSink &sink) {
        return train(work, control, sink);
    });
    RunController controller(toPath(home.path()), backend);
    RunTableModel model;
    follow(model, controller);
    RunsPage page(controller, model);
    page.resize(1600, 900);
    page.show();
    test::StallProbe probe;
    QJsonObject json { { QStringLiteral("series"), work.series },
                       { QStringLiteral("points"), static_cast<qint64>(work.points) },
                       { QStringLiteral("events_per_s"), work.eventsPerSecond },
                       { QStringLiteral("load_threads"), work.load },
                       { QStringLiteral("width"), page.width() },
                       { QStringLiteral("height"), page.height() } };

    const RunPlotGrid *plots = page.liveView()->plots();
    const std::vector<SeriesKey> keys = keysOf(work.series);
    const auto hasAll = [&] {
        return std::all_of(keys.begin(), keys.end(), [&](const SeriesKey &key) {
            return plots->pointCount(key) >= static_cast<std::size_t>(work.points);
        });
    };
    if (!QTest::qWaitFor([&] { return controller.run(*id) != nullptr; }, kPatienceMs))
        return std::nullopt;
    QElapsedTimer loading;
    loading.start();
    probe.start();
    page.showRun(*id);
    if (!QTest::qWaitFor(hasAll, kPatienceMs))
        return std::nullopt;
    json[QStringLiteral("loading_ms")] = loading.elapsed();
    json[QStringLiteral("loading_longest_gap_ms")] = probe.longestMs();

    bool isLive = false;
    QObject::connect(&controller, &RunController::runEvents, &page, [&isLive] { isLive = true; });
    probe.start();
    controller.resume(*id);
    if (!QTest::qWaitFor([&isLive] { return isLive; }, kPatienceMs))
        return std::nullopt;
    QTest::qWait(kGrowingMs);
    json[QStringLiteral("growing_longest_gap_ms")] = probe.longestMs();
    probe.start();
    QTest::qWait(1000 * work.seconds);
    json[QStringLiteral("untouched_longest_gap_ms")] = probe.longestMs();
    json[QStringLiteral("untouched_gap_ms_p99")] = probe.percentileMs(0.99);
    probe.start();
    panAndZoom(*page.findChild<MetricPlot *>(), work, json);
    json[QStringLiteral("touched_longest_gap_ms")] = probe.longestMs();
    json[QStringLiteral("touched_gap_ms_p99")] = probe.percentileMs(0.99);

    // The page reads all curves again when the run ends.
    bool isEnded = false;
    QObject::connect(&controller, &RunController::runEnded, &page, [&isEnded] { isEnded = true; });
    probe.start();
    controller.stop(*id);
    const auto isReadAgain = [&] { return isEnded && !page.liveView()->isLoading(); };
    if (!QTest::qWaitFor(isReadAgain, kPatienceMs))
        return std::nullopt;
    json[QStringLiteral("ending_longest_gap_ms")] = probe.longestMs();
    probe.stop();
    return json;
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Work work;
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("The page of a run with long curves while it trains"));
    parser.addHelpOption();
    const auto option = [&parser](const char *name, const char *what, qint64 value) {
        parser.addOption({ QLatin1String(name), QLatin1String(what), QStringLiteral("n"),
                           QString::number(value) });
    };
    option("series", "Curves.", work.series);
    option("points", "Points of a curve.", work.points);
    option("events", "Events a second.", work.eventsPerSecond);
    option("seconds", "Seconds without a touch, and as many of panning.", work.seconds);
    option("load", "Threads that compute beside the window.", work.load);
    parser.process(application);
    const auto number
        = [&parser](const char *name) { return parser.value(QLatin1String(name)).toLongLong(); };
    work.series = static_cast<int>(number("series"));
    work.points = number("points");
    work.eventsPerSecond = static_cast<int>(number("events"));
    work.seconds = static_cast<int>(number("seconds"));
    work.load = static_cast<int>(number("load"));
    if (work.series < 1 || work.points < 1 || work.eventsPerSecond < 1 || work.seconds < 1
        || work.load < 0) {
        std::fputs("bench_window: every number is at least 1, --load at least 0\n", stderr);
        return 1;
    }
    const std::optional<QJsonObject> json = measure(work);
    if (!json)
        return 1;
    std::puts(QJsonDocument(*json).toJson(QJsonDocument::Compact).constData());
    return 0;
}
