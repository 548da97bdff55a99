// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <latch>

#include <QSignalSpy>
#include <QTest>

#include "ui/bridge/async_query.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

RunRecord named(const std::string &name)
{
    RunRecord run;
    run.name = name;
    return run;
}

/// Holds the reading thread until it is let go, so that a test decides what waits behind it.
struct Blocker
{
    std::latch entered { 1 };
    std::latch released { 1 };

    std::function<Result<int>(RunStore &)> work(int answer)
    {
        return [this, answer](RunStore &) -> Result<int> {
            entered.count_down();
            released.wait();
            return answer;
        };
    }
};

std::function<Result<int>(RunStore &)> answer(int value)
{
    return [value](RunStore &) -> Result<int> { return value; };
}

} // namespace

class TestAsyncQuery : public QObject
{
    Q_OBJECT

private slots:
    void answersArriveOnTheGuiThread()
    {
        AsyncQuery query([] { return RunStore::openInMemory(); });
        QObject page;
        std::thread::id readBy;
        QStringList names;
        query.ask<std::vector<RunRecord>>(
            &page, 0,
            [&readBy](RunStore &store) -> Result<std::vector<RunRecord>> {
                readBy = std::this_thread::get_id();
                TAMIZ_TRY(const RunId id, store.create(named("only")));
                (void)id;
                return store.runs();
            },
            [&](Result<std::vector<RunRecord>> runs) {
                QVERIFY(runs.has_value());
                QVERIFY(readBy != std::this_thread::get_id());
                for (const RunRecord &run : *runs)
                    names.append(QString::fromStdString(run.name));
            });
        QCOMPARE(query.pendingCount(), 1);
        QSignalSpy idle(&query, &AsyncQuery::idle);
        QVERIFY(idle.wait());
        QCOMPARE(names, QStringList({ QStringLiteral("only") }));
        QCOMPARE(query.pendingCount(), 0);
    }

    void newestQuestionWins()
    {
        AsyncQuery query([] { return RunStore::openInMemory(); });
        QObject page;
        Blocker blocker;
        QList<int> answers;
        std::atomic<int> asked { 0 };
        const auto done = [&](Result<int> value) { answers.append(*value); };
        query.ask<int>(&page, 0, blocker.work(1), done); // being read: its answer is stale
        blocker.entered.wait();
        query.ask<int>(
            &page, 0, [&asked](RunStore &) -> Result<int> { return ++asked; },
            done); // waiting: never even read
        query.ask<int>(&page, 0, answer(3), done);
        query.ask<int>(&page, 1, answer(4), done); // another channel: both arrive
        blocker.released.count_down();
        QSignalSpy idle(&query, &AsyncQuery::idle);
        QVERIFY(idle.wait());
        QCOMPARE(answers, QList<int>({ 3, 4 }));
        QCOMPARE(asked.load(), 0);
    }

    void nothingArrivesForAGuardThatIsGone()
    {
        AsyncQuery query([] { return RunStore::openInMemory(); });
        auto page = std::make_unique<QObject>();
        QObject other;
        Blocker blocker;
        QList<int> answers;
        const auto done = [&](Result<int> value) { answers.append(*value); };
        query.ask<int>(page.get(), 0, blocker.work(1), done);
        blocker.entered.wait();
        query.ask<int>(page.get(), 1, answer(2), done);
        query.ask<int>(&other, 0, answer(3), done);
        page.reset();
        QCOMPARE(query.pendingCount(), 1);
        blocker.released.count_down();
        QSignalSpy idle(&query, &AsyncQuery::idle);
        QVERIFY(idle.wait());
        QCOMPARE(answers, QList<int>({ 3 }));
    }

    void cancelledQuestionsStaySilent()
    {
        AsyncQuery query([] { return RunStore::openInMemory(); });
        QObject page;
        Blocker blocker;
        QList<int> answers;
        const auto done = [&](Result<int> value) { answers.append(*value); };
        query.ask<int>(&page, 0, blocker.work(1), done);
        blocker.entered.wait();
        query.cancel(&page);
        QCOMPARE(query.pendingCount(), 0);
        query.ask<int>(&page, 0, answer(2), done);
        blocker.released.count_down();
        QTRY_COMPARE(answers, QList<int>({ 2 }));
    }

    void aStoreThatDoesNotOpenIsAnAnswer()
    {
        int opened = 0;
        AsyncQuery query([&opened]() -> Result<std::unique_ptr<RunStore>> {
            if (++opened == 1)
                return fail(ErrorCode::Busy, "locked by another program", "tamiz.db");
            return RunStore::openInMemory();
        });
        QObject page;
        QStringList answers;
        const auto done = [&](Result<int> value) {
            answers.append(value ? QString::number(*value)
                                 : QString::fromStdString(value.error().toString()));
        };
        QSignalSpy idle(&query, &AsyncQuery::idle);
        query.ask<int>(&page, 0, answer(1), done);
        QVERIFY(idle.wait());
        QVERIFY(answers.first().contains(QLatin1String("locked by another program")));
        query.ask<int>(&page, 0, answer(1), done);
        QVERIFY(idle.wait());
        QCOMPARE(answers.last(), QStringLiteral("1"));
    }

    void destructionJoinsAndDropsWhatWaits()
    {
        QObject page;
        Blocker blocker;
        std::atomic<int> read { 0 };
        int answered = 0;
        auto query = std::make_unique<AsyncQuery>([] { return RunStore::openInMemory(); });
        query->ask<int>(&page, 0, blocker.work(1), [&](Result<int>) { ++answered; });
        blocker.entered.wait();
        for (int channel = 1; channel < 50; ++channel) {
            query->ask<int>(
                &page, channel, [&read](RunStore &) -> Result<int> { return ++read; },
                [&](Result<int>) { ++answered; });
        }
        std::thread later([&blocker] { blocker.released.count_down(); });
        query.reset();
        later.join();
        QCoreApplication::processEvents();
        QCOMPARE(answered, 0);
        QVERIFY(read.load() <= 49);
    }
};

QTEST_GUILESS_MAIN(TestAsyncQuery)
#include "tst_async_query.moc"
