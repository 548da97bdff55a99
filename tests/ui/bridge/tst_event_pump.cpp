// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/event_pump.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

RunUpdate update(RunId run, int lines)
{
    RunUpdate made;
    made.id = run;
    for (int i = 0; i < lines; ++i)
        made.batch.events.push_back({ {}, LogLine { LogLevel::Info, std::to_string(i) } });
    return made;
}

} // namespace

class TestEventPump : public QObject
{
    Q_OBJECT

private slots:
    void oneBatchPerRunAndTick()
    {
        std::vector<RunUpdate> waiting { update(1, 3), update(2, 5) };
        EventPump pump([&] { return std::exchange(waiting, {}); }, [] { return true; });
        QSignalSpy batches(&pump, &EventPump::batchArrived);
        pump.drain();
        QCOMPARE(batches.count(), 2);
        QCOMPARE(batches[0][0].value<RunId>(), RunId(1));
        QCOMPARE(batches[1][1].value<MailboxBatch>().events.size(), std::size_t(5));
        pump.drain();
        QCOMPARE(batches.count(), 2);
    }

    void restsWhenNothingCanHappen()
    {
        bool isBusy = true;
        std::vector<RunUpdate> waiting;
        EventPump pump([&] { return std::exchange(waiting, {}); }, [&] { return isBusy; });
        QVERIFY(!pump.isAwake());
        pump.wake();
        QVERIFY(pump.isAwake());
        pump.drain();
        QVERIFY(pump.isAwake());
        isBusy = false;
        waiting = { update(1, 1) };
        QSignalSpy batches(&pump, &EventPump::batchArrived);
        pump.drain(); // something came: look once more
        QCOMPARE(batches.count(), 1);
        QVERIFY(pump.isAwake());
        pump.drain();
        QVERIFY(!pump.isAwake());
    }

    void ticksByItself()
    {
        int drains = 0;
        EventPump pump(
            [&] {
                ++drains;
                return std::vector<RunUpdate>();
            },
            [&] { return drains < 3; });
        pump.wake();
        QTRY_COMPARE(drains, 4);
        QVERIFY(!pump.isAwake());
    }

    void aListenerMayDrainAgain()
    {
        std::vector<RunUpdate> waiting { update(1, 1), update(2, 1) };
        EventPump pump([&] { return std::exchange(waiting, {}); }, [] { return true; });
        QList<RunId> seen;
        connect(&pump, &EventPump::batchArrived, this, [&](RunId run) {
            seen.append(run);
            pump.drain();
        });
        pump.drain();
        QCOMPARE(seen, QList<RunId>({ 1, 2 }));
    }
};

QTEST_GUILESS_MAIN(TestEventPump)
#include "tst_event_pump.moc"
