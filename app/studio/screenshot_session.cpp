// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/screenshot_session.h"

#include <cstdio>
#include <utility>
#include <vector>

#include "app/studio/demo_recipes.h"
#include "app/studio/screenshot_tour.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/main_window.h"

namespace tamiz::ui {

namespace {

constexpr std::int64_t kLiveSteps
    = 100000; ///< never reached: the run is stopped after its pictures
constexpr std::int64_t kPictureStep = 42; ///< by then four evaluations have been made
constexpr int kLiveWarmup = 6;

Recipe liveRecipe(const std::vector<Recipe> &demo)
{
    Recipe recipe = shortened({ demo.front() }).front();
    recipe.training.maxSteps = kLiveSteps;
    recipe.training.schedule = LrSchedule::Constant;
    recipe.training.warmupSteps = kLiveWarmup;
    return recipe;
}

} // namespace

ScreenshotSession::ScreenshotSession(MainWindow &window, AppSettings &settings, RunController &runs,
                                     std::filesystem::path resourceFolder, QString folder,
                                     QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_settings(settings)
    , m_runs(runs)
    , m_resourceFolder(std::move(resourceFolder))
    , m_folder(std::move(folder))
{
}

void ScreenshotSession::start()
{
    // The pictures wait for the list of runs; an empty one calls for the demo first.
    connect(
        &m_runs, &RunController::listRead, this,
        [this] {
            if (m_runs.runs().empty())
                train();
            else
                pictureEverything();
        },
        Qt::SingleShotConnection);
    connect(&m_runs, &RunController::openFailed, this, [this](const Error &error) {
        report(toQt(error.toString()));
        emit finished(1);
    });
}

void ScreenshotSession::train()
{
    const Result<std::vector<Recipe>> demo = loadDemoRecipes(m_resourceFolder);
    if (!demo) {
        report(toQt(demo.error().toString()));
        pictureEverything();
        return;
    }
    std::vector<NewRun> runs;
    for (Recipe &recipe : shortened(*demo))
        runs.push_back({ std::move(recipe), QString(), tr("demo") });
    m_runs.enqueue(std::move(runs));
    auto *const ends = new QObject(this);
    connect(&m_runs, &RunController::runEnded, ends, [this, ends] {
        if (m_runs.runningRun() || !m_runs.waitingRuns().empty())
            return;
        ends->deleteLater();
        ends->disconnect();
        trainLive();
    });
}

void ScreenshotSession::trainLive()
{
    const Result<std::vector<Recipe>> demo = loadDemoRecipes(m_resourceFolder);
    if (!demo) {
        pictureEverything();
        return;
    }
    connect(
        &m_runs, &RunController::runCreated, this, [this](RunId run) { m_liveRun = run; },
        Qt::SingleShotConnection);
    connect(&m_runs, &RunController::runEvents, this, [this](RunId run) {
        const std::optional<Progress> progress = m_runs.progress(run);
        if (run == m_liveRun && progress && progress->step >= kPictureStep)
            pictureLive(run);
    });
    connect(&m_runs, &RunController::runEnded, this, [this](RunId run) {
        m_isLiveEnded = m_isLiveEnded || run == m_liveRun;
        if (m_isLiveEnded && !m_isPicturing)
            endLive();
    });
    m_runs.start({ liveRecipe(*demo), tr("live"), tr("demo") });
}

void ScreenshotSession::pictureLive(RunId run)
{
    disconnect(&m_runs, &RunController::runEvents, this, nullptr);
    m_isPicturing = true;
    ScreenshotTour *const tour = makeTour();
    connect(tour, &ScreenshotTour::finished, this, [this, run] {
        m_isPicturing = false;
        if (m_isLiveEnded)
            endLive(); // it failed meanwhile
        else
            m_runs.stop(run);
    });
    tour->start(QStringLiteral("runs"), QStringLiteral("runs-live"));
}

/// The other pictures show what is left once the run is gone from the list.
void ScreenshotSession::endLive()
{
    disconnect(&m_runs, nullptr, this, nullptr);
    connect(&m_runs, &RunController::listRead, this, [this] {
        if (m_runs.run(*m_liveRun))
            return;
        disconnect(&m_runs, nullptr, this, nullptr);
        pictureEverything();
    });
    m_runs.remove(*m_liveRun, true);
}

void ScreenshotSession::pictureEverything()
{
    ScreenshotTour *const tour = makeTour();
    connect(tour, &ScreenshotTour::finished, this,
            [this] { emit finished(m_failures.isEmpty() ? 0 : 1); });
    tour->start();
}

ScreenshotTour *ScreenshotSession::makeTour()
{
    auto *const tour = new ScreenshotTour(m_window, m_settings, m_folder, this);
    connect(tour, &ScreenshotTour::finished, this, [this, tour] {
        for (const QString &failure : tour->failures())
            report(failure);
    });
    return tour;
}

void ScreenshotSession::report(const QString &failure)
{
    m_failures << failure;
    std::fprintf(stderr, "tamiz-studio: %s\n", failure.toLocal8Bit().constData());
}

} // namespace tamiz::ui
