// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/support/model_printer.h"
#include "ui/models/log_model.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

std::vector<TimedLogLine> lines(int first, int last)
{
    std::vector<TimedLogLine> result;
    for (int i = first; i <= last; ++i)
        result.push_back({ { LogLevel::Info, "line " + std::to_string(i) }, {} });
    return result;
}

std::vector<LogLine> plain(int first, int last)
{
    std::vector<LogLine> result;
    for (const TimedLogLine &line : lines(first, last))
        result.push_back(line.line);
    return result;
}

std::deque<TimedLogLine> live(int first, int last)
{
    const auto all = lines(first, last);
    return { all.begin(), all.end() };
}

QStringList texts(const std::vector<TimedLogLine> &joined)
{
    QStringList result;
    for (const TimedLogLine &line : joined)
        result.append(QString::fromStdString(line.line.text).mid(5));
    return result;
}

} // namespace

class TestLogModel : public QObject
{
    Q_OBJECT

private slots:
    void neverHoldsMoreThanItsCapacity()
    {
        LogModel model(5);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append(lines(1, 3));
        QCOMPARE(test::printTable(model), QStringList({ "line 1", "line 2", "line 3" }));
        model.append(lines(4, 7));
        QCOMPARE(test::printTable(model),
                 QStringList({ "line 3", "line 4", "line 5", "line 6", "line 7" }));
        QCOMPARE(model.droppedCount(), 2);
        model.append(lines(8, 100));
        QCOMPARE(test::printTable(model),
                 QStringList({ "line 96", "line 97", "line 98", "line 99", "line 100" }));
        QCOMPARE(model.droppedCount(), 95);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.droppedCount(), 0);
    }

    void carriesLevelsAndTimes()
    {
        LogModel model;
        model.append({ { { LogLevel::Warning, "little memory" },
                         std::chrono::system_clock::time_point(std::chrono::hours(1)) } });
        QCOMPARE(model.index(0).data(LogModel::LevelRole).toInt(), int(LogLevel::Warning));
        QVERIFY(model.index(0).data().toString().endsWith("  little memory"));
        QCOMPARE(model.index(0).data().toString().indexOf("  little"), 8); // "HH:mm:ss"
    }

    void joinsStoredAndLiveLines_data()
    {
        QTest::addColumn<int>("storedFirst");
        QTest::addColumn<int>("storedLast");
        QTest::addColumn<int>("liveFirst");
        QTest::addColumn<int>("liveLast");
        QTest::addColumn<int>("joinedFirst");
        QTest::addColumn<int>("joinedLast");
        QTest::newRow("writer behind") << 1 << 4 << 1 << 6 << 1 << 6;
        QTest::newRow("writer level") << 1 << 6 << 1 << 6 << 1 << 6;
        QTest::newRow("an earlier session stands in the store") << 1 << 6 << 5 << 8 << 1 << 8;
        QTest::newRow("nothing of this session stored yet") << 1 << 4 << 5 << 8 << 1 << 8;
        QTest::newRow("stored log is only the newest part") << 4 << 6 << 1 << 9 << 1 << 9;
        QTest::newRow("nothing stored") << 1 << 0 << 1 << 3 << 1 << 3;
        QTest::newRow("nothing live") << 1 << 3 << 1 << 0 << 1 << 3;
    }

    void joinsStoredAndLiveLines()
    {
        QFETCH(int, storedFirst);
        QFETCH(int, storedLast);
        QFETCH(int, liveFirst);
        QFETCH(int, liveLast);
        QFETCH(int, joinedFirst);
        QFETCH(int, joinedLast);
        const auto joined = joinLogs(plain(storedFirst, storedLast), live(liveFirst, liveLast));
        QCOMPARE(texts(joined), texts(lines(joinedFirst, joinedLast)));
    }
};

QTEST_GUILESS_MAIN(TestLogModel)
#include "tst_log_model.moc"
