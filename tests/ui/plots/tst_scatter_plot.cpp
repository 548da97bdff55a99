// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "ui/plots/scatter_plot.h"

using namespace tamiz::ui;

class TestScatterPlot : public QObject
{
    Q_OBJECT

private slots:
    void clickSelectsAndSecondClickActivates()
    {
        ScatterPlot plot;
        fill(plot);
        QSignalSpy selected(&plot, &ScatterPlot::selectedChanged);
        QSignalSpy activated(&plot, &ScatterPlot::activated);
        click(plot, plot.positionOf(1));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected[0][0].toInt(), 1);
        QCOMPARE(plot.selected(), std::optional(1));
        QCOMPARE(activated.size(), 0);
        click(plot, plot.positionOf(1));
        QCOMPARE(activated.size(), 1);
        click(plot, (plot.positionOf(0) + plot.positionOf(1)) / 2);
        QCOMPARE(plot.selected(), std::nullopt);
    }

    void keyboardGoesFromPointToPoint()
    {
        ScatterPlot plot;
        fill(plot);
        QSignalSpy activated(&plot, &ScatterPlot::activated);
        QWidget *canvas = plot.focusProxy();
        QTest::keyClick(canvas, Qt::Key_Right);
        QCOMPARE(plot.selected(), std::optional(2)); // leftmost
        QTest::keyClick(canvas, Qt::Key_Right);
        QCOMPARE(plot.selected(), std::optional(0));
        QTest::keyClick(canvas, Qt::Key_Right);
        QTest::keyClick(canvas, Qt::Key_Right); // stays at the end; the NaN is never reached
        QCOMPARE(plot.selected(), std::optional(1));
        QTest::keyClick(canvas, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toInt(), 1);
    }

    void fewerPointsDropTheSelection()
    {
        ScatterPlot plot;
        fill(plot);
        plot.setSelected(2);
        plot.setPoints({ plot.points()[0] });
        QCOMPARE(plot.selected(), std::nullopt);
    }

    void exportsReadableFiles()
    {
        QTemporaryDir folder;
        ScatterPlot plot;
        fill(plot);
        QVERIFY(plot.exportPng(folder.filePath(QStringLiteral("s.png"))));
        QVERIFY(!QImage(folder.filePath(QStringLiteral("s.png"))).isNull());
        QVERIFY(plot.exportCsv(folder.filePath(QStringLiteral("s.csv"))));
        QFile file(folder.filePath(QStringLiteral("s.csv")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("\"run 1\",\"step 400\",0.8,0.1,0,0\n"));
    }

private:
    static void fill(ScatterPlot &plot)
    {
        plot.resize(600, 400);
        plot.setPoints({ point(0.8, 0.1, 0), point(0.9, 0.3, 1), point(0.6, 0.05, 2),
                         point(std::numeric_limits<double>::quiet_NaN(), 1, 3) });
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        // The ranges are fitted by the first replot.
        QTRY_VERIFY((plot.positionOf(1) - plot.positionOf(0)).manhattanLength() > 100);
    }

    static ScatterPoint point(double x, double y, int run)
    {
        ScatterPoint result;
        result.x = x;
        result.y = y;
        result.style = runStyle(run + 1, QStringLiteral("run %1").arg(run + 1));
        result.detail = QStringLiteral("step 400");
        return result;
    }

    static void click(ScatterPlot &plot, const QPoint &position)
    {
        QWidget *canvas = plot.focusProxy();
        QTest::mouseClick(canvas, Qt::LeftButton, {}, canvas->mapFrom(&plot, position));
    }
};

QTEST_MAIN(TestScatterPlot)
#include "tst_scatter_plot.moc"
