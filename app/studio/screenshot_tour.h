// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QSize>
#include <QTimer>

#include "ui/settings/app_settings.h"

namespace tamiz::ui {

class MainWindow;

/// Goes through pages in both languages, both themes and two sizes, waits for each until it
/// says that it is ready (see MainWindow), and saves <page>-<language>-<theme>-<W>x<H>.png. Changes
/// the settings it is given. GUI thread only.
class ScreenshotTour : public QObject
{
    Q_OBJECT

public:
    ScreenshotTour(MainWindow &window, AppSettings &settings, const QString &folder,
                   QObject *parent = nullptr);

    /// How long a page may take until it is shot as it is.
    void setPatience(int milliseconds) { m_patienceMs = milliseconds; }

    void start(); ///< every page
    /// One page, in pictures whose names begin with @p name.
    void start(const QString &page, const QString &name);
    const QStringList &files() const { return m_files; }
    /// What went wrong: pages that never became ready, files that could not be written.
    const QStringList &failures() const { return m_failures; }

signals:
    void finished();

private:
    struct Shot
    {
        LanguageChoice language;
        ThemeChoice theme;
        QSize size;
        QString page;
        QString name;
    };

    void add(const QString &page, const QString &name, const QSize &size);
    void begin();
    void next();
    void look();
    void save();
    QString fileName(const Shot &shot) const;

    MainWindow &m_window;
    AppSettings &m_settings;
    const QString m_folder;
    std::vector<Shot> m_shots;
    std::size_t m_current = 0;
    int m_patienceMs = 60000;
    int m_steadyTicks = 0;
    QTimer m_poll;
    QElapsedTimer m_waited;
    QStringList m_files;
    QStringList m_failures;
};

} // namespace tamiz::ui
