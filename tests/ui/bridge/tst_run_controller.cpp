// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/demo_run.h"
#include "ui/bridge/run_controller.h"
#include "ui/bridge/run_feed.h"
#include "ui/plots/metric_plot.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

const SeriesKey kTrainLoss { "loss", "train", {}, {} };

struct Fixture
{
    QTemporaryDir folder;
    test::DemoRun demo { 120 };
    test::StepGate gate;
    test::FakeBackend backend { test::playDemo(demo, gate) };
    std::unique_ptr<RunController> controller = std::make_unique<RunController>(path(), backend);
    QSignalSpy ended { controller.get(), &RunController::runEnded };
    QSignalSpy failures { controller.get(), &RunController::commandFailed };

    ~Fixture() { gate.open(); }

    std::filesystem::path path() const { return folder.path().toStdString(); }

    RunId start(const char *name)
    {
        QSignalSpy created(controller.get(), &RunController::runCreated);
        controller->start({ test::demoRecipe(demo), QLatin1String(name), {} });
        return created.wait() ? created.first().first().value<RunId>() : 0;
    }
    std::optional<RunState> state(RunId id) const
    {
        const RunRecord *run = controller->run(id);
        return run ? std::optional(run->state) : std::nullopt;
    }
};

/// What a view has after taking a feed's signals.
struct View
{
    RunFeed feed;
    SeriesStore series;
    int loads = 0;
    QStringList log;
    std::vector<Mark> marks;
    bool hasRepeat = false;

    explicit View(RunController &controller)
        : feed(controller)
    {
        QObject::connect(&feed, &RunFeed::cleared, &feed, [this] {
            series.clear();
            log.clear();
            marks.clear();
        });
        QObject::connect(&feed, &RunFeed::curveLoaded, &feed,
                         [this](const SeriesKey &key, const std::shared_ptr<SeriesBuffer> &curve) {
                             ++loads;
                             SeriesStore fresh;
                             for (const auto &[other, kept] : series.series()) {
                                 if (other != key)
                                     copy(fresh, other, kept);
                             }
                             copy(fresh, key, curve->points());
                             series = std::move(fresh);
                         });
        QObject::connect(
            &feed, &RunFeed::pointsArrived, &feed, [this](const RunFeed::NewPoints &points) {
                for (const auto &[key, added] : points) {
                    const SeriesPoints *known = series.points(key);
                    hasRepeat = hasRepeat || (known && known->step.back() >= added.step.front());
                    copy(series, key, added);
                }
            });
        QObject::connect(&feed, &RunFeed::marksLoaded, &feed,
                         [this](const std::vector<Mark> &all) { marks = all; });
        QObject::connect(&feed, &RunFeed::markArrived, &feed,
                         [this](const Mark &mark) { marks.push_back(mark); });
        const auto take = [this](const std::vector<TimedLogLine> &lines) {
            for (const TimedLogLine &line : lines)
                log.append(QString::fromStdString(line.line.text));
        };
        QObject::connect(&feed, &RunFeed::logLoaded, &feed,
                         [this, take](const std::vector<TimedLogLine> &lines) {
                             log.clear();
                             take(lines);
                         });
        QObject::connect(&feed, &RunFeed::logArrived, &feed, take);
    }

    static void copy(SeriesStore &to, const SeriesKey &key, const SeriesPoints &points)
    {
        for (std::size_t i = 0; i < points.step.size(); ++i) {
            to.append({ key, points.step[i], points.epoch[i], points.tokens[i], points.seconds[i],
                        points.value[i], points.count[i] });
        }
    }
    std::size_t points() const
    {
        const SeriesPoints *loss = series.points(kTrainLoss);
        return loss ? loss->step.size() : 0;
    }
};

} // namespace

class TestRunController : public QObject
{
    Q_OBJECT

private slots:
    void opensInTheBackground()
    {
        Fixture f;
        QVERIFY(!f.controller->isReady());
        QSignalSpy ready(f.controller.get(), &RunController::ready);
        QVERIFY(ready.wait());
        QVERIFY(f.controller->isReady());
        QVERIFY(f.controller->runs().empty());
    }

    void aStoreThatCannotBeOpenedIsReported()
    {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath(QStringLiteral("file")).toStdString();
        QVERIFY(QFile(QString::fromStdString(file.string())).open(QIODevice::WriteOnly));
        test::StepGate gate;
        test::FakeBackend backend(test::playDemo({}, gate));
        RunController controller(file / "home", backend);
        QSignalSpy failed(&controller, &RunController::openFailed);
        QSignalSpy refused(&controller, &RunController::commandFailed);
        controller.start({ test::demoRecipe({}), QStringLiteral("x"), {} });
        QTRY_VERIFY(!refused.isEmpty());
        QCOMPARE(failed.count(), 1);
        QVERIFY(!controller.isReady());
    }

    void nothingIsLostUnderAFlood()
    {
        Fixture f;
        f.gate.open(); // as fast as it can
        std::size_t scalars = 0;
        std::vector<RunState> states;
        connect(f.controller.get(), &RunController::runEvents, this,
                [&](RunId, const MailboxBatch &batch) {
                    QCOMPARE(batch.droppedScalars, std::size_t(0));
                    for (const MetricEvent &event : batch.events) {
                        scalars += std::holds_alternative<Scalar>(event.what);
                        if (const auto *change = std::get_if<StateChange>(&event.what))
                            states.push_back(change->state);
                    }
                });
        const RunId run = f.start("flood");
        QTRY_COMPARE(f.ended.count(), 1);
        std::size_t expected = 0;
        for (int step = 1; step <= f.demo.steps; ++step) {
            for (const MetricEvent &event : test::demoEvents(f.demo, step))
                expected += std::holds_alternative<Scalar>(event.what);
        }
        QCOMPARE(scalars, expected);
        QCOMPARE(states.back(), RunState::Finished);
        QCOMPARE(f.controller->live(run)->series.pointCount(), expected);
        QCOMPARE(f.ended.first().at(1).value<RunState>(), RunState::Finished);
    }

    void aFailureCarriesItsMessage()
    {
        QTemporaryDir folder;
        test::FakeBackend backend(
            [](const RunRequest &, RunControl &, MetricSink &) -> Result<RunOutcome> {
                return fail(ErrorCode::NonFinite, "the loss became nan at step 12");
            });
        RunController controller(folder.path().toStdString(), backend);
        QSignalSpy failed(&controller, &RunController::runFailed);
        QSignalSpy ended(&controller, &RunController::runEnded);
        controller.start({ test::demoRecipe({}), QStringLiteral("nan"), {} });
        QTRY_COMPARE(ended.count(), 1);
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.first().at(1).toString().contains(QLatin1String("nan at step 12")));
    }

    void queuedRunsFollowInOrderAndStartJumpsAhead()
    {
        Fixture f;
        const RunId first = f.start("first");
        QTRY_COMPARE(f.state(first), RunState::Running);
        QSignalSpy created(f.controller.get(), &RunController::runCreated);
        f.controller->enqueue({ { test::demoRecipe(f.demo), QStringLiteral("second"), {} },
                                { test::demoRecipe(f.demo), QStringLiteral("third"), {} } });
        QTRY_COMPARE(created.count(), 2);
        QVERIFY(!created.first().at(1).toBool());
        const RunId second = created[0][0].value<RunId>();
        const RunId third = created[1][0].value<RunId>();
        f.controller->startWaiting(third);
        QTRY_COMPARE(f.controller->waitingRuns(), (std::vector<RunId> { third, second }));
        f.controller->stop(second);
        QTRY_COMPARE(f.state(second), RunState::Cancelled);
        f.gate.open();
        QTRY_COMPARE(f.state(third), RunState::Finished);
        QCOMPARE(f.state(first), RunState::Finished);
        QCOMPARE(f.failures.count(), 0);
    }

    void detailsAreWrittenInOrder()
    {
        Fixture f;
        f.gate.open();
        const RunId run = f.start("draft");
        QTRY_COMPARE(f.state(run), RunState::Finished);
        f.controller->rename(run, QStringLiteral("one"));
        f.controller->rename(run, QStringLiteral("two"));
        f.controller->setTags(run, { QStringLiteral("a"), QStringLiteral("b") });
        f.controller->setGroup(run, QStringLiteral("g"));
        f.controller->setNotes(run, QStringLiteral("señal"));
        f.controller->setArchived(run, true);
        QTRY_VERIFY(f.controller->run(run)->isArchived);
        const RunRecord record = *f.controller->run(run);
        QCOMPARE(record.name, std::string("two"));
        QCOMPARE(record.tags, std::string("a, b"));
        QCOMPARE(record.group, std::string("g"));
        QCOMPARE(record.notes, std::string("señal"));
        QVERIFY(std::filesystem::exists(record.folder));
        f.controller->remove(run, true);
        QTRY_VERIFY(!f.controller->run(run));
        QVERIFY(!std::filesystem::exists(record.folder));
    }

    void aRunningRunIsNotDeleted()
    {
        Fixture f;
        const RunId run = f.start("busy");
        QTRY_COMPARE(f.state(run), RunState::Running);
        f.controller->remove(run, true);
        QTRY_COMPARE(f.failures.count(), 1);
        QVERIFY(f.controller->run(run));
    }

    void aLateViewHasNoGapAndNoRepeat()
    {
        Fixture f;
        const RunId run = f.start("late");
        f.gate.allow(57);
        QTRY_COMPARE(f.controller->live(run) ? f.controller->live(run)->series.pointCount() > 0
                                             : false,
                     true);
        View view(*f.controller);
        view.feed.select(run);
        f.gate.allow(80); // while the history is read
        QTRY_COMPARE(view.points(), std::size_t(80));
        f.gate.open();
        QTRY_COMPARE(f.ended.count(), 1);
        QTRY_VERIFY(!view.feed.isLoading());
        QCOMPARE(view.points(), std::size_t(120));
        QVERIFY(!view.hasRepeat);
        QCOMPARE(view.log.filter(QStringLiteral("step 100")).size(), 1);
        const auto checkpoints
            = std::count_if(view.marks.begin(), view.marks.end(),
                            [](const Mark &mark) { return mark.kind == MarkKind::Checkpoint; });
        QCOMPARE(checkpoints, 3);
    }

    void historyComesFromTheStore()
    {
        Fixture f;
        f.gate.open();
        const RunId run = f.start("old");
        QTRY_COMPARE(f.state(run), RunState::Finished);
        f.controller.reset();
        RunController again(f.path(), f.backend);
        View view(again);
        view.feed.select(run);
        QTRY_COMPARE(view.points(), std::size_t(120));
        QTRY_VERIFY(!view.feed.isLoading());
        QVERIFY(!again.live(run));
        QVERIFY(view.series.series().size() >= 8);
        view.feed.select(std::nullopt);
        QCOMPARE(view.points(), std::size_t(0));
    }

    void curvesComeReadyForHowTheyAreLookedAt()
    {
        Fixture f;
        f.gate.open();
        const RunId run = f.start("old");
        QTRY_COMPARE(f.state(run), RunState::Finished);
        RunFeed feed(*f.controller);
        feed.setLook([](const SeriesKey &key) -> RunFeed::Look {
            return { PlotAxis::Tokens, key == kTrainLoss ? 0.9 : 0 };
        });
        std::map<SeriesKey, std::shared_ptr<SeriesBuffer>> curves;
        connect(&feed, &RunFeed::curveLoaded, &feed,
                [&](const SeriesKey &key, const auto &curve) { curves[key] = curve; });
        feed.select(run);
        QTRY_VERIFY(!feed.isLoading());
        QVERIFY(curves.size() >= 8);
        for (const auto &[key, curve] : curves) {
            QCOMPARE(curve->x().back(), static_cast<double>(curve->points().tokens.back()));
            QCOMPARE(curve->isSmoothed(), key == kTrainLoss);
        }
    }

    void destructionStopsTheRunAndJoins()
    {
        Fixture f;
        const RunId run = f.start("cut short");
        f.gate.allow(30);
        QTRY_VERIFY(f.controller->live(run) && f.controller->live(run)->progress);
        f.controller.reset();
        RunController again(f.path(), f.backend);
        QTRY_VERIFY(again.run(run));
        QCOMPARE(again.run(run)->state, RunState::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestRunController)
#include "tst_run_controller.moc"
