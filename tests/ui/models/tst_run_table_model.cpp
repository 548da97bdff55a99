// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

#include "tests/support/model_printer.h"
#include "ui/models/run_filter_proxy.h"
#include "ui/models/run_table_model.h"

using namespace tamiz;
using namespace tamiz::ui;
using Model = RunTableModel;

namespace {

RunRecord makeRun(RunId id, const std::string &name, RunState state = RunState::Finished)
{
    RunRecord run;
    run.id = id;
    run.name = name;
    run.state = state;
    run.step = 50;
    run.totalSteps = 200;
    run.sparkline = { 0.9, 0.5, 0.412 };
    const std::chrono::system_clock::time_point start { std::chrono::hours(24 * 365) };
    run.createdAt = start;
    run.startedAt = start;
    run.endedAt = start + std::chrono::seconds(190);
    return run;
}

const QList<int> kShort { Model::Name,  Model::State, Model::ProgressColumn, Model::Loss,
                          Model::Group, Model::Tags,  Model::Duration };

} // namespace

class TestRunTableModel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void printsRunsNewestFirst()
    {
        Model model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        RunRecord second = makeRun(2, "masked", RunState::Running);
        second.group = "control";
        second.tags = "es, punct";
        second.endedAt = *second.startedAt + std::chrono::seconds(7384);
        model.setRuns({ makeRun(1, "baseline"), second });
        QCOMPARE(
            test::printTable(model, kShort),
            QStringList({ "masked | running | 50 / 200 | 0.412 | control | es, punct | 2 h 03 min",
                          "baseline | finished | 50 / 200 | 0.412 |  |  | 3 min 10 s" }));
    }

    void rolesDescribeARun()
    {
        Model model;
        RunRecord run = makeRun(7, "seven", RunState::Paused);
        run.tags = "a, b";
        run.isArchived = true;
        model.setRuns({ run });
        const QModelIndex cell = model.index(0, Model::Loss);
        QCOMPARE(cell.data(Model::RunIdRole).toLongLong(), 7);
        QCOMPARE(cell.data(Model::StateRole).toInt(), int(RunState::Paused));
        QCOMPARE(cell.data(Model::ProgressRole).toDouble(), 0.25);
        QCOMPARE(cell.data(Model::SparklineRole).value<QList<double>>(),
                 QList<double>({ 0.9, 0.5, 0.412 }));
        QCOMPARE(cell.data(Model::TagsRole).toStringList(), QStringList({ "a", "b" }));
        QVERIFY(cell.data(Model::ArchivedRole).toBool());
    }

    void updateTouchesOnlyWhatDiffers()
    {
        Model model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRuns({ makeRun(1, "one"), makeRun(2, "two"), makeRun(4, "four") });
        const QPersistentModelIndex kept = model.index(2, Model::Name);

        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        RunRecord two = makeRun(2, "zwei");
        model.setRuns({ makeRun(5, "five"), makeRun(3, "three"), two, makeRun(1, "one") });

        QCOMPARE(test::printTable(model, { Model::Name }),
                 QStringList({ "five", "three", "zwei", "one" }));
        QCOMPARE(resets.count(), 0);
        QCOMPARE(inserted.count(), 2);
        QCOMPARE(removed.count(), 1);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toModelIndex(), model.index(2, Model::Name));
        QCOMPARE(kept.data().toString(), QStringLiteral("one"));

        changed.clear();
        two.tags = "es";
        model.setRuns({ makeRun(5, "five"), makeRun(3, "three"), two, makeRun(1, "one") });
        QCOMPARE(changed.count(), 1); // not the name: it may be in an editor
        QCOMPARE(changed.first().first().toModelIndex(), model.index(2, Model::State));
        changed.clear();
        model.setRuns({ makeRun(5, "five"), makeRun(3, "three"), two, makeRun(1, "one") });
        QCOMPARE(changed.count(), 0);
    }

    void liveEventsMoveOneRow()
    {
        Model model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRuns({ makeRun(1, "one"), makeRun(2, "two", RunState::Running) });
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.applyEvents(2,
                          { { {}, Progress { "training", 120, 200, 0.6, 3 } },
                            { {}, StateChange { RunState::Paused, {} } } });
        QCOMPARE(changed.count(), 1);
        QCOMPARE(test::printTable(model, { Model::Name, Model::State, Model::ProgressColumn }),
                 QStringList({ "two | paused | 120 / 200", "one | finished | 50 / 200" }));
        model.applyEvents(99, { { {}, StateChange { RunState::Failed, {} } } });
        QCOMPARE(changed.count(), 1);
    }

    void editingTheNameAsksTheOwner()
    {
        Model model;
        model.setRuns({ makeRun(1, "one") });
        QSignalSpy edited(&model, &Model::nameEdited);
        QVERIFY(model.setData(model.index(0, Model::Name), "  uno  dos "));
        QVERIFY(!model.setData(model.index(0, Model::Name), "   "));
        QVERIFY(!model.setData(model.index(0, Model::State), "x"));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.first().at(1).toString(), QStringLiteral("uno dos"));
        QCOMPARE(model.index(0, Model::Name).data().toString(), QStringLiteral("one"));
    }

    void ticksFollowTheirRun()
    {
        Model model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTickable(true);
        model.setRuns({ makeRun(1, "one"), makeRun(2, "two"), makeRun(3, "three") });
        QVERIFY(model.setData(model.index(2, 0), Qt::Checked, Qt::CheckStateRole));
        model.setTicked(3, true);
        QCOMPARE(model.tickedRuns(), QList<RunId>({ 1, 3 }));
        model.setRuns({ makeRun(3, "three"), makeRun(4, "four") });
        QCOMPARE(model.tickedRuns(), QList<RunId>({ 3 }));
        QCOMPARE(model.index(1, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(model.index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
    }

    void proxyFilters_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("states");
        QTest::addColumn<QString>("tag");
        QTest::addColumn<QString>("group");
        QTest::addColumn<bool>("archived");
        QTest::addColumn<QStringList>("names");
        const int all = int(RunFilterProxy::StateFilter::All);
        QTest::newRow("nothing set") << "" << all << ""
                                     << "" << false << QStringList({ "delta", "gamma", "alpha" });
        QTest::newRow("archived too")
            << "" << all << ""
            << "" << true << QStringList({ "delta", "gamma", "beta", "alpha" });
        QTest::newRow("every word, any field") << "ES gam" << all << ""
                                               << "" << false << QStringList({ "gamma" });
        QTest::newRow("notes are searched") << "comma" << all << ""
                                            << "" << false << QStringList({ "alpha" });
        QTest::newRow("active includes queued")
            << "" << int(RunFilterProxy::StateFilter::Active) << ""
            << "" << false << QStringList({ "delta", "gamma" });
        QTest::newRow("resumable") << "" << int(RunFilterProxy::StateFilter::Resumable) << ""
                                   << "" << true << QStringList({ "beta" });
        QTest::newRow("tag is a whole tag") << "" << all << "e"
                                            << "" << false << QStringList();
        QTest::newRow("tag") << "" << all << "es"
                             << "" << false << QStringList({ "gamma" });
        QTest::newRow("group") << "" << all << ""
                               << "control" << true << QStringList({ "beta" });
    }

    void proxyFilters()
    {
        QFETCH(QString, text);
        QFETCH(int, states);
        QFETCH(QString, tag);
        QFETCH(QString, group);
        QFETCH(bool, archived);
        Model model;
        RunFilterProxy proxy;
        const QAbstractItemModelTester tester(
            &proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        proxy.setSourceModel(&model);
        RunRecord alpha = makeRun(1, "alpha");
        alpha.notes = "without the comma class";
        RunRecord beta = makeRun(2, "beta", RunState::Interrupted);
        beta.isArchived = true;
        beta.group = "control";
        RunRecord gamma = makeRun(3, "gamma", RunState::Running);
        gamma.tags = "es, legal";
        model.setRuns({ alpha, beta, gamma, makeRun(4, "delta", RunState::Queued) });

        proxy.setText(text);
        proxy.setStateFilter(RunFilterProxy::StateFilter(states));
        proxy.setTag(tag);
        proxy.setGroup(group);
        proxy.setShowArchived(archived);
        QTEST(test::printTable(proxy, { Model::Name }), "names");
    }

    void proxySortsByValueNotByText()
    {
        Model model;
        RunFilterProxy proxy;
        proxy.setSourceModel(&model);
        RunRecord slow = makeRun(1, "slow");
        slow.endedAt = *slow.startedAt + std::chrono::seconds(3600);
        RunRecord quick = makeRun(2, "quick");
        quick.endedAt = *quick.startedAt + std::chrono::seconds(9);
        model.setRuns({ slow, quick, makeRun(3, "middle") });
        proxy.sort(Model::Duration);
        QCOMPARE(test::printTable(proxy, { Model::Name }),
                 QStringList({ "quick", "middle", "slow" }));
        proxy.sort(-1);
        QCOMPARE(test::printTable(proxy, { Model::Name }),
                 QStringList({ "middle", "quick", "slow" }));
    }
};

QTEST_MAIN(TestRunTableModel)
#include "tst_run_table_model.moc"
