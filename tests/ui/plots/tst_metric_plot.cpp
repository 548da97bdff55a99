// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QScrollArea>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QWheelEvent>

#include "synthetic_series.h"
#include "ui/plots/metric_plot.h"
#include "ui/plots/number_format.h"
#include "ui/plots/plot_group.h"
#include "ui/settings/theme.h"

using namespace tamiz;
using namespace tamiz::ui;
using tamiz::test::fallingLoss;

class TestMetricPlot : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void keepsAllPointsAndDrawsFewPerPixel()
    {
        MetricPlot plot;
        show(plot);
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        plot.setPoints(curve, fallingLoss(200000, 1));
        QTRY_VERIFY(!plot.drawnPoints(curve).empty());
        QCOMPARE(plot.pointCount(curve), std::size_t { 200000 });
        QVERIFY(plot.drawnPoints(curve).size() <= 3u * 2u * 900u);
    }

    void reductionKeepsSpikesOfOnePoint()
    {
        MetricPlot plot;
        show(plot);
        SeriesPoints points = fallingLoss(100000, 2);
        points.value[31415] = 50;
        points.value[77777] = -50;
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        plot.setPoints(curve, points);
        QTRY_VERIFY(!plot.drawnPoints(curve).empty());
        const std::vector<QPointF> drawn = plot.drawnPoints(curve);
        const auto has = [&](QPointF wanted) {
            return std::find(drawn.begin(), drawn.end(), wanted) != drawn.end();
        };
        QVERIFY(has({ 31416, 50 }));
        QVERIFY(has({ 77778, -50 }));
        QCOMPARE(drawn.back(), QPointF(100000, points.value.back()));
        QVERIFY(plot.yUpper() > 50 && plot.yLower() < -50);
    }

    /// A stroke over the full height at every pixel column takes a painter longer than a frame may.
    void noisyCurveIsPaintedInRunsOfPixels()
    {
        const auto pictureOf = [](const SeriesPoints &points, const SeriesPoints &few) {
            MetricPlot plot;
            show(plot);
            CurveStyle marked = indexStyle(1, QStringLiteral("few"));
            marked.mark = MarkShape::Square;
            plot.setPoints(plot.addCurve(indexStyle(0, QStringLiteral("many"))), points);
            plot.setPoints(plot.addCurve(marked), few);
            plot.setLegendVisible(false);
            plot.replotNow();
            QCoreApplication::processEvents();
            return plot.grab().toImage();
        };
        const auto count = [](const QImage &picture, const QColor &color) {
            int pixels = 0;
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x)
                    pixels += picture.pixelColor(x, y) == color ? 1 : 0;
            }
            return pixels;
        };
        const auto shades = [](const QImage &picture) {
            const QRect middle(picture.width() / 3, picture.height() / 3, picture.width() / 3,
                               picture.height() / 3);
            QSet<QRgb> colors;
            for (int y = middle.top(); y <= middle.bottom(); ++y) {
                for (int x = middle.left(); x <= middle.right(); ++x)
                    colors.insert(picture.pixel(x, y));
            }
            return colors.size();
        };
        constexpr std::size_t kPoints = 20000;
        SeriesPoints noisy = fallingLoss(kPoints, 6);
        SeriesPoints straight = noisy;
        const CounterRandom random(6);
        for (std::size_t i = 0; i < kPoints; ++i) {
            noisy.value[i] = random.uniform(i);
            straight.value[i] = static_cast<double>(i) / kPoints;
        }
        QVERIFY(shades(pictureOf(noisy, {})) < 12);
        QVERIFY(shades(pictureOf(straight, {})) > 12); // a line with smooth edges, as before

        SeriesPoints few = fallingLoss(5, 7, 1000);
        few.step = { 2000, 6000, 10000, 14000, 18000 };
        few.value.assign(5, 0.5);
        const QImage both = pictureOf(noisy, few);
        QVERIFY(count(both, seriesColor(0, QPalette())) > 1000);
        QVERIFY(count(both, seriesColor(1, QPalette())) > 5 * 4 * 4); // its marks stay
    }

    void appendingEqualsSettingAtOnce()
    {
        MetricPlot plot;
        show(plot);
        const CurveId whole = plot.addCurve({ QStringLiteral("whole") });
        const CurveId parts = plot.addCurve({ QStringLiteral("parts") });
        plot.setSmoothing(0.9);
        const SeriesPoints all = fallingLoss(5000, 3);
        plot.setPoints(whole, all);
        for (std::size_t from = 0; from < 5000; from += 37)
            plot.append(parts, slice(all, from, std::min<std::size_t>(5000, from + 37)));
        plot.replotNow();
        QCOMPARE(plot.pointCount(parts), std::size_t { 5000 });
        QCOMPARE(plot.drawnPoints(parts), plot.drawnPoints(whole));
    }

    void manyChangesMakeOneReplot()
    {
        MetricPlot plot;
        show(plot);
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        QTRY_VERIFY(plot.replotCount() > 0);
        QCoreApplication::processEvents();
        const int before = plot.replotCount();
        for (int i = 0; i < 100; ++i)
            plot.append(curve, fallingLoss(10, 4, 1 + i * 10));
        plot.setSmoothing(0.5);
        plot.setTitle(QStringLiteral("Loss"));
        QCoreApplication::processEvents();
        QTRY_VERIFY(plot.replotCount() > before);
        // The title and the legend that appear move the plot: one more for the new size.
        QVERIFY2(plot.replotCount() <= before + 2, qPrintable(QString::number(plot.replotCount())));
    }

    void hiddenPlotDoesNotDraw()
    {
        MetricPlot plot;
        for (int i = 0; i < 5; ++i)
            QCoreApplication::processEvents(); // the library draws once when made
        const int made = plot.replotCount();
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        plot.setPoints(curve, fallingLoss(1000, 5));
        for (int i = 0; i < 5; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(plot.replotCount(), made);

        show(plot);
        QTRY_VERIFY(plot.replotCount() > made);
        plot.hide();
        QCoreApplication::processEvents();
        const int before = plot.replotCount();
        plot.append(curve, fallingLoss(10, 5, 1001));
        QCoreApplication::processEvents();
        QCOMPARE(plot.replotCount(), before);
        plot.show();
        QTRY_VERIFY(plot.replotCount() > before);
        QCOMPARE(plot.drawnPoints(curve).back().x(), 1010.0);
    }

    void plotScrolledOutOfSightDoesNotDraw()
    {
        QScrollArea area;
        auto *content = new QWidget;
        content->setFixedSize(400, 2000);
        auto *plot = new MetricPlot(content);
        plot->setGeometry(0, 1600, 400, 300);
        area.setWidget(content);
        area.resize(420, 400);
        const CurveId curve = plot->addCurve({ QStringLiteral("loss") });
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        plot->setPoints(curve, fallingLoss(1000, 5)); // the legend appears and changes the size
        QTest::qWait(50);
        const int before = plot->replotCount();
        plot->append(curve, fallingLoss(10, 5, 1001));
        QTest::qWait(50);
        QCOMPARE(plot->replotCount(), before);
        area.verticalScrollBar()->setValue(area.verticalScrollBar()->maximum());
        QTRY_VERIFY(plot->replotCount() > before);
        QCOMPARE(plot->drawnPoints(curve).back().x(), 1010.0);
    }

    void notFinitePointsAreGapsAndNeverBreakTheScale()
    {
        MetricPlot plot;
        show(plot);
        SeriesPoints points = fallingLoss(100, 6);
        points.value[10] = std::numeric_limits<double>::quiet_NaN();
        points.value[20] = std::numeric_limits<double>::infinity();
        points.count.resize(90); // a hostile source: columns of unequal length
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        plot.setPoints(curve, points);
        plot.replotNow();
        QCOMPARE(plot.pointCount(curve), std::size_t { 90 });
        QVERIFY(plot.yUpper() < 4);
        QVERIFY(plot.yLower() > 0);
    }

    void axisThatRunsBackIsSorted()
    {
        MetricPlot plot;
        show(plot);
        SeriesPoints points = fallingLoss(100, 7);
        for (std::size_t i = 50; i < 100; ++i) // resumed elsewhere: the clock began anew
            points.seconds[i] -= 12;
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        plot.setXAxis(PlotAxis::Time);
        plot.setPoints(curve, points);
        plot.replotNow();
        const std::vector<QPointF> drawn = plot.drawnPoints(curve);
        QVERIFY(std::is_sorted(drawn.begin(), drawn.end(),
                               [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); }));
        QCOMPARE(drawn.size(), std::size_t { 100 });
    }

    void axesFollowTheChosenColumn_data()
    {
        QTest::addColumn<int>("axis");
        QTest::addColumn<double>("last");
        QTest::newRow("step") << static_cast<int>(PlotAxis::Step) << 1000.0;
        QTest::newRow("epoch") << static_cast<int>(PlotAxis::Epoch) << 3.0;
        QTest::newRow("tokens") << static_cast<int>(PlotAxis::Tokens) << 1024000.0;
        QTest::newRow("time") << static_cast<int>(PlotAxis::Time) << 250.0;
    }
    void axesFollowTheChosenColumn()
    {
        QFETCH(int, axis);
        QFETCH(double, last);
        MetricPlot plot;
        show(plot);
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        plot.setPoints(curve, fallingLoss(1000, 8));
        plot.setXAxis(static_cast<PlotAxis>(axis));
        plot.replotNow();
        QCOMPARE(plot.drawnPoints(curve).back().x(), last);
        QVERIFY(plot.xUpper() >= last && plot.xUpper() < last * 1.05);
    }

    void outlierClipFitsTheMiddle()
    {
        MetricPlot plot;
        show(plot);
        SeriesPoints points = fallingLoss(1000, 9);
        points.value[500] = 1000;
        const CurveId curve = plot.addCurve({ QStringLiteral("loss") });
        plot.setPoints(curve, points);
        plot.replotNow();
        QVERIFY(plot.yUpper() > 1000);
        plot.setOutlierClip(true);
        plot.replotNow();
        QVERIFY(plot.yUpper() < 4);
    }

    void logScaleLeavesOutWhatIsNotPositive()
    {
        MetricPlot plot;
        show(plot);
        SeriesPoints points = fallingLoss(100, 10);
        points.value[3] = 0;
        points.value[4] = -1;
        plot.setPoints(plot.addCurve({ QStringLiteral("loss") }), points);
        plot.setLogScale(true);
        plot.replotNow();
        QVERIFY(plot.yLower() > 0.1);
        QVERIFY(plot.yUpper() < 10);
    }

    void groupSharesRangeAndCursor()
    {
        MetricPlot a;
        MetricPlot b;
        PlotGroup group;
        group.add(&a);
        group.add(&b);
        for (MetricPlot *plot : { &a, &b }) {
            show(*plot);
            plot->setPoints(plot->addCurve({ QStringLiteral("loss") }), fallingLoss(100, 11));
            plot->replotNow();
        }
        a.setXRange(10, 20);
        QCOMPARE(b.xLower(), 10.0);
        QCOMPARE(b.xUpper(), 20.0);

        QSignalSpy moved(&a, &MetricPlot::cursorMoved);
        QWidget *canvas = a.focusProxy();
        QTest::mouseMove(canvas, canvas->rect().center() - QPoint(3, 3));
        QTest::mouseMove(canvas, canvas->rect().center());
        QTRY_VERIFY(!moved.isEmpty());
        QVERIFY(b.cursor().has_value());
        QCOMPARE(b.cursor(), a.cursor());
        QVERIFY2(b.readout().contains(QStringLiteral("loss: ")), qPrintable(b.readout()));

        a.resetView();
        QVERIFY(b.isFollowing());
        b.hide();
        group.remove(&b);
        a.setXRange(30, 40);
        QVERIFY(b.isFollowing());
    }

    void cursorByKeyboardReadsEachPoint()
    {
        MetricPlot plot;
        show(plot);
        SeriesPoints points = fallingLoss(20, 12);
        points.value[0] = 1.25;
        points.value[1] = 0.75;
        plot.setPoints(plot.addCurve({ QStringLiteral("validation") }), points);
        plot.replotNow();
        plot.setFocus();
        QTest::keyClick(plot.focusProxy(), Qt::Key_Right);
        QCOMPARE(plot.cursor(), std::optional(1.0));
        QCOMPARE(plot.readout(), QStringLiteral("step 1\nvalidation: 1.250"));
        QTest::keyClick(plot.focusProxy(), Qt::Key_Right);
        QCOMPARE(plot.readout(), QStringLiteral("step 2\nvalidation: 0.7500"));
        QTest::keyClick(plot.focusProxy(), Qt::Key_Left);
        QCOMPARE(plot.cursor(), std::optional(1.0));
    }

    void mouseZoomsPansAndResets()
    {
        MetricPlot plot;
        show(plot);
        plot.setPoints(plot.addCurve({ QStringLiteral("loss") }), fallingLoss(1000, 13));
        plot.replotNow();
        QWidget *canvas = plot.focusProxy();
        const double full = plot.xUpper() - plot.xLower();
        const QPoint middle = canvas->rect().center();

        QWheelEvent wheel(middle, canvas->mapToGlobal(middle), {}, { 0, 240 }, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(canvas, &wheel);
        const double zoomed = plot.xUpper() - plot.xLower();
        QVERIFY(zoomed < full * 0.8);

        const double lower = plot.xLower();
        QTest::mousePress(canvas, Qt::LeftButton, {}, middle);
        QTest::mouseMove(canvas, middle + QPoint(60, 0));
        QTest::mouseRelease(canvas, Qt::LeftButton, {}, middle + QPoint(60, 0));
        QVERIFY(plot.xLower() < lower);
        QCOMPARE(plot.xUpper() - plot.xLower(), zoomed);

        QTest::mouseDClick(canvas, Qt::LeftButton, {}, middle);
        plot.replotNow();
        QCOMPARE(plot.xUpper() - plot.xLower(), full);

        QTest::mousePress(canvas, Qt::LeftButton, Qt::ShiftModifier, middle - QPoint(50, 40));
        QTest::mouseMove(canvas, middle + QPoint(50, 40));
        QTest::mouseRelease(canvas, Qt::LeftButton, Qt::ShiftModifier, middle + QPoint(50, 40));
        QVERIFY(plot.xUpper() - plot.xLower() < full * 0.5);
        const double boxTop = plot.yUpper();
        plot.replotNow();
        QCOMPARE(plot.yUpper(), boxTop); // a box fixes the values too
    }

    void legendHidesByMouseAndKeyboard()
    {
        MetricPlot plot;
        const CurveId train = plot.addCurve(indexStyle(0, QStringLiteral("train")));
        const CurveId validation = plot.addCurve(indexStyle(1, QStringLiteral("validation")));
        plot.setPoints(train, fallingLoss(50, 14));
        plot.setPoints(validation, fallingLoss(50, 15));
        show(plot);
        QToolButton *first = legendButton(plot, QStringLiteral("train"));
        QToolButton *second = legendButton(plot, QStringLiteral("validation"));
        QVERIFY(first && second);
        QSignalSpy changed(&plot, &MetricPlot::curveVisibilityChanged);
        QTest::mouseClick(first, Qt::LeftButton);
        QVERIFY(!plot.isCurveVisible(train));
        second->setFocus();
        QTest::keyClick(second, Qt::Key_Space);
        QVERIFY(!plot.isCurveVisible(validation));
        QCOMPARE(changed.size(), 2);
        QTest::mouseClick(first, Qt::LeftButton);
        QVERIFY(plot.isCurveVisible(train));
    }

    void exportsReadableFiles()
    {
        QTemporaryDir folder;
        MetricPlot plot; // never shown: a report draws plots that are not on the screen
        plot.setTitle(QStringLiteral("Loss"));
        const CurveId curve = plot.addCurve(indexStyle(0, QStringLiteral("run \"a\", seed 1")));
        plot.setPoints(curve, fallingLoss(300, 16));
        const auto path = [&](const char *name) { return folder.filePath(QLatin1String(name)); };

        QVERIFY(plot.exportPng(path("p.png"), { 600, 400 }));
        const QImage image(path("p.png"));
        QCOMPARE(image.size(), QSize(1200, 800));
        const QColor ink = seriesColor(0, plot.palette());
        bool hasInk = false;
        for (int y = 200; y < image.height() && !hasInk; ++y) { // below title and legend
            for (int x = 0; x < image.width() && !hasInk; ++x)
                hasInk = QColor(image.pixel(x, y)) == ink;
        }
        QVERIFY(hasInk);

        QVERIFY(plot.exportSvg(path("p.svg")));
        QVERIFY(QSvgRenderer(path("p.svg")).isValid());
        QVERIFY(plot.exportPdf(path("p.pdf")));
        QVERIFY(content(path("p.pdf")).startsWith("%PDF-"));

        QVERIFY(plot.exportCsv(path("p.csv")));
        const QList<QByteArray> lines = content(path("p.csv")).trimmed().split('\n');
        QCOMPARE(lines.size(), 301);
        QCOMPARE(lines[0], QByteArray("curve,step,epoch,tokens,seconds,value,count"));
        QVERIFY2(lines[1].startsWith("\"run \"\"a\"\", seed 1\",1,0.01,1024,0.25,"), lines[1]);

        const Status failed = plot.exportPng(QStringLiteral("/nonexistent/p.png"));
        QVERIFY(!failed);
        QVERIFY(failed.error().toString().find("/nonexistent") != std::string::npos);
    }

    void followsPaletteAndEmptyText()
    {
        MetricPlot plot;
        plot.setEmptyText(QStringLiteral("Tick a run on the left"));
        show(plot);
        plot.replotNow();
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        dark.setColor(QPalette::WindowText, Qt::white);
        QTRY_VERIFY(QTest::qWaitForWindowExposed(&plot));
        const QColor before = plot.grab().toImage().pixelColor(20, 200);
        plot.setPalette(dark);
        QTRY_VERIFY(plot.grab().toImage().pixelColor(20, 200) != before);
    }

    void numbersAreOfTheLocale_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("si");
        QTest::addColumn<QString>("tick");
        QTest::newRow("en") << "en_US"
                            << "0.3142"
                            << "1.25\u00a0M"
                            << "0.25";
        QTest::newRow("es") << "es_ES"
                            << "0,3142"
                            << "1,25\u00a0M"
                            << "0,25";
    }
    void numbersAreOfTheLocale()
    {
        QFETCH(QString, locale);
        QFETCH(QString, value);
        QFETCH(QString, si);
        QFETCH(QString, tick);
        const QLocale before;
        QLocale::setDefault(QLocale(locale));
        QCOMPARE(formatValue(0.314159), value);
        QCOMPARE(formatSi(1250000), si);
        QCOMPARE(formatTick(0.25, 0.25), tick);
        QLocale::setDefault(before);
        QCOMPARE(formatDuration(45), QStringLiteral("45\u00a0s"));
        QCOMPARE(formatDuration(200), QStringLiteral("3:20"));
        QCOMPARE(formatDuration(7510), QStringLiteral("2:05:10"));
        QCOMPARE(formatTick(0.30000000000000004, 0.1), QStringLiteral("0.3"));
    }

private:
    static void show(MetricPlot &plot)
    {
        plot.resize(800, 400);
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
    }

    static SeriesPoints slice(const SeriesPoints &all, std::size_t from, std::size_t to)
    {
        const auto part = [=](const auto &column) {
            return std::decay_t<decltype(column)>(column.begin()
                                                      + static_cast<std::ptrdiff_t>(from),
                                                  column.begin() + static_cast<std::ptrdiff_t>(to));
        };
        return { part(all.step),    part(all.epoch), part(all.tokens),
                 part(all.seconds), part(all.value), part(all.count) };
    }

    static QToolButton *legendButton(const MetricPlot &plot, const QString &text)
    {
        for (QToolButton *button : plot.findChildren<QToolButton *>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }

    static QByteArray content(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

QTEST_MAIN(TestMetricPlot)
#include "tst_metric_plot.moc"
