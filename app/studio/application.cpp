// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/application.h"

#include <cstdio>
#include <utility>

#include <QApplication>
#include <QDialog>
#include <QStatusBar>
#include <QTimer>

#include "app/studio/demo_recipes.h"
#include "app/studio/machine_text.h"
#include "app/studio/screenshot_session.h"
#include "app/studio/startup_trace.h"
#include "core/base/resource_folder.h"
#include "core/runs/run_folder.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/workbench_client.h"
#include "ui/dialogs/error_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/info_dialog.h"
#include "ui/main_window.h"
#include "ui/models/model_shelf.h"
#include "ui/models/run_table_model.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/experiment_page.h"
#include "ui/pages/home_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/playground_page.h"
#include "ui/pages/runs_page.h"
#include "ui/widgets/line_icon.h"

namespace tamiz::ui {

namespace {

constexpr std::size_t kPaletteRuns = 20;
constexpr int kMessageMs = 8000; ///< of what was done and needs no answer

/// Pictures are taken with settings and, unless told otherwise, runs of their own.
std::unique_ptr<QTemporaryDir> makeScreenshotHome(const StartOptions &options)
{
    return options.screenshotFolder.isEmpty() ? nullptr : std::make_unique<QTemporaryDir>();
}

std::filesystem::path homeOf(const StartOptions &options, const QTemporaryDir *temporary)
{
    return options.home.empty() && temporary ? toPath(temporary->path()) : options.home;
}

QString settingsFile(const QTemporaryDir *temporary)
{
    return temporary ? temporary->filePath(QStringLiteral("studio.ini"))
                     : AppSettings::defaultFile();
}

} // namespace

Application::Application(QApplication &application, StartOptions options)
    : m_application(application)
    , m_options(std::move(options))
    , m_screenshotHome(makeScreenshotHome(m_options))
    , m_settings(settingsFile(m_screenshotHome.get()))
    , m_engine(findResourceFolder())
    , m_runBackend(makeLazyRunBackend(m_engine))
    , m_workbench(makeLazyWorkbench(m_engine))
{
    m_options.home = homeOf(m_options, m_screenshotHome.get());
    applyAppearance();
    connect(&m_settings, &AppSettings::themeChanged, this, &Application::applyAppearance);
    connect(&m_settings, &AppSettings::languageChanged, this, &Application::applyAppearance);
    connect(&m_system, &SystemAppearance::changed, this, &Application::applyAppearance);
    m_client = std::make_unique<WorkbenchClient>(*m_workbench);
    m_runs = std::make_unique<RunController>(m_options.home, *m_runBackend);
    makeWindow();
    connectWindow();
    connectRuns();
}

Application::~Application()
{
    m_window.reset();
    m_client.reset();
    m_runs.reset();
    if (m_engineStart.joinable())
        m_engineStart.join();
}

void Application::applyAppearance()
{
    m_language.apply(m_settings.language());
    applyTheme(m_application, m_settings.theme());
    tellMachine();
}

void Application::makeWindow()
{
    m_window = std::make_unique<MainWindow>(m_settings);
    m_runTable = new RunTableModel(m_window.get());
    m_home = new HomePage(*m_runs);
    m_experiment = new ExperimentPage(m_client.get());
    follow(*m_runTable, *m_runs);
    m_runsPage = new RunsPage(*m_runs, *m_runTable);
    m_compare = new ComparePage(*m_runs);
    m_shelf = new ModelShelf(m_window.get());
    m_models = new ModelsPage(*m_client, *m_shelf, m_settings, m_runs->home() / "models");
    m_playground = new PlaygroundPage(*m_client, *m_shelf);
    m_window->addPage(m_home, QStringLiteral("home"));
    m_window->addPage(m_experiment, QStringLiteral("experiment"));
    m_window->addPage(m_runsPage, QStringLiteral("runs"));
    m_window->addPage(m_compare, QStringLiteral("compare"));
    m_window->addPage(m_playground, QStringLiteral("eye"));
    m_window->addPage(m_models, QStringLiteral("model"));
    // The page of last time; the demo and pictures begin at home.
    if (m_options.isDemo || m_screenshotHome || !m_window->showPage(m_settings.lastPage()))
        m_window->showPage(m_home->objectName());
}

void Application::connectWindow()
{
    connect(m_window.get(), &MainWindow::recipeOpened, this, &Application::openRecipe);
    connect(m_window.get(), &MainWindow::demoRequested, this, &Application::startDemo);
    connect(m_window.get(), &MainWindow::machineRequested, this, &Application::showMachineDetails);
    connect(m_window.get(), &MainWindow::aboutRequested, this, &Application::showAbout);
    connect(m_window.get(), &MainWindow::stopAndCloseRequested, this, &Application::stopAndClose);
    connect(m_window.get(), &MainWindow::firstPainted, this, &Application::afterFirstPaint);
    connect(m_window.get(), &MainWindow::newExperimentRequested, this, &Application::newExperiment);
    connect(m_experiment, &ExperimentPage::startRequested, this, &Application::startRuns);
    connect(m_experiment, &ExperimentPage::recipeSaved, this, [this](const QString &file) {
        m_settings.addRecentRecipe(file);
        m_window->statusBar()->showMessage(tr("Saved: %1").arg(file), kMessageMs);
    });
    connect(m_home, &HomePage::newExperimentRequested, this, &Application::newExperiment);
    connect(m_runsPage, &RunsPage::newExperimentRequested, this, &Application::newExperiment);
    connect(m_compare, &ComparePage::newExperimentRequested, this, &Application::newExperiment);
    connect(m_compare, &ComparePage::demoRequested, this, &Application::startDemo);
    connect(m_compare, &ComparePage::runRequested, this, &Application::openRun);
    connect(m_runsPage, &RunsPage::exportRequested, this,
            [this](RunId run) { exportRun(run, std::nullopt); });
    connect(m_compare, &ComparePage::exportRequested, this,
            [this](RunId run, qint64 step, bool isEnd) {
                exportRun(run, isEnd ? std::nullopt : std::optional(step));
            });
    connect(m_home, &HomePage::demoRequested, this, &Application::startDemo);
    connect(m_home, &HomePage::runOpened, this, &Application::openRun);
    connect(m_home, &HomePage::compareRequested, this,
            [this] { m_window->showPage(m_compare->objectName()); });
    connect(m_home, &HomePage::exportRequested, this,
            [this](RunId run) { exportRun(run, std::nullopt); });
    connect(m_runsPage, &RunsPage::demoRequested, this, &Application::startDemo);
    connect(m_window.get(), &MainWindow::modelDropped, this, [this](const QString &folder) {
        m_models->importFolder(folder);
        m_window->showPage(m_models->objectName());
    });
    connect(m_models, &ModelsPage::tryRequested, this, [this](const QString &folder) {
        m_playground->chooseModel(folder);
        m_window->showPage(m_playground->objectName());
    });
    connect(m_models, &ModelsPage::useRequested, this,
            [this](const QString &model, const QString &adapter) {
                m_experiment->useModel(model, adapter);
                m_window->showPage(m_experiment->objectName());
            });
    m_window->setBusyCheck([this] { return m_runs->runningRun().has_value(); });
    m_window->addCommandSource([this] { return runCommands(); });
}

void Application::connectRuns()
{
    connect(m_runs.get(), &RunController::openFailed, this, [this](const Error &error) {
        showError(m_window.get(), tr("Opening the store of runs"), error);
    });
    connect(m_runs.get(), &RunController::commandFailed, this,
            [this](const QString &action, const Error &error) {
                showError(m_window.get(), action, error);
            });
    connect(m_runs.get(), &RunController::runFailed, this, &Application::showFailedRun);
    connect(m_runs.get(), &RunController::runsChanged, m_shelf,
            [this] { m_shelf->setRuns(m_runs->runs()); });
}

void Application::showFailedRun(RunId run, const QString &message)
{
    const RunRecord *record = m_runs->run(run);
    const QString what
        = tr("Run %1, “%2”, failed").arg(run).arg(record ? toQt(record->name) : QString());
    m_window->statusBar()->showMessage(what % u": " % message);
    QApplication::alert(m_window.get());
    // One dialog is enough when a whole queue fails; each run keeps its own message.
    if (!m_window->findChild<QDialog *>(QStringLiteral("errorDialog")))
        showFailure(m_window.get(), what, message);
}

void Application::start()
{
    if (!m_options.screenshotFolder.isEmpty())
        prepareScreenshots();
    m_window->show();
}

void Application::afterFirstPaint()
{
    if (m_options.tracesStartup)
        std::fprintf(stderr, "first paint after %.0f ms\n", millisecondsSinceProcessStart());
    if (m_options.quitsAfterPaint) {
        QApplication::quit();
        return;
    }
    // LibTorch loads here, behind the painted window, so that the first preview finds it there.
    m_engineStart = std::thread([this] {
        const Result<engine::EngineParts *> parts = m_engine.load();
        auto machine = std::make_shared<Result<engine::MachineReport>>(
            parts ? Result<engine::MachineReport>((*parts)->machine)
                  : Result<engine::MachineReport>(tl::unexpected<Error>(parts.error())));
        QMetaObject::invokeMethod(this, [this, machine] { showMachine(*machine); });
    });
    openFirstRecipe();
}

/// What the command line named, else what was open last, else the demo's.
void Application::openFirstRecipe()
{
    if (!m_options.recipeFile.isEmpty()) {
        openRecipe(m_options.recipeFile);
        return;
    }
    const QString page = m_window->currentPage()->objectName();
    const QStringList recent = m_settings.recentRecipes();
    if (!recent.isEmpty() && !m_options.isDemo)
        m_experiment->openRecipe(recent.first());
    else
        newExperiment();
    m_window->showPage(page);
}

void Application::showMachine(const Result<engine::MachineReport> &machine)
{
    m_machine = std::make_unique<Result<engine::MachineReport>>(machine);
    if (!machine) {
        showError(m_window.get(), tr("Loading the engine"), machine.error());
        return;
    }
    tellMachine();
}

void Application::tellMachine()
{
    if (!m_machine || !*m_machine)
        return; // not asked yet
    m_window->setMachine(machineSummary(**m_machine), machineWarning(**m_machine));
    m_home->setMachineWarning(machineWarning(**m_machine));
}

void Application::showMachineDetails()
{
    if (!m_machine)
        return;
    if (!*m_machine) {
        showError(m_window.get(), tr("Loading the engine"), m_machine->error());
        return;
    }
    showFacts(m_window.get(), tr("This machine"), machineSummary(**m_machine),
              machineWarning(**m_machine), machineFacts(**m_machine));
}

void Application::showAbout()
{
    showFacts(m_window.get(), tr("About Tamiz Studio"),
              QStringLiteral("Tamiz Studio " TAMIZ_VERSION),
              tr("Fine-tune transformers without over-specialising them."),
              { { tr("Licence"), tr("GPL-3.0-or-later; engine and command line Apache-2.0") },
                { tr("Runs are kept in"), toQt(m_options.home) },
                { tr("Bundled model and data"), toQt(m_engine.resourceFolder()) },
                { tr("Qt"), QLatin1String(qVersion()) } });
}

void Application::openRecipe(const QString &file)
{
    m_window->showPage(m_experiment->objectName());
    m_experiment->openRecipe(file);
    m_settings.addRecentRecipe(file);
}

/// The designer starts from the demo's model, data and classes with no rule: everything in sight is
/// real from the first moment, and each part can be exchanged.
void Application::newExperiment()
{
    Recipe recipe;
    recipe.model.path = "bundled";
    if (Result<std::vector<Recipe>> demo = loadDemoRecipes(m_engine.resourceFolder()))
        recipe = demo->front();
    recipe.output.name.clear();
    m_experiment->setRecipe(recipe);
    m_window->showPage(m_experiment->objectName());
}

void Application::startRuns(const std::vector<Recipe> &recipes, const QString &group, bool startNow)
{
    std::vector<NewRun> runs;
    for (const Recipe &recipe : recipes)
        runs.push_back({ recipe, QString(), group });
    if (runs.empty())
        return;
    if (startNow) {
        m_runs->start(runs.front());
        runs.erase(runs.begin());
        m_window->showPage(m_runsPage->objectName());
    }
    if (!runs.empty())
        m_runs->enqueue(std::move(runs));
}

void Application::startDemo()
{
    const Result<std::vector<Recipe>> recipes = loadDemoRecipes(m_engine.resourceFolder());
    if (!recipes) {
        showError(m_window.get(), tr("Starting the demo"), recipes.error());
        return;
    }
    startRuns({ recipes->front() }, QString(), true);
}

void Application::exportRun(RunId id, std::optional<std::int64_t> step)
{
    const RunRecord *run = m_runs->run(id);
    if (!run)
        return;
    const std::filesystem::path source = step
        ? RunFolder { run->folder }.checkpoints() / ("step-" + std::to_string(*step))
        : run->folder;
    auto *dialog = new ExportDialog(*m_client, source, toQt(run->name), m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void Application::openRun(RunId run)
{
    m_runsPage->showRun(run);
    m_window->showPage(m_runsPage->objectName());
}

void Application::stopAndClose()
{
    connect(m_runs.get(), &RunController::runEnded, m_window.get(), &MainWindow::closeNow);
    m_runs->setQueueHeld(true);
    if (const auto run = m_runs->runningRun())
        m_runs->stop(*run);
    else
        m_window->closeNow();
}

std::vector<PaletteCommand> Application::runCommands()
{
    std::vector<PaletteCommand> commands;
    for (const RunRecord &run : m_runs->runs()) {
        if (commands.size() == kPaletteRuns)
            break;
        commands.push_back({ tr("Run %1: %2").arg(run.id).arg(toQt(run.name)), stateName(run.state),
                             lineIcon(QStringLiteral("runs")),
                             [this, id = run.id] { openRun(id); } });
    }
    return commands;
}

void Application::prepareScreenshots()
{
    auto *session = new ScreenshotSession(*m_window, m_settings, *m_runs, m_engine.resourceFolder(),
                                          m_options.screenshotFolder, this);
    connect(session, &ScreenshotSession::finished, this,
            [](int exitCode) { QApplication::exit(exitCode); });
    session->start();
}

} // namespace tamiz::ui
