// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "ui/models/series_store.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

Scalar point(std::int64_t step, double value)
{
    return {
        { "loss", "train", {}, {} }, step, double(step) / 10, step * 100, double(step), value, 8
    };
}

SeriesPoints points(std::initializer_list<std::pair<int, double>> all)
{
    SeriesPoints result;
    for (const auto &[step, value] : all)
        insertPoint(result, point(step, value));
    return result;
}

} // namespace

class TestSeriesStore : public QObject
{
    Q_OBJECT

private slots:
    void keepsStepOrderAndReplacesRepeats()
    {
        SeriesStore store;
        for (const auto &[step, value] : std::initializer_list<std::pair<int, double>> {
                 { 1, 9 }, { 3, 7 }, { 2, 8 }, { 3, 6 }, { 10, 1 } })
            store.append(point(step, value));
        const SeriesPoints *loss = store.points({ "loss", "train", {}, {} });
        QVERIFY(loss);
        QCOMPARE(loss->step, (std::vector<std::int64_t> { 1, 2, 3, 10 }));
        QCOMPARE(loss->value, (std::vector<double> { 9, 8, 6, 1 }));
        QCOMPARE(loss->tokens, (std::vector<std::int64_t> { 100, 200, 300, 1000 }));
        QCOMPARE(loss->epoch.size(), std::size_t(4));
        QCOMPARE(store.pointCount(), std::size_t(4));
        QVERIFY(!store.points({ "loss", "validation", {}, {} }));
    }

    void mergeTakesTheNewerPoint()
    {
        const SeriesPoints merged
            = mergePoints(points({ { 1, 1 }, { 2, 2 }, { 5, 5 }, { 6, 6 } }),
                          points({ { 2, 20 }, { 3, 30 }, { 6, 60 }, { 7, 70 } }));
        QCOMPARE(merged.step, (std::vector<std::int64_t> { 1, 2, 3, 5, 6, 7 }));
        QCOMPARE(merged.value, (std::vector<double> { 1, 20, 30, 5, 60, 70 }));
    }

    void mergeJoinsEnds()
    {
        QCOMPARE(mergePoints(points({ { 1, 1 } }), points({ { 2, 2 } })).step,
                 (std::vector<std::int64_t> { 1, 2 }));
        QCOMPARE(mergePoints({}, points({ { 2, 2 } })).step, (std::vector<std::int64_t> { 2 }));
        QCOMPARE(mergePoints(points({ { 1, 1 } }), {}).step, (std::vector<std::int64_t> { 1 }));
        QCOMPARE(mergePoints(points({ { 5, 5 } }), points({ { 2, 2 } })).step,
                 (std::vector<std::int64_t> { 2, 5 }));
    }
};

QTEST_GUILESS_MAIN(TestSeriesStore)
#include "tst_series_store.moc"
