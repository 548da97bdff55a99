// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLineEdit>
#include <QListWidget>
#include <QTest>

#include "ui/widgets/command_palette.h"
#include "ui/widgets/fuzzy_match.h"

using namespace tamiz::ui;

class TestCommandPalette : public QObject
{
    Q_OBJECT

private slots:
    void matches_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isMatch");
        QTest::newRow("empty") << QString() << QStringLiteral("Runs") << true;
        QTest::newRow("case") << QStringLiteral("RUN") << QStringLiteral("runs") << true;
        QTest::newRow("initials") << QStringLiteral("orf") << QStringLiteral("Open recipe file")
                                  << true;
        QTest::newRow("accent") << QStringLiteral("pagina") << QStringLiteral("Página") << true;
        QTest::newRow("spaces") << QStringLiteral("da rk") << QStringLiteral("Dark theme") << true;
        QTest::newRow("order") << QStringLiteral("nur") << QStringLiteral("run") << false;
        QTest::newRow("missing") << QStringLiteral("runz") << QStringLiteral("runs") << false;
    }

    void matches()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(bool, isMatch);
        QCOMPARE(fuzzyMatch(pattern, text).has_value(), isMatch);
    }

    void prefersWordStartsAndRunsOfLetters()
    {
        const auto score = [](const char *pattern, const char *text) {
            return fuzzyMatch(QString::fromLatin1(pattern), QString::fromLatin1(text))->score;
        };
        QVERIFY(score("ex", "Export") > score("ex", "Complex"));
        QVERIFY(score("run", "Runs") > score("run", "Return under"));
        QVERIFY(score("dt", "Dark theme") > score("dt", "Editing"));
    }

    void choosesWithTheArrowsAndClosesWithEscape()
    {
        QWidget window;
        window.resize(900, 600);
        CommandPalette palette(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QStringList done;
        std::vector<PaletteCommand> commands;
        for (const char *name : { "alpha", "beta", "gamma" }) {
            commands.push_back({ QString::fromLatin1(name), QString(), {}, [&done, name] {
                                    done << QString::fromLatin1(name);
                                } });
        }
        palette.open(commands);
        auto *field = palette.findChild<QLineEdit *>();
        QTest::keyClick(field, Qt::Key_Down);
        QCOMPARE(palette.currentTitle(), QStringLiteral("beta"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(done, QStringList { QStringLiteral("beta") });

        palette.open(commands);
        QTest::keyClicks(field, QStringLiteral("zzz"));
        QCOMPARE(palette.findChild<QListWidget *>()->count(), 0);
        QTest::keyClick(field, Qt::Key_Return); // nothing to run
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
        QCOMPARE(done.size(), 1);
    }
};

QTEST_MAIN(TestCommandPalette)
#include "tst_command_palette.moc"
