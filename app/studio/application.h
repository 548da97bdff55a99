// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <thread>

#include <vector>

#include <QObject>
#include <QTemporaryDir>

#include "app/studio/engine_loader.h"
#include "app/studio/start_options.h"
#include "core/runs/run_state.h"
#include "ui/settings/app_settings.h"
#include "ui/settings/language.h"
#include "ui/settings/system_appearance.h"
#include "ui/widgets/command_palette.h"

class QApplication;

namespace tamiz::ui {

class ComparePage;
class ExperimentPage;
class HomePage;
class MainWindow;
class ModelShelf;
class ModelsPage;
class PlaygroundPage;
class RunController;
class RunTableModel;
class RunsPage;
class WorkbenchClient;

/// The composition root: makes every service once, hands them to the pages, and connects pages,
/// window and services. Its members are destroyed in an order in which each outlives its users.
/// GUI thread only.
class Application : public QObject
{
    Q_OBJECT

public:
    Application(QApplication &application, StartOptions options);
    ~Application() override;

    /// Shows the window; everything that the first picture does not need follows it.
    void start();

private:
    void applyAppearance();
    void makeWindow();
    void connectWindow();
    void connectRuns();
    void showFailedRun(RunId run, const QString &message);
    void afterFirstPaint();
    void showMachine(const Result<engine::MachineReport> &machine);
    void tellMachine(); ///< in the language of now
    void showMachineDetails();
    void showAbout();
    void openFirstRecipe();
    void openRecipe(const QString &file);
    void newExperiment();
    void startRuns(const std::vector<Recipe> &recipes, const QString &group, bool startNow);
    void exportRun(RunId run, std::optional<std::int64_t> step);
    void startDemo();
    void openRun(RunId run);
    void stopAndClose();
    void prepareScreenshots();
    std::vector<PaletteCommand> runCommands();

    QApplication &m_application;
    StartOptions m_options;
    std::unique_ptr<QTemporaryDir> m_screenshotHome; ///< removed at the end
    AppSettings m_settings;
    LanguageSwitch m_language;
    SystemAppearance m_system;

    EngineLoader m_engine;
    std::unique_ptr<RunBackend> m_runBackend;
    std::unique_ptr<Workbench> m_workbench;
    std::thread m_engineStart;
    std::unique_ptr<Result<engine::MachineReport>> m_machine; ///< once it is known
    std::unique_ptr<WorkbenchClient> m_client;
    std::unique_ptr<RunController> m_runs;

    std::unique_ptr<MainWindow> m_window;
    RunTableModel *m_runTable = nullptr;
    HomePage *m_home = nullptr;
    ExperimentPage *m_experiment = nullptr;
    RunsPage *m_runsPage = nullptr;
    ComparePage *m_compare = nullptr;
    ModelShelf *m_shelf = nullptr;
    ModelsPage *m_models = nullptr;
    PlaygroundPage *m_playground = nullptr;
};

} // namespace tamiz::ui
