// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "app/studio/screenshot_tour.h"
#include "ui/main_window.h"
#include "ui/settings/theme.h"

using namespace tamiz::ui;

class TestScreenshotTour : public QObject
{
    Q_OBJECT

private slots:
    void savesEveryPageInEveryVariant()
    {
        const QTemporaryDir folder;
        AppSettings settings(folder.filePath(QStringLiteral("s.ini")));
        connect(&settings, &AppSettings::themeChanged, this,
                [&] { applyTheme(*qApp, settings.theme()); });
        MainWindow window(settings);
        QWidget *late = addPage(window, QStringLiteral("late"));
        addPage(window, QStringLiteral("plain"));
        late->setProperty("ready", false);
        window.show();

        const QString shots = folder.filePath(QStringLiteral("shots"));
        ScreenshotTour tour(window, settings, shots);
        QSignalSpy finished(&tour, &ScreenshotTour::finished);
        tour.start();
        QCOMPARE(tour.files().size(), 0); // the first page is not ready yet
        late->setProperty("ready", true);
        QVERIFY(finished.wait(60000));
        QCOMPARE(tour.failures(), QStringList());
        QCOMPARE(tour.files().size(), 2 * 2 * 2 * 2);

        const QImage light(shots + QStringLiteral("/plain-es-light-1280x720.png"));
        const QImage dark(shots + QStringLiteral("/plain-es-dark-1280x720.png"));
        QCOMPARE(light.size(), QSize(1280, 720));
        QVERIFY(light.pixelColor(1200, 400).lightness() > 200);
        QVERIFY(dark.pixelColor(1200, 400).lightness() < 60);
        QCOMPARE(QImage(shots + QStringLiteral("/late-en-dark-1920x1080.png")).size(),
                 QSize(1920, 1080));
    }

    void savesOnePageUnderAnotherName()
    {
        const QTemporaryDir folder;
        AppSettings settings(folder.filePath(QStringLiteral("s.ini")));
        MainWindow window(settings);
        addPage(window, QStringLiteral("first"));
        addPage(window, QStringLiteral("runs"));
        window.show();
        ScreenshotTour tour(window, settings, folder.path());
        QSignalSpy finished(&tour, &ScreenshotTour::finished);
        tour.start(QStringLiteral("runs"), QStringLiteral("runs-live"));
        QVERIFY(finished.wait(60000));
        QCOMPARE(tour.failures(), QStringList());
        QCOMPARE(tour.files().size(), 2 * 2 * 2);
        for (const QString &file : tour.files())
            QVERIFY(file.contains(QStringLiteral("/runs-live-")));
        QCOMPARE(window.currentPage()->objectName(), QStringLiteral("runs"));
    }

    void namesAPageThatNeverGetsReady()
    {
        const QTemporaryDir folder;
        AppSettings settings(folder.filePath(QStringLiteral("s.ini")));
        MainWindow window(settings);
        addPage(window, QStringLiteral("stuck"))->setProperty("ready", false);
        window.show();
        ScreenshotTour tour(window, settings, folder.path());
        tour.setPatience(1);
        QSignalSpy finished(&tour, &ScreenshotTour::finished);
        tour.start();
        QVERIFY(finished.wait(60000));
        QCOMPARE(tour.failures().size(), 8);
        QVERIFY(tour.failures().at(0).contains(QStringLiteral("stuck")));
    }

    void saysWhenTheFolderCannotBeMade()
    {
        const QTemporaryDir folder;
        AppSettings settings(folder.filePath(QStringLiteral("s.ini")));
        settings.setTheme(ThemeChoice::Dark); // writes the file
        MainWindow window(settings);
        ScreenshotTour tour(window, settings, QStringLiteral("/proc/no/such"));
        QSignalSpy finished(&tour, &ScreenshotTour::finished);
        tour.start();
        QCOMPARE(finished.count(), 1);
        QCOMPARE(tour.failures().size(), 1);
    }

private:
    static QWidget *addPage(MainWindow &window, const QString &name)
    {
        auto *page = new QWidget;
        page->setObjectName(name);
        page->setWindowTitle(name);
        window.addPage(page, QStringLiteral("home"));
        return page;
    }
};

QTEST_MAIN(TestScreenshotTour)
#include "tst_screenshot_tour.moc"
