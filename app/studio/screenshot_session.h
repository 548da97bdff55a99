// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include <QObject>
#include <QStringList>

#include "core/base/result.h"
#include "core/runs/run_backend.h"

namespace tamiz::ui {

class AppSettings;
class MainWindow;
class RunController;
class ScreenshotTour;

/// `--screenshot DIR`: trains the demo where there are no runs yet, pictures the Runs page while one
/// more run trains ("runs-live-..."), and then every page. GUI thread only.
class ScreenshotSession final : public QObject
{
    Q_OBJECT

public:
    ScreenshotSession(MainWindow &window, AppSettings &settings, RunController &runs,
                      std::filesystem::path resourceFolder, QString folder,
                      QObject *parent = nullptr);

    void start();

signals:
    /// What went wrong is said on stderr; @p exitCode is 0 when nothing did.
    void finished(int exitCode);

private:
    void train();
    void trainLive();
    void pictureLive(RunId run);
    void endLive();
    void pictureEverything();
    ScreenshotTour *makeTour();
    void report(const QString &failure);

    MainWindow &m_window;
    AppSettings &m_settings;
    RunController &m_runs;
    const std::filesystem::path m_resourceFolder;
    const QString m_folder;
    std::optional<RunId> m_liveRun;
    bool m_isLiveEnded = false;
    bool m_isPicturing = false;
    QStringList m_failures;
};

} // namespace tamiz::ui
