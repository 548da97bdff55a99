// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "tests/support/demo_run.h"
#include "ui/bridge/run_controller.h"
#include "ui/models/log_model.h"
#include "ui/models/measure_table_model.h"
#include "ui/models/run_table_model.h"
#include "ui/pages/runs_page.h"
#include "ui/plots/heat_map.h"
#include "ui/plots/metric_plot.h"
#include "ui/settings/language.h"
#include "ui/settings/theme.h"
#include "ui/widgets/measure_view.h"
#include "ui/widgets/plot_card.h"
#include "ui/widgets/run_list_panel.h"
#include "ui/widgets/run_live_view.h"
#include "ui/widgets/run_log_view.h"
#include "ui/widgets/run_plot_grid.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

const SeriesKey kTrainLoss { "loss", "train", {}, {} };
const SeriesKey kValidationLoss { "loss", "validation", {}, {} };

SeriesPoints onePoint(double value)
{
    return { { 10 }, { 0.1 }, { 1000 }, { 1 }, { value }, { 5 } };
}

/// A page over a store of its own and a trainer that goes as far as the gate lets it.
struct Studio
{
    QTemporaryDir folder;
    test::DemoRun demo;
    test::StepGate gate;
    test::FakeBackend backend;
    RunTableModel model;
    std::unique_ptr<RunController> controller;
    std::unique_ptr<RunsPage> page;

    explicit Studio(QSize size = { 1180, 660 }, int steps = 200)
        : demo { steps }
        , backend(test::playDemo(demo, gate))
    {
        open();
        page->resize(size);
        page->show();
    }
    ~Studio() { gate.open(); }

    void open()
    {
        controller = std::make_unique<RunController>(folder.path().toStdString(), backend);
        follow(model, *controller);
        page = std::make_unique<RunsPage>(*controller, model);
    }

    RunId start(const QString &name, const QString &group = {})
    {
        QSignalSpy created(controller.get(), &RunController::runCreated);
        controller->start({ test::demoRecipe(demo), name, group });
        if (created.isEmpty() && !created.wait())
            return 0;
        return created.first().first().value<RunId>();
    }

    RunState state(RunId id) const
    {
        const RunRecord *run = controller->run(id);
        return run ? run->state : RunState::Queued;
    }
    QAction *action(const char *name) const
    {
        for (QAction *action : page->actions()) {
            if (action->objectName() == QLatin1String(name))
                return action;
        }
        return nullptr;
    }
    std::size_t points(const SeriesKey &key) const
    {
        return page->liveView()->plots()->pointCount(key);
    }
    QToolButton *button(const char *actionName) const
    {
        for (QToolButton *button : page->findChildren<QToolButton *>()) {
            if (button->defaultAction() && button->defaultAction() == action(actionName))
                return button;
        }
        return nullptr;
    }
};

} // namespace

class TestRunsPage : public QObject
{
    Q_OBJECT

private slots:
    void emptyPageSaysWhatToDo()
    {
        Studio studio;
        QSignalSpy wanted(studio.page.get(), &RunsPage::demoRequested);
        QTRY_VERIFY(studio.page->property("ready").toBool());
        const auto buttons = studio.page->findChildren<QPushButton *>();
        const auto demo = std::find_if(buttons.begin(), buttons.end(), [](const QPushButton *b) {
            return b->text() == QLatin1String("Start the demo") && b->isVisible();
        });
        QVERIFY(demo != buttons.end());
        QTest::mouseClick(*demo, Qt::LeftButton);
        QCOMPARE(wanted.count(), 1);
    }

    void livePointsReachThePlots()
    {
        Studio studio;
        const RunId run = studio.start(QStringLiteral("first"));
        QTRY_COMPARE(studio.page->currentRun(), std::optional(run));
        studio.gate.allow(60);
        QTRY_COMPARE(studio.points(kTrainLoss), std::size_t(60));
        QCOMPARE(studio.points(kValidationLoss), std::size_t(1));
        QCOMPARE(studio.points({ "forgetting", {}, {}, "brown" }), std::size_t(1));
        QCOMPARE(studio.points({ "reliance_accuracy", "validation", "digits", {} }),
                 std::size_t(1));
        QTRY_VERIFY(studio.page->findChild<QLabel *>(QStringLiteral("runFacts"))
                        ->text()
                        .contains(QLatin1String("Step 60 of 200")));
        QVERIFY(studio.page->liveView()->log()->model().rowCount() >= 2);

        studio.gate.open();
        QTRY_COMPARE(studio.state(run), RunState::Finished);
        QTRY_VERIFY(!studio.page->liveView()->isLoading());
        QCOMPARE(studio.points(kTrainLoss), std::size_t(200));
        QCOMPARE(studio.points(kValidationLoss), std::size_t(4));
        QVERIFY(studio.action("exportRun")->isEnabled());
        QVERIFY(!studio.action("stopRun")->isEnabled());
    }

    void testSetsStandInTheTableAndNotAmongTheCurves()
    {
        RunPlotGrid grid;
        const SeriesKey validated { "reliance_accuracy", "validation", "digits", {} };
        SeriesKey tested = validated;
        tested.split = "test_nopunct";
        grid.setCurve(validated, onePoint(0.1));
        grid.setCurve(tested, onePoint(0.2));
        grid.append({ { tested, onePoint(0.3) } });
        QCOMPARE(grid.plot(RunPlot::RelianceMetric)->curves().size(), 1);
        QCOMPARE(grid.pointCount(tested), std::size_t(0));
        // Of the losses each split that is measured on the way has a curve with a look of its own.
        for (const char *split : { "train", "validation", "test", "test_nopunct" })
            grid.setCurve({ "loss", split, {}, {} }, onePoint(1));
        const MetricPlot *loss = grid.plot(RunPlot::Loss);
        QCOMPARE(loss->curves().size(), 2);
        const CurveStyle train = loss->curveStyle(loss->curves().first());
        const CurveStyle validation = loss->curveStyle(loss->curves().last());
        QCOMPARE(train.name, QStringLiteral("training"));
        QCOMPARE(validation.name, QStringLiteral("validation"));
        QVERIFY(train.color != validation.color);

        Studio studio;
        studio.gate.open();
        const RunId run = studio.start(QStringLiteral("measured"));
        QTRY_COMPARE(studio.state(run), RunState::Finished);
        auto *tabs = studio.page->findChild<QTabWidget *>();
        tabs->setCurrentIndex(1);
        QTRY_VERIFY(studio.page->liveView()->measures()->model().rowCount() > 5);
    }

    void manyClassesAreAHeatMap()
    {
        RunPlotGrid grid;
        grid.resize(900, 700);
        grid.show();
        const auto key = [](int i) {
            return SeriesKey {
                "reliance_accuracy", "validation", "class " + std::to_string(i), {}
            };
        };
        for (int i = 0; i < 5; ++i)
            grid.setCurve(key(i), onePoint(0.1 * i));
        PlotCard *card = grid.card(RunPlot::RelianceMetric);
        QVERIFY(!card->isHeat());
        auto *heat = grid.findChild<QAction *>(QStringLiteral("plotHeat"));
        QVERIFY(!heat->isChecked());
        for (int i = 5; i < 9; ++i)
            grid.setCurve(key(i), onePoint(0.1 * i));
        QVERIFY(card->isHeat());
        QVERIFY(heat->isChecked());
        SeriesPoints later = onePoint(0.5);
        later.step = { 20 };
        grid.append({ { key(8), later } });
        QTRY_COMPARE(card->heatMap()->value({ 8, 1 }), 0.5);
        QVERIFY(std::isnan(card->heatMap()->value({ 0, 1 })));
        QCOMPARE(card->heatMap()->value({ 3, 0 }), 0.1 * 3);
        // One cursor: what the map reads, the other plots show.
        card->heatMap()->setFocus();
        QTest::keyClick(card->heatMap(), Qt::Key_End);
        QCOMPARE(grid.plot(RunPlot::Loss)->cursor(), std::optional(20.0));
        // A picture shows the face that is on the screen.
        const QTemporaryDir folder;
        QVERIFY(card->exportAs(PlotToolbar::ExportFormat::Png, folder.filePath("map.")));
        const QImage picture(folder.filePath("map.png"));
        QCOMPARE(picture.size(), card->heatMap()->size() * 2);
        const QPoint inside = card->heatMap()->cellRect({ 3, 0 }).center();
        QCOMPARE(picture.pixelColor(inside * 2).rgba(), card->heatMap()->colorOf(0.1 * 3).rgba());
        heat->trigger();
        QVERIFY(!card->isHeat());
        QVERIFY(card->exportAs(PlotToolbar::ExportFormat::Png, folder.filePath("curves.")));
        QCOMPARE(QImage(folder.filePath("curves.png")).size(), MetricPlot::kPictureSize * 2);
        QCOMPARE(grid.plot(RunPlot::RelianceMetric)->curves().size(), 9);
    }

    void plotsMayGoWhileAMapHasTheFocus()
    {
        auto grid = std::make_unique<RunPlotGrid>();
        grid->show();
        QVERIFY(QTest::qWaitForWindowActive(grid.get()));
        for (int i = 0; i < 9; ++i)
            grid->setCurve({ "reliance_accuracy", "validation", std::to_string(i), {} },
                           onePoint(0.1 * i));
        const QPointer<HeatMap> map = grid->card(RunPlot::RelianceMetric)->heatMap();
        map->setFocus();
        QTest::keyClick(map, Qt::Key_End);
        QVERIFY(map->hasFocus());
        QVERIFY(map->current().has_value());
        grid.reset();
        QVERIFY(map.isNull());
    }

    void pauseStopAndResumeByMouse()
    {
        Studio studio;
        const RunId run = studio.start(QStringLiteral("paused"));
        studio.gate.allow(50);
        QTRY_COMPARE(studio.points(kTrainLoss), std::size_t(50));
        QTRY_VERIFY(studio.button("pauseRun")->isEnabled());
        QTest::mouseClick(studio.button("pauseRun"), Qt::LeftButton);
        QTRY_COMPARE(studio.state(run), RunState::Paused);
        QVERIFY(studio.button("resumeRun")->isVisible());
        QVERIFY(!studio.button("pauseRun")->isVisible());

        QTest::mouseClick(studio.button("resumeRun"), Qt::LeftButton);
        QTRY_COMPARE(studio.state(run), RunState::Running);
        QTest::mouseClick(studio.button("checkpointRun"), Qt::LeftButton);
        QTest::mouseClick(studio.button("stopRun"), Qt::LeftButton);
        QTRY_COMPARE(studio.state(run), RunState::Cancelled);
        QTRY_VERIFY(!studio.page->liveView()->isLoading());
        QCOMPARE(studio.points(kTrainLoss), std::size_t(50));

        studio.gate.open();
        QTRY_VERIFY(studio.button("resumeRun")->isEnabled());
        QTest::mouseClick(studio.button("resumeRun"), Qt::LeftButton);
        QTRY_COMPARE(studio.state(run), RunState::Finished);
        QTRY_VERIFY(!studio.page->liveView()->isLoading());
        QCOMPARE(studio.points(kTrainLoss), std::size_t(200));
    }

    void shortcutsDriveTheRun()
    {
        Studio studio;
        const RunId run = studio.start(QStringLiteral("keys"));
        QTRY_COMPARE(studio.state(run), RunState::Running);
        studio.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(studio.page.get()));
        QTest::keyClick(studio.page.get(), Qt::Key_P, Qt::ControlModifier);
        QTRY_COMPARE(studio.state(run), RunState::Paused);
        QTest::keyClick(studio.page.get(), Qt::Key_R, Qt::ControlModifier);
        QTRY_COMPARE(studio.state(run), RunState::Running);
        QTest::keyClick(studio.page.get(), Qt::Key_Period, Qt::ControlModifier);
        QTRY_COMPARE(studio.state(run), RunState::Cancelled);
    }

    void filtersByKeyboardAndOffersToClear()
    {
        Studio studio;
        studio.gate.open();
        studio.start(QStringLiteral("alpha"));
        const RunId beta = studio.start(QStringLiteral("beta"));
        auto *table = studio.page->findChild<QTableView *>(QStringLiteral("runTable"));
        QTRY_COMPARE(studio.state(beta), RunState::Finished);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        studio.page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(studio.page.get()));
        QTest::keyClick(studio.page.get(), Qt::Key_F, Qt::ControlModifier);
        auto *search = studio.page->findChild<QLineEdit *>(QStringLiteral("runSearch"));
        QTRY_VERIFY(search->hasFocus());
        QTest::keyClicks(search, QStringLiteral("alp"));
        QCOMPARE(table->model()->rowCount(), 1);
        QTest::keyClicks(search, QStringLiteral("zzz"));
        QCOMPARE(table->model()->rowCount(), 0);
        QVERIFY(!table->isVisible());
        studio.page->list()->setCurrentRun(beta);
        QVERIFY(table->isVisible());
        QCOMPARE(studio.page->currentRun(), std::optional(beta));
        QVERIFY(search->text().isEmpty());
    }

    void renamesTagsAndArchives()
    {
        Studio studio;
        studio.gate.open();
        const RunId run = studio.start(QStringLiteral("old name"));
        QTRY_COMPARE(studio.state(run), RunState::Finished);
        QTRY_COMPARE(studio.page->currentRun(), std::optional(run));
        QTRY_VERIFY(studio.action("renameRun")->isEnabled());
        studio.action("renameRun")->trigger();
        auto *table = studio.page->findChild<QTableView *>(QStringLiteral("runTable"));
        QTRY_VERIFY(table->viewport()->findChild<QLineEdit *>());
        auto *editor = table->viewport()->findChild<QLineEdit *>();
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("new name"));
        RunRecord busy = studio.model.recordAt(0); // what a live run does to its row meanwhile
        ++busy.step;
        studio.model.setRuns({ busy });
        QSignalSpy failures(studio.controller.get(), &RunController::commandFailed);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY(!table->viewport()->findChild<QLineEdit *>());
        QTRY_COMPARE(table->model()->index(0, RunTableModel::Name).data().toString(),
                     QStringLiteral("new name"));
        QCOMPARE(failures.count(), 0);

        auto *tags = studio.page->findChild<QLineEdit *>(QStringLiteral("runTags"));
        tags->setText(QStringLiteral("es,  punct, es"));
        emit tags->editingFinished();
        QTRY_COMPARE(table->model()->index(0, RunTableModel::Tags).data().toString(),
                     QStringLiteral("es, punct"));
        auto *filter = studio.page->findChild<QComboBox *>(QStringLiteral("runTagsFilter"));
        QTRY_VERIFY(filter->findText(QStringLiteral("punct")) > 0);

        studio.action("archiveRun")->trigger();
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QVERIFY(studio.model.record(run)->isArchived);
    }

    void anotherRunsViewOpensWhileThisOneTrains()
    {
        Studio studio;
        studio.gate.open();
        const RunId first = studio.start(QStringLiteral("first"));
        QTRY_COMPARE(studio.state(first), RunState::Finished);
        studio.gate.allow(80);
        const RunId second = studio.start(QStringLiteral("second"));
        QTRY_COMPARE(studio.points(kTrainLoss), std::size_t(80));
        studio.page->list()->setCurrentRun(first);
        QTRY_COMPARE(studio.points(kTrainLoss), std::size_t(200));
        studio.gate.allow(120);
        studio.page->list()->setCurrentRun(second);
        QTRY_COMPARE(studio.points(kTrainLoss), std::size_t(120));
        QTRY_COMPARE(studio.points(kValidationLoss), std::size_t(2));
    }

    void followsLanguageAndTheme()
    {
        Studio studio;
        studio.gate.open();
        const RunId run = studio.start(QStringLiteral("words"));
        QTRY_COMPARE(studio.state(run), RunState::Finished);
        LanguageSwitch language;
        language.apply(LanguageChoice::Spanish);
        QCoreApplication::processEvents();
        QCOMPARE(studio.page->windowTitle(), QStringLiteral("Ejecuciones"));
        QCOMPARE(studio.page->liveView()->plots()->plot(RunPlot::Forgetting)->title(),
                 QStringLiteral("Olvido"));
        language.apply(LanguageChoice::English);
        QCoreApplication::processEvents();
        QCOMPARE(studio.page->windowTitle(), QStringLiteral("Runs"));
    }

    void everyControlHasANameAndATooltip()
    {
        Studio studio;
        studio.gate.open();
        const RunId run = studio.start(QStringLiteral("names"));
        QTRY_COMPARE(studio.state(run), RunState::Finished);
        for (QWidget *widget : studio.page->findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<QAbstractButton *>(widget)
                || qobject_cast<QComboBox *>(widget) || qobject_cast<QLineEdit *>(widget);
            const bool isPart = qobject_cast<QComboBox *>(widget->parentWidget())
                || qobject_cast<QLineEdit *>(widget->parentWidget())
                || widget->objectName().startsWith(QLatin1String("qt_"))
                || widget->inherits("QTableCornerButton") || widget->inherits("QScrollBar")
                || widget->parentWidget()->inherits("QTabBar");
            if (!isControl || isPart || !widget->isVisible())
                continue;
            const auto *button = qobject_cast<QAbstractButton *>(widget);
            const QString name
                = button && !button->text().isEmpty() ? button->text() : widget->accessibleName();
            QVERIFY2(!name.isEmpty(),
                     qPrintable(widget->objectName() + QLatin1Char(' ')
                                + QLatin1String(widget->metaObject()->className())));
            QVERIFY2(!widget->toolTip().isEmpty(), qPrintable(name));
        }
    }

    void paintsInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("spanish");
        QTest::addColumn<QSize>("size");
        for (const bool dark : { false, true }) {
            for (const QSize size : { QSize(1192, 640), QSize(1832, 1000) }) {
                for (const bool spanish : { false, true })
                    QTest::addRow("%s-%s-%d", dark ? "dark" : "light", spanish ? "es" : "en",
                                  size.width())
                        << dark << spanish << size;
            }
        }
    }

    void paintsInBothThemes()
    {
        QFETCH(bool, dark);
        QFETCH(bool, spanish);
        QFETCH(QSize, size);
        applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        LanguageSwitch language;
        language.apply(spanish ? LanguageChoice::Spanish : LanguageChoice::English);
        Studio studio(size, 600);
        studio.gate.open();
        const RunId first = studio.start(QStringLiteral("clinica base"), QStringLiteral("control"));
        QTRY_COMPARE(studio.state(first), RunState::Finished);
        studio.controller->setTags(first, { QStringLiteral("es"), QStringLiteral("clinica") });
        studio.gate.allow(430);
        studio.start(QStringLiteral("clinica sin puntuación 30 %"), QStringLiteral("control"));
        QTRY_COMPARE(studio.points(kTrainLoss), std::size_t(430));
        studio.controller->enqueue(NewRun { test::demoRecipe(studio.demo),
                                            QStringLiteral("control aleatorio"),
                                            QStringLiteral("control") });
        QTRY_COMPARE(studio.model.rowCount(), 3);
        QTRY_VERIFY(studio.page->property("ready").toBool());
        QTRY_VERIFY(studio.page->liveView()->plots()->plot(RunPlot::Loss)->replotCount() > 0);
        QTest::qWait(60); // the queued replots
        const QPixmap shot = studio.page->grab();
        QCOMPARE(shot.size(), size);
        if (const QString shots = qEnvironmentVariable("TAMIZ_SHOTS"); !shots.isEmpty()) {
            QVERIFY(QDir().mkpath(shots));
            QVERIFY(shot.save(QDir(shots).filePath(
                QStringLiteral("runs-%1.png").arg(QLatin1String(QTest::currentDataTag())))));
        }
        language.apply(LanguageChoice::English);
    }
};

QTEST_MAIN(TestRunsPage)
#include "tst_runs_page.moc"
