// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <QTest>
#include <QThread>

#include "tests/support/fake_workbench.h"
#include "ui/bridge/workbench_client.h"

using namespace tamiz;
using namespace tamiz::ui;

class WorkbenchClientTest final : public QObject
{
    Q_OBJECT

private slots:
    void answersArriveOnTheGuiThread();
    void theNewestQuestionWinsAndTheOldIsStopped();
    void quickQuestionsDoNotWaitForSlowOnes();
    void nothingArrivesForAGuardThatIsGone();
    void theDestructorStopsAndJoins();
};

void WorkbenchClientTest::answersArriveOnTheGuiThread()
{
    test::FakeWorkbench workbench;
    WorkbenchClient client(workbench);
    QThread *thread = nullptr;
    std::size_t layers = 0;
    client.inspectModel(this, test::fakeRecipe(), [&](const Result<ModelInfo> &info) {
        thread = QThread::currentThread();
        layers = info ? info->layers.size() : 0;
    });
    QCOMPARE(client.pendingCount(this), 1);
    QTRY_COMPARE(layers, 6u);
    QCOMPARE(thread, QThread::currentThread());
    QCOMPARE(client.pendingCount(), 0);
}

void WorkbenchClientTest::theNewestQuestionWinsAndTheOldIsStopped()
{
    test::FakeWorkbench workbench;
    WorkbenchClient client(workbench);
    workbench.close();
    int first = 0;
    int second = 0;
    client.inspectData(this, test::fakeRecipe(), [&](const auto &) { ++first; });
    QTRY_COMPARE(workbench.dataCalls.load(), 1);
    client.inspectData(this, test::fakeRecipe(),
                       [&](const auto &info) { second += info ? 1 : 100; });
    QTRY_COMPARE(workbench.stoppedCalls.load(), 1);
    workbench.open();
    QTRY_COMPARE(second, 1);
    QCOMPARE(first, 0);
}

void WorkbenchClientTest::quickQuestionsDoNotWaitForSlowOnes()
{
    test::FakeWorkbench workbench;
    WorkbenchClient client(workbench);
    workbench.close();
    bool hasData = false;
    std::size_t rows = 0;
    client.inspectData(this, test::fakeRecipe(), [&](const auto &) { hasData = true; });
    client.preview(this, test::fakeRecipe(), 0, 3, 7,
                   [&](const auto &preview) { rows = preview ? preview->size() : 0; });
    QTRY_COMPARE(rows, 3u);
    QVERIFY(!hasData);
    workbench.open();
    QTRY_VERIFY(hasData);
}

void WorkbenchClientTest::nothingArrivesForAGuardThatIsGone()
{
    test::FakeWorkbench workbench;
    WorkbenchClient client(workbench);
    workbench.close();
    bool hasArrived = false;
    auto guard = std::make_unique<QObject>();
    client.inspectData(guard.get(), test::fakeRecipe(), [&](const auto &) { hasArrived = true; });
    QTRY_COMPARE(workbench.dataCalls.load(), 1);
    guard.reset();
    QCOMPARE(client.pendingCount(), 0);
    QTRY_COMPARE(workbench.stoppedCalls.load(), 1);
    bool isDone = false;
    workbench.open();
    client.inspectData(this, test::fakeRecipe(), [&](const auto &) { isDone = true; });
    QTRY_VERIFY(isDone);
    QVERIFY(!hasArrived);
}

void WorkbenchClientTest::theDestructorStopsAndJoins()
{
    test::FakeWorkbench workbench;
    workbench.close();
    {
        WorkbenchClient client(workbench);
        client.measureReliance(this, test::fakeRecipe(), [](const auto &) { QFAIL("arrived"); });
        client.inspectData(this, test::fakeRecipe(), [](const auto &) { QFAIL("arrived"); });
        QTRY_COMPARE(workbench.dataCalls.load(), 1);
    }
    QVERIFY(workbench.stoppedCalls >= 1);
    QCoreApplication::processEvents();
}

QTEST_GUILESS_MAIN(WorkbenchClientTest)
#include "tst_workbench_client.moc"
