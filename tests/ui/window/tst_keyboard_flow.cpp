// SPDX-License-Identifier: GPL-3.0-or-later
// The real pages in one window, driven by the keyboard alone.
#include <algorithm>
#include <memory>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/demo_run.h"
#include "tests/support/fake_workbench.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/workbench_client.h"
#include "ui/main_window.h"
#include "ui/models/run_table_model.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/experiment_page.h"
#include "ui/pages/home_page.h"
#include "ui/pages/runs_page.h"
#include "ui/settings/app_settings.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

bool isPart(const QWidget *widget)
{
    for (const QWidget *parent = widget->parentWidget(); parent; parent = parent->parentWidget()) {
        if (qobject_cast<const QComboBox *>(parent)
            || qobject_cast<const QAbstractSpinBox *>(parent)
            || qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QTabBar *>(parent)
            || qobject_cast<const QAbstractItemView *>(parent))
            return true;
    }
    return widget->objectName().startsWith(QLatin1String("qt_")) || widget->inherits("QScrollBar");
}

bool isControl(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QComboBox *>(widget)
        || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractSlider *>(widget)
        || qobject_cast<const QAbstractSpinBox *>(widget);
}

QString describe(const QWidget *widget)
{
    return QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ')
        + widget->objectName() + QLatin1Char(' ') + widget->accessibleName();
}

} // namespace

class TestKeyboardFlow : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void startsARunAndDrivesIt();
    void sameKeysMeanWhatIsInSight();
    void everyControlHasANameATooltipAndAPlaceInTheTabOrder();
    void theStatusBarComesBehindThePage();

private:
    void press(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QWidget *target = QApplication::focusWidget();
        QTest::keyClick(target ? target : m_window.get(), static_cast<Qt::Key>(key), modifiers);
    }
    void trainOne();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::unique_ptr<test::FakeWorkbench> m_workbench;
    std::unique_ptr<WorkbenchClient> m_client;
    test::DemoRun m_demo { 120 };
    std::unique_ptr<test::StepGate> m_gate;
    std::unique_ptr<test::FakeBackend> m_backend;
    std::unique_ptr<RunController> m_runs;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<RunTableModel> m_table;
    HomePage *m_home = nullptr;
    ExperimentPage *m_experiment = nullptr;
    RunsPage *m_runsPage = nullptr;
    ComparePage *m_compare = nullptr;
};

void TestKeyboardFlow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("s.ini")));
    m_workbench = std::make_unique<test::FakeWorkbench>();
    m_client = std::make_unique<WorkbenchClient>(*m_workbench);
    m_gate = std::make_unique<test::StepGate>();
    m_backend = std::make_unique<test::FakeBackend>(test::playDemo(m_demo, *m_gate));
    m_runs = std::make_unique<RunController>(m_folder->path().toStdString(), *m_backend);
    m_table = std::make_unique<RunTableModel>();
    follow(*m_table, *m_runs);
    m_window = std::make_unique<MainWindow>(*m_settings);
    m_home = new HomePage(*m_runs);
    m_experiment = new ExperimentPage(m_client.get());
    m_runsPage = new RunsPage(*m_runs, *m_table);
    m_compare = new ComparePage(*m_runs);
    m_window->addPage(m_home, QStringLiteral("home"));
    m_window->addPage(m_experiment, QStringLiteral("experiment"));
    m_window->addPage(m_runsPage, QStringLiteral("runs"));
    m_window->addPage(m_compare, QStringLiteral("compare"));
    connect(m_experiment, &ExperimentPage::startRequested, m_window.get(),
            [this](const std::vector<Recipe> &recipes) {
                m_runs->start({ recipes.front(), QString(), QString() });
                m_window->showPage(m_runsPage->objectName());
            });
    m_window->resize(1280, 720);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestKeyboardFlow::cleanup()
{
    m_gate->open();
    m_window.reset();
    m_runs.reset();
    m_client.reset();
}

void TestKeyboardFlow::trainOne()
{
    m_gate->open();
    m_runs->start({ test::demoRecipe(m_demo), QStringLiteral("first"), QString() });
    QTRY_VERIFY(!m_runs->runs().empty() && m_runs->runs().front().state == RunState::Finished);
    QTRY_COMPARE(m_table->rowCount(), 1);
}

void TestKeyboardFlow::startsARunAndDrivesIt()
{
    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), m_experiment);
    m_experiment->setRecipe(test::fakeRecipe());
    QTRY_VERIFY(m_experiment->property("ready").toBool());
    QVERIFY(m_experiment->startAction()->isEnabled());
    press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), m_runsPage);
    QTRY_VERIFY(m_runs->runningRun().has_value());
    const RunId run = *m_runs->runningRun();
    QTRY_COMPARE(m_runsPage->currentRun(), std::optional(run));
    m_gate->allow(20);
    QTRY_VERIFY(m_runs->progress(run) && m_runs->progress(run)->step == 20);

    const auto state = [&] { return m_runs->run(run)->state; };
    press(Qt::Key_P, Qt::ControlModifier);
    QTRY_COMPARE(state(), RunState::Paused);
    press(Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE(state(), RunState::Running);
    m_gate->open();
    QTRY_COMPARE(state(), RunState::Finished);
}

void TestKeyboardFlow::sameKeysMeanWhatIsInSight()
{
    trainOne();
    press(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(m_runsPage->currentRun().has_value());
    press(Qt::Key_F, Qt::ControlModifier);
    auto *search = m_runsPage->findChild<QLineEdit *>(QStringLiteral("runSearch"));
    QTRY_VERIFY(search->hasFocus());
    press(Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), m_compare);
    press(Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(QApplication::focusWidget() && QApplication::focusWidget() != search
                && m_compare->isAncestorOf(QApplication::focusWidget()));

    // Ctrl+Shift+A archives a run on the Runs page and adds a class in the designer.
    press(Qt::Key_2, Qt::ControlModifier);
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(QApplication::activeModalWidget());
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    QTRY_VERIFY(!QApplication::activeModalWidget());
    QVERIFY(!m_runs->runs().front().isArchived);
    press(Qt::Key_3, Qt::ControlModifier);
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_runs->runs().front().isArchived);
}

void TestKeyboardFlow::everyControlHasANameATooltipAndAPlaceInTheTabOrder()
{
    trainOne();
    m_experiment->setRecipe(test::fakeRecipe());
    m_compare->compare({ m_runs->runs().front().id });
    QStringList problems;
    for (QWidget *page : m_window->pages()) {
        m_window->showPage(page->objectName());
        QTRY_VERIFY2(page->property("ready").toBool(), qPrintable(page->objectName()));
        QCoreApplication::processEvents();

        for (QWidget *control : page->findChildren<QWidget *>()) {
            if (!control->isVisible() || isPart(control))
                continue;
            const auto *button = qobject_cast<QAbstractButton *>(control);
            const bool isNamed = !control->accessibleName().isEmpty()
                || (button && !button->text().isEmpty() && button->text() != QStringLiteral("⋯"));
            const QWidget *target = control->focusProxy() ? control->focusProxy() : control;
            const bool isReachable = target->focusPolicy() & Qt::TabFocus;
            const QString who = page->objectName() + QStringLiteral(": ") + describe(control);
            if (isControl(control)) {
                if (!isNamed)
                    problems << who + QStringLiteral(" has no name");
                if (control->toolTip().isEmpty())
                    problems << who + QStringLiteral(" has no tooltip");
                if (!isReachable)
                    problems << who + QStringLiteral(" is not in the tab order");
            } else if (qobject_cast<QAbstractItemView *>(control) && isReachable
                       && control->accessibleName().isEmpty()) {
                problems << who + QStringLiteral(" has no name");
            }
        }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
}

void TestKeyboardFlow::theStatusBarComesBehindThePage()
{
    m_window->setMachine(QStringLiteral("CPU"), QString());
    auto *const rail = m_window->findChild<QWidget *>(QStringLiteral("show_homeButton"));
    QVERIFY(rail);
    for (const QWidget *page : m_window->pages()) {
        m_window->showPage(page->objectName());
        QList<const QWidget *> order;
        const QWidget *next = rail;
        do {
            if ((next->focusPolicy() & Qt::TabFocus) != 0 && next->isVisible())
                order << next;
            next = next->nextInFocusChain();
        } while (next != rail);
        QCOMPARE(order.last()->objectName(), QStringLiteral("machineSummary"));
        QVERIFY(std::any_of(order.begin(), order.end(),
                            [page](const QWidget *one) { return page->isAncestorOf(one); }));
    }
}

QTEST_MAIN(TestKeyboardFlow)
#include "tst_keyboard_flow.moc"
