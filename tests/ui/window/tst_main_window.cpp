// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "ui/main_menu.h"
#include "ui/main_window.h"
#include "ui/settings/language.h"

using namespace tamiz::ui;

namespace {

/// A page with one action, as the real ones are.
QWidget *makePage(const QString &name, const QString &title)
{
    auto *page = new QWidget;
    page->setObjectName(name);
    page->setWindowTitle(title);
    page->setAccessibleDescription(title + QStringLiteral(" answers something"));
    auto *action = new QAction(title + QStringLiteral(" action"), page);
    page->addAction(action);
    return page;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("s.ini")));
        m_settings->setLanguage(LanguageChoice::English);
        m_language = std::make_unique<LanguageSwitch>();
        m_language->apply(LanguageChoice::English);
        makeWindow();
    }

    void cleanup()
    {
        m_window.reset();
        m_language.reset();
    }

    void opensPagesByShortcut()
    {
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage()->objectName(), QStringLiteral("runs"));
        QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage()->objectName(), QStringLiteral("home"));
    }

    void movesOnTheRailByKeyboard()
    {
        auto *home = m_window->findChild<QToolButton *>(QStringLiteral("show_homeButton"));
        auto *runs = m_window->findChild<QToolButton *>(QStringLiteral("show_runsButton"));
        home->setFocus();
        QTest::keyClick(home, Qt::Key_Down);
        QVERIFY(runs->hasFocus());
        QTest::keyClick(runs, Qt::Key_Space);
        QCOMPARE(m_window->currentPage()->objectName(), QStringLiteral("runs"));
        QVERIFY(runs->isChecked());
        QVERIFY(!home->isChecked());
    }

    void theFocusGoesAlongToThePage()
    {
        auto *home = new QPushButton(QStringLiteral("on home"), m_window->pages().at(0));
        auto *first = new QPushButton(QStringLiteral("first on runs"), m_window->pages().at(1));
        auto *second = new QPushButton(QStringLiteral("second on runs"), m_window->pages().at(1));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        for (QWidget *button : { home, first, second })
            button->show();
        home->setFocus();
        QTest::keyClick(home, Qt::Key_2, Qt::ControlModifier);
        QVERIFY(first->hasFocus());
        second->setFocus();
        m_window->showPage(QStringLiteral("home"));
        QVERIFY(home->hasFocus());
        m_window->showPage(QStringLiteral("runs"));
        QVERIFY(second->hasFocus());

        // On the rail it stays there, on the entry of the page in sight.
        auto *entry = m_window->findChild<QToolButton *>(QStringLiteral("show_runsButton"));
        entry->setFocus();
        QTest::keyClick(entry, Qt::Key_1, Qt::ControlModifier);
        QVERIFY(m_window->findChild<QToolButton *>(QStringLiteral("show_homeButton"))->hasFocus());
    }

    void listsPageActionsInAMenuOfTheirOwn()
    {
        const auto visible = [this] {
            QStringList titles;
            for (const QAction *menu : m_window->menuBar()->actions()) {
                if (menu->isVisible())
                    titles << menu->text().remove(QLatin1Char('&'));
            }
            return titles;
        };
        QCOMPARE(visible(),
                 QStringList({ QStringLiteral("File"), QStringLiteral("View"),
                               QStringLiteral("Home"), QStringLiteral("Help") }));
        m_window->showPage(QStringLiteral("runs"));
        QCOMPARE(visible(),
                 QStringList({ QStringLiteral("File"), QStringLiteral("View"),
                               QStringLiteral("Runs"), QStringLiteral("Help") }));
    }

    /// Two pages may have a command with the same keys: the one in sight gets it.
    void shortcutsBelongToThePageInSight()
    {
        const QKeySequence keys(Qt::CTRL | Qt::Key_F);
        QAction *home = m_window->pages().at(0)->actions().first();
        QAction *runs = m_window->pages().at(1)->actions().first();
        home->setShortcut(keys);
        runs->setShortcut(keys);
        QSignalSpy onHome(home, &QAction::triggered);
        QSignalSpy onRuns(runs, &QAction::triggered);
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(onHome.count(), 1);
        QCOMPARE(onRuns.count(), 0);
        m_window->showPage(QStringLiteral("runs"));
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(onHome.count(), 1);
        QCOMPARE(onRuns.count(), 1);
    }

    void thePaletteShowsThePageOfACommand()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = m_window->findChild<CommandPalette *>()->findChild<QLineEdit *>();
        QTest::keyClicks(field, QStringLiteral("runs action"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(m_window->currentPage()->objectName(), QStringLiteral("runs"));
    }

    void givesEveryActionTextTooltipAndShortcut()
    {
        QStringList shortcuts;
        const auto *menu = m_window->findChild<MainMenu *>();
        for (const QAction *action : menu->actions()) {
            const QByteArray text = action->text().toUtf8();
            QVERIFY2(!text.isEmpty(), action->objectName().toUtf8());
            QVERIFY2(!action->toolTip().isEmpty(), text);
            if (action->text().endsWith(QStringLiteral(" action")))
                continue; // the test's own
            QVERIFY2(!action->shortcut().isEmpty(), text);
            shortcuts << action->shortcut().toString();
        }
        QStringList unique = shortcuts;
        unique.removeDuplicates();
        QCOMPARE(unique, shortcuts);
    }

    void findsACommandInThePalette()
    {
        QSignalSpy demo(m_window.get(), &MainWindow::demoRequested);
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *palette = m_window->findChild<CommandPalette *>();
        QVERIFY(palette->isVisible());
        auto *field = palette->findChild<QLineEdit *>();
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("stdem"));
        QCOMPARE(palette->currentTitle(), QStringLiteral("Start the demo"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(demo.count(), 1);
        QVERIFY(!palette->isVisible());
    }

    void takesPaletteCommandsFromSources()
    {
        bool hasRun = false;
        m_window->addCommandSource([&] {
            return std::vector<PaletteCommand> { { QStringLiteral("Run 14: zebra"),
                                                   QStringLiteral("finished"),
                                                   {},
                                                   [&] { hasRun = true; } } };
        });
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *field = m_window->findChild<CommandPalette *>()->findChild<QLineEdit *>();
        QTest::keyClicks(field, QStringLiteral("zebra"));
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(hasRun);
    }

    void changesTextsWithTheLanguageAtOnce()
    {
        auto *button = m_window->findChild<QToolButton *>(QStringLiteral("machineWarning"));
        const auto *menu = m_window->findChild<QAction *>(QStringLiteral("newExperiment"));
        const QString before = menu->text();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        m_language->apply(LanguageChoice::Spanish);
        QCoreApplication::processEvents();
        QVERIFY(menu->text() != before);
        QCOMPARE(menu->text().remove(QLatin1Char('&')), QStringLiteral("Nuevo experimento"));
        QVERIFY(button->text().startsWith(QStringLiteral("Conf")));
        m_language->apply(LanguageChoice::English);
        QCoreApplication::processEvents();
        QCOMPARE(menu->text(), before);
    }

    void followsAPageThatChangesItsTitle()
    {
        QWidget *home = m_window->pages().at(0);
        home->setWindowTitle(QStringLiteral("Inicio"));
        QCOMPARE(m_window->findChild<QAction *>(QStringLiteral("show_home"))->text(),
                 QStringLiteral("Inicio"));
    }

    void opensADroppedRecipeOnly()
    {
        QSignalSpy opened(m_window.get(), &MainWindow::recipeOpened);
        drop(m_folder->filePath(QStringLiteral("notes.txt")));
        drop(m_folder->filePath(QStringLiteral("my.yaml")));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).toString(), m_folder->filePath(QStringLiteral("my.yaml")));
    }

    void takesADroppedFolderForAModel()
    {
        QSignalSpy opened(m_window.get(), &MainWindow::recipeOpened);
        QSignalSpy dropped(m_window.get(), &MainWindow::modelDropped);
        drop(m_folder->path());
        QCOMPARE(opened.count(), 0);
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped.at(0).at(0).toString(), m_folder->path());
    }

    void asksBeforeClosingWhileARunIsActive()
    {
        bool isBusy = true;
        m_window->setBusyCheck([&] { return isBusy; });
        QSignalSpy stop(m_window.get(), &MainWindow::stopAndCloseRequested);
        QVERIFY(!m_window->close());
        auto *question = m_window->findChild<QMessageBox *>(QStringLiteral("stopQuestion"));
        QVERIFY(question);
        QTest::mouseClick(question->buttons().at(0), Qt::LeftButton);
        QCOMPARE(stop.count(), 1);
        QVERIFY(m_window->isVisible());
        m_window->closeNow();
        QVERIFY(!m_window->isVisible());
    }

    void staysOpenWhenTheRunShallGoOn()
    {
        m_window->setBusyCheck([] { return true; });
        QSignalSpy stop(m_window.get(), &MainWindow::stopAndCloseRequested);
        m_window->close();
        auto *question = m_window->findChild<QMessageBox *>(QStringLiteral("stopQuestion"));
        QTest::keyClick(question, Qt::Key_Escape);
        QCOMPARE(stop.count(), 0);
        QVERIFY(m_window->isVisible());
    }

    void remembersItsSizeAndPage()
    {
        m_window->resize(1111, 777);
        m_window->showPage(QStringLiteral("runs"));
        m_window->close();
        QCOMPARE(m_settings->lastPage(), QStringLiteral("runs"));
        makeWindow();
        QCOMPARE(m_window->size(), QSize(1111, 777));
    }

    void showsTheMachineAndItsWarning()
    {
        auto *warning = m_window->findChild<QToolButton *>(QStringLiteral("machineWarning"));
        m_window->setMachine(QStringLiteral("CPU"), QString());
        QVERIFY(!warning->isVisible());
        m_window->setMachine(QStringLiteral("CPU"), QStringLiteral("slow BLAS"));
        QVERIFY(warning->isVisible());
        QCOMPARE(warning->toolTip(), QStringLiteral("slow BLAS"));
    }

private:
    void drop(const QString &path) const
    {
        QMimeData data;
        data.setUrls({ QUrl::fromLocalFile(path) });
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &event);
    }

    void makeWindow()
    {
        m_window = std::make_unique<MainWindow>(*m_settings);
        m_window->addPage(makePage(QStringLiteral("home"), QStringLiteral("Home")),
                          QStringLiteral("home"));
        m_window->addPage(makePage(QStringLiteral("runs"), QStringLiteral("Runs")),
                          QStringLiteral("runs"));
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<LanguageSwitch> m_language;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
