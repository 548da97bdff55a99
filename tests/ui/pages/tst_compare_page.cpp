// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include "tests/support/demo_comparison.h"
#include "tests/support/fake_backend.h"
#include "tests/support/temporary_folder.h"
#include "ui/bridge/run_controller.h"
#include "ui/models/compare_model.h"
#include "ui/models/result_model.h"
#include "ui/pages/compare_curves.h"
#include "ui/pages/compare_front.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/compare_tables.h"
#include "ui/plots/scatter_plot.h"
#include "ui/settings/language.h"
#include "ui/settings/theme.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

test::FakeBackend idleBackend()
{
    return test::FakeBackend(
        [](const RunRequest &, RunControl &, MetricSink &) { return RunOutcome {}; });
}

/// A page on a store of its own, with the nine runs of the control experiment or none.
struct Fixture
{
    explicit Fixture(bool isFilled)
    {
        if (isFilled) {
            const auto store = std::move(*RunStore::open(folder.path() / "tamiz.db"));
            runs = *test::fillDemoStore(*store);
        }
        controller = std::make_unique<RunController>(folder.path(), backend);
        page = std::make_unique<ComparePage>(*controller);
        page->resize(1180, 680);
        page->show();
    }

    bool wait()
    {
        return QTest::qWaitFor([this] {
            return page->property("ready").toBool()
                && (runs.empty() || page->tables()->results().rowCount() > 0);
        });
    }

    template<typename Widget>
    Widget *find(const QString &accessibleName) const
    {
        for (Widget *widget : page->findChildren<Widget *>()) {
            if (widget->accessibleName() == accessibleName
                || widget->property("text") == accessibleName)
                return widget;
        }
        return nullptr;
    }

    test::TemporaryFolder folder;
    std::vector<RunId> runs;
    test::FakeBackend backend = idleBackend();
    std::unique_ptr<RunController> controller;
    std::unique_ptr<ComparePage> page;
};

} // namespace

class TestComparePage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void emptyStoreSaysWhatToDo()
    {
        Fixture fixture(false);
        QVERIFY(fixture.wait());
        QSignalSpy wanted(fixture.page.get(), &ComparePage::newExperimentRequested);
        auto *button = fixture.find<QPushButton>(QStringLiteral("New experiment"));
        QVERIFY(button && button->isVisible());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
    }

    void newestExperimentIsComparedAtFirst()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        QCOMPARE(fixture.page->comparedRuns().size(), 9);
        QCOMPARE(fixture.page->tables()->results().rowCount(), 3);
        QCOMPARE(fixture.page->curves()->plot()->curves().size(), 9);
        QVERIFY(fixture.page->front()->plot()->front().size() >= 2);
        // Ten evaluations and the start, for each run.
        QCOMPARE(fixture.page->front()->plot()->points().size(), 9 * 11);
        QCOMPARE(fixture.page->tables()->settings().rowCount(),
                 fixture.page->tables()->settings().differenceCount());
    }

    void runsAreTickedAsTheyFinishUntilAPersonChooses()
    {
        Fixture fixture(false);
        QVERIFY(fixture.wait());
        const auto finishRun = [&](const char *group) {
            QSignalSpy ended(fixture.controller.get(), &RunController::runEnded);
            QSignalSpy read(fixture.controller.get(), &RunController::listRead);
            fixture.controller->start(
                { test::demoRecipe(test::demoVariants().front(), 1), {}, QLatin1String(group) });
            return (!ended.isEmpty() || ended.wait()) && (read.clear(), read.wait());
        };
        const auto ticked = [&] { return fixture.page->comparedRuns().size(); };
        QVERIFY(finishRun("first"));
        QTRY_COMPARE(ticked(), 1);
        QVERIFY(finishRun("first"));
        QTRY_COMPARE(ticked(), 2);
        QVERIFY(finishRun("second")); // while somebody looks at the first experiment
        QCOMPARE(fixture.controller->runs().size(), std::size_t(3));
        QCOMPARE(ticked(), 2);
        fixture.page->hide();
        QVERIFY(finishRun("second"));
        fixture.page->show();
        const QList<RunId> second { fixture.controller->runs()[1].id,
                                    fixture.controller->runs()[0].id };
        QTRY_COMPARE(fixture.page->comparedRuns(), second);

        QTest::mouseClick(fixture.find<QPushButton>(QStringLiteral("Clear")), Qt::LeftButton);
        QVERIFY(finishRun("second"));
        QCOMPARE(fixture.controller->runs().size(), std::size_t(5));
        QCOMPARE(ticked(), 0);
        QTest::mouseClick(fixture.find<QPushButton>(QStringLiteral("Tick the newest runs")),
                          Qt::LeftButton);
        QCOMPARE(ticked(), 3);
    }

    void resultsFitASmallWindow()
    {
        Fixture fixture(true);
        fixture.page->resize(1280 - 108, 720 - 62); // what rail, menu and status bar leave
        QVERIFY(fixture.wait());
        const auto *view = fixture.find<QTableView>(QStringLiteral("Results of the ticked runs"));
        QVERIFY(view && view->isVisible());
        const QHeaderView *header = view->horizontalHeader();
        QVERIFY(header->count() >= 6);
        QTRY_VERIFY2(
            header->length() <= view->viewport()->width(),
            qPrintable(
                QStringLiteral("%1 in %2").arg(header->length()).arg(view->viewport()->width())));
        // The figures are whole, and the names nearly so.
        for (int column = 1; column < header->count(); ++column)
            QVERIFY(view->columnWidth(column) >= header->sectionSizeHint(column));
        QVERIFY(view->columnWidth(0) >= 140);

        // Sorting turns them by the column that is clicked.
        const auto first = [view] { return view->model()->index(0, 0).data().toString(); };
        const QString before = first();
        QWidget *titles = header->viewport();
        const QPoint place(header->sectionViewportPosition(2) + 20, titles->height() / 2);
        QTest::mouseClick(titles, Qt::LeftButton, {}, place);
        const QString once = first();
        QTest::mouseClick(titles, Qt::LeftButton, {}, place);
        QVERIFY(header->isSortIndicatorShown());
        QVERIFY(first() != once);
        QVERIFY(once != before || first() != before);
    }

    void tickingByKeyboardChangesEverything()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        auto *list = fixture.find<QListView>(QStringLiteral("Runs to compare"));
        auto *clear = fixture.find<QPushButton>(QStringLiteral("Clear"));
        QVERIFY(list && clear);
        QTest::mouseClick(clear, Qt::LeftButton);
        QVERIFY(fixture.page->comparedRuns().isEmpty());
        QTRY_VERIFY(fixture.page->property("ready").toBool());

        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Space);
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(fixture.page->comparedRuns().size(), 2);
        QTRY_COMPARE(fixture.page->curves()->plot()->curves().size(), 2);
        QTest::keyClick(list, Qt::Key_Space);
        QTRY_COMPARE(fixture.page->curves()->plot()->curves().size(), 1);
    }

    void filterNarrowsTheListAndKeepsTicks()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        auto *list = fixture.find<QListView>(QStringLiteral("Runs to compare"));
        auto *filter = fixture.find<QLineEdit>(QStringLiteral("Filter runs"));
        QTest::keyClicks(filter, QStringLiteral("random"));
        QCOMPARE(list->model()->rowCount(), 3);
        QCOMPARE(fixture.page->comparedRuns().size(), 9);
    }

    void runKeepsItsColourWhateverIsTicked()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        const auto styleOf = [&](const QString &name) {
            for (const CurveId curve : fixture.page->curves()->plot()->curves()) {
                const CurveStyle style = fixture.page->curves()->plot()->curveStyle(curve);
                if (style.name == name)
                    return style;
            }
            return CurveStyle {};
        };
        const QString name = QStringLiteral("random-mask-s2");
        const CurveStyle before = styleOf(name);
        QCOMPARE(before, runStyle(fixture.runs[7], name));
        fixture.page->compare({ fixture.runs[7] });
        QTRY_COMPARE(fixture.page->curves()->plot()->curves().size(), 1);
        QCOMPARE(styleOf(name), before);
    }

    void metricPickerShowsAnotherCurve()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        auto *metric = fixture.find<QComboBox>(QStringLiteral("Metric of the curves"));
        QCOMPARE(metric->currentText(), QStringLiteral("Loss, validation"));
        const int training = metric->findText(QStringLiteral("Loss, training"));
        QVERIFY(training >= 0);
        metric->setFocus();
        while (metric->currentIndex() < training)
            QTest::keyClick(metric, Qt::Key_Down);
        const MetricPlot *plot = fixture.page->curves()->plot();
        QCOMPARE(plot->title(), QStringLiteral("Loss, training"));
        QCOMPARE(plot->pointCount(plot->curves().front()), std::size_t { 400 });
    }

    void clickOnTheFrontExportsThatPoint()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        ScatterPlot *plot = fixture.page->front()->plot();
        auto *button = fixture.find<QPushButton>(QStringLiteral("Export…"));
        QVERIFY(button && !button->isEnabled());
        QTest::keyClick(plot->focusProxy(), Qt::Key_Right);
        QVERIFY(button->isEnabled());
        QSignalSpy wanted(fixture.page.get(), &ComparePage::exportRequested);
        const int last = static_cast<int>(plot->points().size()) - 1;
        QTRY_VERIFY(plot->rect().contains(plot->positionOf(last)));
        QWidget *canvas = plot->focusProxy();
        QTest::mouseClick(canvas, Qt::LeftButton, {},
                          canvas->mapFrom(plot, plot->positionOf(last)));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted[0][1].toLongLong(), 400);
        QCOMPARE(wanted[0][2].toBool(), true);
    }

    void onlyDifferencesCanBeTurnedOff()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        auto *tabs = fixture.page->findChild<QTabWidget *>();
        tabs->setCurrentIndex(2);
        QCheckBox *only = fixture.page->tables()->findChild<QCheckBox *>();
        QVERIFY(only->isVisible() && only->isChecked());
        const int before = fixture.page->tables()->settings().rowCount();
        only->setFocus();
        QTest::keyClick(only, Qt::Key_Space);
        QVERIFY(fixture.page->tables()->settings().rowCount() > before + 20);
    }

    void reportHoldsWhatIsOnTheScreen()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        const QString html = QString::fromStdString(fixture.folder.path() / "report.html");
        const Status saved = fixture.page->saveReport(html);
        QVERIFY2(saved.has_value(), saved ? "" : saved.error().toString().c_str());
        QFile file(html);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.contains("punctuation-mask"));
        QVERIFY(content.contains("masking.rules"));
        QCOMPARE(content.count("data:image/png;base64,"), 2);
        QVERIFY(!content.contains("http")); // nothing is fetched

        const QString pdf = QString::fromStdString(fixture.folder.path() / "report.pdf");
        QVERIFY(fixture.page->saveReport(pdf));
        QFile printed(pdf);
        QVERIFY(printed.open(QIODevice::ReadOnly));
        QVERIFY(printed.read(5) == "%PDF-" && printed.size() > 20000);
        QVERIFY(!fixture.page->saveReport(QStringLiteral("/nonexistent/report.html")));
    }

    void everyControlHasANameAndAToolTip()
    {
        Fixture fixture(true);
        QVERIFY(fixture.wait());
        for (const QWidget *widget : fixture.page->findChildren<QWidget *>()) {
            const bool isControl = widget->focusPolicy() != Qt::NoFocus && widget->isVisible()
                && (qobject_cast<const QAbstractButton *>(widget)
                    || qobject_cast<const QComboBox *>(widget)
                    || qobject_cast<const QSlider *>(widget)
                    || qobject_cast<const QLineEdit *>(widget));
            if (!isControl)
                continue;
            const bool hasName = !widget->accessibleName().isEmpty()
                || !widget->property("text").toString().isEmpty();
            QVERIFY2(hasName, widget->metaObject()->className());
            QVERIFY2(!widget->toolTip().isEmpty(),
                     qPrintable(QString::fromLatin1(widget->metaObject()->className())
                                + widget->accessibleName() + widget->property("text").toString()));
        }
    }

    void screenshots()
    {
        const QString folder = qEnvironmentVariable("TAMIZ_SHOTS");
        if (folder.isEmpty())
            QSKIP("set TAMIZ_SHOTS to a folder to write pictures of the page");
        for (const ThemeChoice theme : { ThemeChoice::Light, ThemeChoice::Dark }) {
            applyTheme(*qApp, theme);
            for (const char *language : { "en", "es" }) {
                LanguageSwitch languages;
                languages.apply(QByteArray(language) == "es" ? LanguageChoice::Spanish
                                                             : LanguageChoice::English);
                for (const QSize size : { QSize(1280, 720), QSize(1920, 1080) })
                    shoot(folder, size, theme, language);
            }
        }
    }

private:
    static void shoot(const QString &folder, const QSize &size, ThemeChoice theme,
                      const char *language)
    {
        Fixture fixture(true);
        // The rail, menu bar and status bar take the rest.
        fixture.page->resize(size - QSize(88, 56));
        QVERIFY(fixture.wait());
        auto *tabs = fixture.page->findChild<QTabWidget *>();
        for (int tab = 0; tab < 3; ++tab) {
            tabs->setCurrentIndex(tab);
            QTest::qWait(120);
            fixture.page->grab().save(QStringLiteral("%1/compare-%2-%3-%4-%5.png")
                                          .arg(folder,
                                               theme == ThemeChoice::Dark ? QStringLiteral("dark")
                                                                          : QStringLiteral("light"),
                                               QString::fromLatin1(language),
                                               QString::number(size.width()),
                                               QString::number(tab)));
        }
    }
};

QTEST_MAIN(TestComparePage)
#include "tst_compare_page.moc"
