// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QListView>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "core/store/run_store.h"
#include "tests/support/fake_backend.h"
#include "tests/support/temporary_folder.h"
#include "ui/bridge/run_controller.h"
#include "ui/pages/home_page.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/notice.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

RunRecord makeRun(const std::string &name)
{
    RunRecord run;
    run.name = name;
    run.folder = "/nowhere";
    return run;
}

/// A run that another process, now dead, left in the middle.
RunId addInterrupted(const std::filesystem::path &home)
{
    auto store = RunStore::open(home / "tamiz.db");
    const RunId id = *(*store)->create(makeRun("night"));
    (void)(*store)->changeState(id, RunState::Running);
    (void)(*store)->setProgress(id, 420, 1200);
    (void)(*store)->changeState(id, RunState::Interrupted);
    return id;
}

} // namespace

class TestHomePage : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatToDoWithoutRuns()
    {
        const test::TemporaryFolder home;
        test::FakeBackend backend([](auto &&...) { return RunOutcome {}; });
        RunController runs(home.path(), backend);
        HomePage page(runs);
        page.resize(1000, 650);
        page.show();
        QVERIFY(!page.property("ready").toBool());
        QTRY_VERIFY(page.property("ready").toBool());
        auto *empty = page.findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QSignalSpy demo(&page, &HomePage::demoRequested);
        QTest::mouseClick(empty->findChildren<QPushButton *>().at(0), Qt::LeftButton);
        QCOMPARE(demo.count(), 1);
    }

    void offersToResumeAnInterruptedRun()
    {
        const test::TemporaryFolder home;
        const RunId id = addInterrupted(home.path());
        std::atomic<int> started { 0 };
        test::FakeBackend backend([&](auto &&...) {
            ++started;
            return RunOutcome {};
        });
        RunController runs(home.path(), backend);
        HomePage page(runs);
        page.show();
        Notice *notice = nullptr;
        QTRY_VERIFY((notice = findNotice(page)));
        QVERIFY(notice->accessibleName().contains(QStringLiteral("420")));
        QVERIFY(notice->accessibleName().contains(QStringLiteral("1200")));
        QSignalSpy opened(&page, &HomePage::runOpened);
        QTest::mouseClick(notice->findChildren<QPushButton *>().at(0), Qt::LeftButton);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).value<RunId>(), id);
    }

    void listsTheLastRunsAndOpensOne()
    {
        const test::TemporaryFolder home;
        {
            auto store = RunStore::open(home.path() / "tamiz.db");
            for (int i = 0; i < 15; ++i) {
                const RunId id = *(*store)->create(makeRun("r" + std::to_string(i)));
                QVERIFY((*store)->changeState(id, RunState::Cancelled));
            }
        }
        test::FakeBackend backend([](auto &&...) { return RunOutcome {}; });
        RunController runs(home.path(), backend);
        HomePage page(runs);
        page.resize(1000, 650);
        page.show();
        QTRY_VERIFY(page.property("ready").toBool());
        auto *table = page.findChild<QListView *>(QStringLiteral("homeRecent"));
        QCOMPARE(table->model()->rowCount(), 12);
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("r14"));
        QSignalSpy opened(&page, &HomePage::runOpened);
        table->setFocus();
        table->setCurrentIndex(table->model()->index(1, 0));
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
    }

    void warnsAboutTheMachine()
    {
        const test::TemporaryFolder home;
        test::FakeBackend backend([](auto &&...) { return RunOutcome {}; });
        RunController runs(home.path(), backend);
        HomePage page(runs);
        page.show();
        page.setMachineWarning(QStringLiteral("reference BLAS"));
        const Notice *notice = page.findChild<Notice *>();
        QVERIFY(notice->isVisible());
        QCOMPARE(notice->accessibleDescription(), QStringLiteral("reference BLAS"));
        page.setMachineWarning(QString());
        QVERIFY(!notice->isVisible());
    }

private:
    /// The notice about a run; the other one, about the machine, is hidden.
    static Notice *findNotice(const HomePage &page)
    {
        for (Notice *notice : page.findChildren<Notice *>()) {
            if (notice->isVisible())
                return notice;
        }
        return nullptr;
    }
};

QTEST_MAIN(TestHomePage)
#include "tst_home_page.moc"
