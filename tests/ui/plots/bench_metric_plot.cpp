// SPDX-License-Identifier: GPL-3.0-or-later
// Frame times of a plot with ten curves of a million points: pan, zoom, smoothing, append.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include <QApplication>

#include "synthetic_series.h"
#include "ui/plots/metric_plot.h"

using namespace tamiz;
using namespace tamiz::ui;

namespace {

// Processor time of this process: other work on the machine does not count.
double milliseconds(const auto &action)
{
    const std::clock_t begin = std::clock();
    action();
    return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

void report(const char *what, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    std::printf("%-28s median %7.2f ms   p95 %7.2f ms   max %7.2f ms\n", what, at(0.5), at(0.95),
                times.back());
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    constexpr std::size_t kPoints = 1000000;
    constexpr int kCurves = 10;
    MetricPlot plot;
    plot.resize(1600, 900);
    std::vector<CurveId> curves;
    double setting = 0;
    for (int i = 0; i < kCurves; ++i) {
        curves.push_back(plot.addCurve(indexStyle(i, QStringLiteral("series %1").arg(i))));
        SeriesPoints points = test::fallingLoss(kPoints, static_cast<std::uint64_t>(i));
        setting += milliseconds([&] { plot.setPoints(curves.back(), std::move(points)); });
    }
    plot.show();
    std::printf("%d curves of %zu points, %d x %d pixels\n", kCurves, kPoints, plot.width(),
                plot.height());
    std::printf("%-28s %.0f ms\n", "setPoints, all curves", setting);

    const auto frame = [&] {
        plot.replotNow();
        QApplication::processEvents();
    };
    frame();
    const auto panned = [&](double width) {
        std::vector<double> times;
        for (int i = 0; i < 120; ++i) {
            const double lower = (kPoints - width) * i / 120.0;
            times.push_back(milliseconds([&] {
                plot.setXRange(lower, lower + width);
                frame();
            }));
        }
        return times;
    };
    report("pan, half in sight", panned(kPoints / 2.0));
    report("pan, a tenth in sight", panned(kPoints / 10.0));
    report("pan, 500 points in sight", panned(500));
    plot.resetView();
    std::vector<double> all;
    for (int i = 0; i < 60; ++i)
        all.push_back(milliseconds(frame));
    report("all in sight", all);
    const double smoothing = milliseconds([&] {
        plot.setSmoothing(0.9);
        frame();
    });
    std::printf("%-28s %.0f ms\n", "turn smoothing on", smoothing);
    report("pan smoothed, half in sight", panned(kPoints / 2.0));
    plot.resetView();
    std::vector<double> appends;
    for (int i = 0; i < 60; ++i) {
        appends.push_back(milliseconds([&] {
            for (const CurveId curve : curves)
                plot.append(curve, test::fallingLoss(10, 1, kPoints + 1 + i * 10));
            frame();
        }));
    }
    report("append 10 x 10 and draw", appends);
    return 0;
}
