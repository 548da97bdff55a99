// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/studio/start_options.h"
#include "app/studio/startup_trace.h"

using namespace tamiz::ui;

class TestStartOptions : public QObject
{
    Q_OBJECT

private slots:
    void init() { qputenv("TAMIZ_HOME", "/tmp/tamiz-home-of-the-test"); }

    void startsWithTheStoreOfTheEnvironment()
    {
        const ParsedOptions parsed = parseOptions({ QStringLiteral("tamiz-studio") });
        QVERIFY(!parsed.exitCode);
        QCOMPARE(parsed.options.home, std::filesystem::path("/tmp/tamiz-home-of-the-test"));
    }

    void keepsTheDemoApart()
    {
        const ParsedOptions parsed
            = parseOptions({ QStringLiteral("x"), QStringLiteral("--demo") });
        QVERIFY(parsed.options.isDemo);
        QCOMPARE(parsed.options.home, std::filesystem::path("/tmp/tamiz-home-of-the-test/demo"));
    }

    void takesHomeAndRecipe()
    {
        const ParsedOptions parsed = parseOptions(
            { QStringLiteral("x"), QStringLiteral("--home"), QStringLiteral("/srv/t"),
              QStringLiteral("a.yaml"), QStringLiteral("--trace-startup") });
        QCOMPARE(parsed.options.home, std::filesystem::path("/srv/t"));
        QCOMPARE(parsed.options.recipeFile, QStringLiteral("a.yaml"));
        QVERIFY(parsed.options.tracesStartup);
    }

    void makesAHomeForScreenshotsUnlessToldOne()
    {
        const QStringList shot { QStringLiteral("x"), QStringLiteral("--screenshot"),
                                 QStringLiteral("d") };
        QVERIFY(parseOptions(shot).options.home.empty());
        QVERIFY(!parseOptions(shot + QStringList { QStringLiteral("--home"), QStringLiteral("/h") })
                     .options.home.empty());
    }

    void refusesWhatItDoesNotKnow()
    {
        QCOMPARE(parseOptions({ QStringLiteral("x"), QStringLiteral("--nonsense") }).exitCode, 1);
        QCOMPARE(parseOptions({ QStringLiteral("x"), QStringLiteral("a"), QStringLiteral("b") })
                     .exitCode,
                 1);
    }

    void knowsHowLongTheProcessRuns()
    {
        const double first = millisecondsSinceProcessStart();
        QVERIFY(first >= 0);
        QVERIFY(millisecondsSinceProcessStart() >= first);
    }
};

QTEST_GUILESS_MAIN(TestStartOptions)
#include "tst_start_options.moc"
