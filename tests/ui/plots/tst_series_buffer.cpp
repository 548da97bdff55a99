// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "ui/plots/metric_plot.h"
#include "ui/plots/series_buffer.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

SeriesPoints someRows(int from, int count)
{
    SeriesPoints points;
    for (int step = from; step < from + count; ++step) {
        points.step.push_back(step);
        points.epoch.push_back(step / 100.0);
        points.tokens.push_back(64LL * step);
        points.seconds.push_back(0.5 * step);
        points.value.push_back(std::sin(step));
        points.count.push_back(8);
    }
    return points;
}

std::vector<double> copyOf(std::span<const double> values)
{
    return { values.begin(), values.end() };
}

} // namespace

class TestSeriesBuffer : public QObject
{
    Q_OBJECT

private slots:
    void madeForALookIsAsIfItWereSetLater()
    {
        const SeriesBuffer made(someRows(1, 500), PlotAxis::Tokens, 0.8);
        SeriesBuffer later;
        later.assign(someRows(1, 200));
        later.setSmoothing(0.8);
        later.setAxis(PlotAxis::Tokens);
        later.append(someRows(201, 300));
        QCOMPARE(made.x().back(), 64.0 * 500);
        QCOMPARE(copyOf(made.x()), copyOf(later.x()));
        QCOMPARE(copyOf(made.values()), copyOf(later.values()));
        QCOMPARE(copyOf(made.smoothed()), copyOf(later.smoothed()));
        QVERIFY(made.smoothed()[1] != made.values()[1]);
    }

    void firstGrowthCopiesNothing()
    {
        constexpr int kCount = 5000;
        SeriesBuffer buffer(someRows(1, kCount), PlotAxis::Step, 0.5);
        const auto places = [&buffer] {
            const SeriesPoints &points = buffer.points();
            return std::vector<const void *> { points.step.data(),      points.epoch.data(),
                                               points.tokens.data(),    points.seconds.data(),
                                               points.value.data(),     points.count.data(),
                                               buffer.x().data(),       buffer.values().data(),
                                               buffer.smoothed().data() };
        };
        const std::vector<const void *> before = places();
        buffer.append(someRows(kCount + 1, 1));
        buffer.append(someRows(kCount + 2, kCount - 1));
        QCOMPARE(buffer.size(), std::size_t(2 * kCount));
        QCOMPARE(places(), before);
    }

    void columnsOfUnequalLengthAreCut()
    {
        SeriesPoints points = someRows(1, 10);
        points.count.resize(7);
        QCOMPARE(SeriesBuffer(points, PlotAxis::Step, 0).size(), std::size_t(7));
    }
};

QTEST_APPLESS_MAIN(TestSeriesBuffer)
#include "tst_series_buffer.moc"
