// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>

#include <QTest>

#include "ui/plots/heat_map.h"

using namespace tamiz::ui;

class TestHeatMap : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void cellsCoverTheAreaWithoutGaps()
    {
        HeatMap map;
        fill(map);
        for (int row = 0; row < 2; ++row) {
            for (int column = 0; column < 3; ++column) {
                const HeatMap::Cell cell { row, column };
                const QRect place = map.cellRect(cell);
                QCOMPARE(map.cellAt(place.center()), std::optional(cell));
                QCOMPARE(map.cellAt(place.topLeft()), std::optional(cell));
                QCOMPARE(map.cellAt(place.bottomRight()), std::optional(cell));
            }
        }
        QCOMPARE(map.cellAt({ 1, 1 }), std::nullopt);
    }

    void paintsTheColourOfEachValue()
    {
        HeatMap map;
        fill(map);
        const QImage picture = map.grab().toImage();
        const QPoint low = map.cellRect({ 0, 0 }).center();
        const QPoint high = map.cellRect({ 1, 1 }).center();
        QCOMPARE(picture.pixelColor(low).rgb(), map.colorOf(0.1).rgb());
        QCOMPARE(picture.pixelColor(high).rgb(), map.colorOf(0.9).rgb());
        QVERIFY(map.colorOf(0.1) != map.colorOf(0.9));
        map.setDiverging(true);
        QVERIFY(map.colorOf(-0.9) != map.colorOf(0.9));
    }

    void arrowKeysReadValues()
    {
        HeatMap map;
        fill(map);
        map.setFocus();
        QTest::keyClick(&map, Qt::Key_Home);
        QTest::keyClick(&map, Qt::Key_Down);
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.current(), std::optional(HeatMap::Cell { 1, 1 }));
        QCOMPARE(map.readout(), QStringLiteral("step 20\ndigits: 0.9000"));
        QTest::keyClick(&map, Qt::Key_Right);
        QCOMPARE(map.readout(), QStringLiteral("step 30\ndigits: not measured"));
        QTest::keyClick(&map, Qt::Key_Right); // stays inside
        QCOMPARE(map.current(), std::optional(HeatMap::Cell { 1, 2 }));
    }

    void missingAndHostileValuesAreNotMeasured()
    {
        HeatMap map;
        map.setValues({ QStringLiteral("a") }, { 1, 2, 3 },
                      { std::numeric_limits<double>::infinity() });
        QVERIFY(std::isnan(map.value({ 0, 2 })));
        QVERIFY(std::isnan(map.value({ 5, 0 })));
        map.resize(400, 200);
        QVERIFY(!map.grab().isNull());
        map.setValues({}, {}, {});
        QVERIFY(!map.grab().isNull());
    }

    void moreColumnsThanPixels()
    {
        HeatMap map;
        std::vector<std::int64_t> steps(100000);
        std::vector<double> values(200000, 0.5);
        values.front() = 0;
        values.back() = 1;
        map.setValues({ QStringLiteral("a"), QStringLiteral("b") }, std::move(steps),
                      std::move(values));
        map.resize(400, 200);
        const QImage picture = map.grab().toImage();
        QCOMPARE(picture.pixelColor(map.cellRect({ 1, 99999 }).center()).rgb(),
                 map.colorOf(1).rgb());
    }

private:
    static void fill(HeatMap &map)
    {
        map.resize(500, 240);
        map.setTitle(QStringLiteral("Reliance"));
        map.setValues({ QStringLiteral("punctuation"), QStringLiteral("digits") }, { 10, 20, 30 },
                      { 0.1, 0.2, 0.3, 0.4, 0.9, std::numeric_limits<double>::quiet_NaN() });
        map.show();
        QVERIFY(QTest::qWaitForWindowExposed(&map));
    }
};

QTEST_MAIN(TestHeatMap)
#include "tst_heat_map.moc"
