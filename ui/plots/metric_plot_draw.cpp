// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_plot_p.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QLabel>

#include <qcustomplot.h>

#include "ui/bridge/convert.h"
#include "ui/plots/number_format.h"
#include "ui/plots/plot_look.h"
#include "ui/plots/plot_readout.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr std::size_t kFewPoints = 60; // marks are drawn up to here
constexpr std::size_t kManyPoints = 2000; // beyond, thin lines, which the raster engine draws fast
constexpr std::size_t kDensePoints = 5000; // beyond, one run of pixels a column
constexpr double kDenseClimb = 16; // likewise above so many pixels up and down a column
constexpr double kFaint = 0.32; // share of the colour in the raw curve under a smoothed one
constexpr int kReadoutLines = 12;

struct Span
{
    double lower = std::numeric_limits<double>::infinity();
    double upper = -std::numeric_limits<double>::infinity();

    void include(double value)
    {
        lower = std::min(lower, value);
        upper = std::max(upper, value);
    }
    bool isEmpty() const { return !(lower <= upper); }
};

// Room around the data, on the scale they are drawn on.
QCPRange padded(const Span &span, double share, bool isLog)
{
    if (isLog) {
        const double lower = std::log10(std::max(span.lower, 1e-300));
        const double upper = std::log10(std::max(span.upper, 1e-300));
        const double room = upper > lower ? (upper - lower) * share : 0.5;
        return { std::pow(10, lower - room), std::pow(10, upper + room) };
    }
    double room = (span.upper - span.lower) * share;
    if (!(room > 0))
        room = span.lower == 0 ? 0.5 : std::abs(span.lower) * 0.05;
    return { span.lower - room, span.upper + room };
}

// The 1st to 99th percentile of evenly spaced values in sight.
void includePercentiles(const SeriesBuffer &buffer, double lower, double upper, bool isLog,
                        Span &span)
{
    constexpr std::size_t kSample = 2048;
    const std::span<const double> x = buffer.x();
    const auto begin
        = static_cast<std::size_t>(std::lower_bound(x.begin(), x.end(), lower) - x.begin());
    const auto end
        = static_cast<std::size_t>(std::upper_bound(x.begin(), x.end(), upper) - x.begin());
    std::vector<double> sample;
    const std::size_t stride = std::max<std::size_t>(1, (end - begin) / kSample);
    for (std::size_t i = begin; i < end; i += stride) {
        const double value = buffer.values()[i];
        if (std::isfinite(value) && (!isLog || value > 0))
            sample.push_back(value);
    }
    if (sample.empty())
        return;
    std::sort(sample.begin(), sample.end());
    const auto last = static_cast<double>(sample.size() - 1);
    span.include(sample[static_cast<std::size_t>(std::floor(last * 0.01))]);
    span.include(sample[static_cast<std::size_t>(std::ceil(last * 0.99))]);
}

QCPScatterStyle scatterStyle(MarkShape mark, const QColor &color)
{
    if (mark == MarkShape::None)
        mark = MarkShape::Circle;
    QCPScatterStyle::ScatterShape shape = QCPScatterStyle::ssDisc;
    switch (mark) {
    case MarkShape::Square:
        shape = QCPScatterStyle::ssSquare;
        break;
    case MarkShape::Triangle:
        shape = QCPScatterStyle::ssTriangle;
        break;
    case MarkShape::TriangleDown:
        shape = QCPScatterStyle::ssTriangleInverted;
        break;
    case MarkShape::Diamond:
        shape = QCPScatterStyle::ssDiamond;
        break;
    case MarkShape::Cross:
        shape = QCPScatterStyle::ssCross;
        break;
    case MarkShape::Plus:
        shape = QCPScatterStyle::ssPlus;
        break;
    case MarkShape::Circle:
    case MarkShape::None:
        break;
    }
    return { shape, QPen(color, 1.4), QBrush(color), 6 };
}

PlotReadout::Line note(const QString &name, const QString &value)
{
    PlotReadout::Line line { {}, value };
    line.style.name = name;
    line.style.color = CurveStyle::kNeutralColor;
    return line;
}

} // namespace

void MetricPlot::Private::prepare()
{
    fitX();
    reduceCurves();
    fitY();
    passPoints();
    placeMarks();
    placeThreshold();
    showCursor();
}

void MetricPlot::Private::fitX()
{
    if (!isFollowingX)
        return;
    Span span;
    for (const std::optional<PlotExtent> &extent :
         { q->extent(), extentSource ? extentSource() : std::nullopt }) {
        if (extent) {
            span.include(extent->lower);
            span.include(extent->upper);
        }
    }
    if (span.isEmpty())
        plot->xAxis->setRange(0, 1);
    else if (span.lower == span.upper)
        plot->xAxis->setRange(span.lower - 0.5, span.upper + 0.5);
    else
        plot->xAxis->setRange(padded(span, 0.01, false));
}

std::optional<PlotExtent> MetricPlot::extent() const
{
    std::optional<PlotExtent> all;
    for (const auto &[id, curve] : d->curves) {
        if (!curve.isVisible || curve.buffer.isEmpty())
            continue;
        const double first = curve.buffer.x().front();
        const double last = curve.buffer.x().back();
        all = all ? PlotExtent { std::min(all->lower, first), std::max(all->upper, last) }
                  : PlotExtent { first, last };
    }
    return all;
}

void MetricPlot::setExtentSource(ExtentSource source)
{
    d->extentSource = std::move(source);
    updateExtent();
}

void MetricPlot::updateExtent()
{
    if (d->isFollowingX)
        d->schedule();
}

void MetricPlot::Private::reduceCurves()
{
    const bool isLog = q->isLogScale();
    const QCPRange range = plot->xAxis->range();
    const int columns
        = std::max(1, static_cast<int>(plot->viewport().width() * plot->bufferDevicePixelRatio()));
    for (auto &[id, curve] : curves) {
        if (!curve.isVisible) {
            curve.drawn.clear();
            curve.drawnSmoothed.clear();
            continue;
        }
        curve.buffer.reduce(range.lower, range.upper, columns, false, isLog, curve.drawn);
        if (smoothing > 0 && curve.style.isMeasured)
            curve.drawnSmoothed = curve.drawn;
        else if (smoothing > 0)
            curve.buffer.reduce(range.lower, range.upper, columns, true, isLog,
                                curve.drawnSmoothed);
        else
            curve.drawnSmoothed.clear();
    }
}

void MetricPlot::Private::fitY()
{
    if (!isFollowingY)
        return;
    const bool isLog = q->isLogScale();
    const QCPRange range = plot->xAxis->range();
    Span span;
    for (const auto &[id, curve] : curves) {
        if (isClipped && curve.isVisible)
            includePercentiles(curve.buffer, range.lower, range.upper, isLog, span);
        else
            for (const PlotPoint &point : curve.drawn)
                span.include(point.y);
        for (const PlotPoint &point : curve.drawnSmoothed)
            span.include(point.y);
    }
    if (threshold && (!isLog || *threshold > 0))
        span.include(*threshold);
    plot->yAxis->setRange(span.isEmpty() ? (isLog ? QCPRange(0.1, 10) : QCPRange(0, 1))
                                         : padded(span, 0.06, isLog));
}

void MetricPlot::Private::passPoints()
{
    std::size_t total = 0;
    for (const auto &[id, curve] : curves)
        total += curve.drawn.size() + curve.drawnSmoothed.size();
    isThin = total > kManyPoints;

    const bool isSmooth = smoothing > 0;
    std::vector<DenseCurve> dense;
    std::vector<DenseCurve> denseSmoothed; // above all of the others
    const auto pass = [&](QCPGraph &graph, const std::vector<PlotPoint> &points) {
        const bool isDense = total > kDensePoints || isNoisy(points);
        QVector<QCPGraphData> data(isDense ? 0 : static_cast<qsizetype>(points.size()));
        if (!isDense)
            std::transform(points.begin(), points.end(), data.begin(),
                           [](const PlotPoint &p) { return QCPGraphData(p.x, p.y); });
        graph.data()->set(data, true);
        return isDense;
    };
    for (auto &[id, curve] : curves) {
        if (isSmooth && !curve.smoothed) {
            curve.smoothed = plot->addGraph();
            curve.smoothed->setAdaptiveSampling(false);
        } else if (!isSmooth && curve.smoothed) {
            plot->removeGraph(curve.smoothed);
            curve.smoothed = nullptr;
        }
        styleGraph(*curve.raw, curve, curve.smoothed != nullptr);
        if (pass(*curve.raw, curve.drawn))
            dense.push_back({ &curve.drawn, colorOf(curve, isSmooth), 1 });
        if (curve.smoothed) {
            styleGraph(*curve.smoothed, curve, false);
            if (pass(*curve.smoothed, curve.drawnSmoothed))
                denseSmoothed.push_back({ &curve.drawnSmoothed, colorOf(curve, false), 2 });
        }
    }
    dense.insert(dense.end(), denseSmoothed.begin(), denseSmoothed.end());
    setDenseCurves(*denseCurves, std::move(dense));
}

/// Whether a painter would stroke the curve up and down over most of the plot, with a point on every pixel
/// column: the stroke's length is what it costs.
bool MetricPlot::Private::isNoisy(const std::vector<PlotPoint> &points) const
{
    const int columns = plot->axisRect()->width();
    if (points.size() <= static_cast<std::size_t>(std::max(columns, 0)))
        return false;
    double climb = 0;
    double last = std::numeric_limits<double>::quiet_NaN();
    for (const PlotPoint &point : points) {
        const double pixel = plot->yAxis->coordToPixel(point.y);
        if (std::isfinite(pixel - last))
            climb += std::abs(pixel - last);
        last = pixel;
    }
    return climb > kDenseClimb * columns;
}

QColor MetricPlot::Private::colorOf(const Curve &curve, bool isFaint) const
{
    const QColor full = curveColor(curve.style, q->palette());
    return isFaint ? blend(full, surfaceColor(q->palette()), kFaint) : full;
}

void MetricPlot::Private::styleGraph(QCPGraph &graph, const Curve &curve, bool isFaint) const
{
    const QColor color = colorOf(curve, isFaint);
    const bool isPlain = isFaint || isThin;
    QPen pen(color, isPlain ? 1 : 1.8, isPlain ? Qt::SolidLine : penStyle(curve.style.dash));
    pen.setJoinStyle(Qt::RoundJoin);
    graph.setPen(pen);
    const std::size_t count = curve.drawn.size();
    const bool isMarked
        = count == 1 || (!isFaint && count <= kFewPoints && curve.style.mark != MarkShape::None);
    graph.setScatterStyle(isMarked ? scatterStyle(curve.style.mark, color)
                                   : QCPScatterStyle(QCPScatterStyle::ssNone));
}

void MetricPlot::Private::placeMarks()
{
    const Curve *longest = nullptr;
    for (const auto &[id, curve] : curves) {
        if (!longest || curve.buffer.size() > longest->buffer.size())
            longest = &curve;
    }
    placedMarks.clear();
    for (const Mark &mark : marks) {
        const auto step = static_cast<double>(mark.step);
        const std::optional<double> x = axis == PlotAxis::Step ? step
            : longest                                          ? longest->buffer.axisOfStep(step)
                                                               : std::nullopt;
        placedMarks.push_back({ x.value_or(std::numeric_limits<double>::quiet_NaN()), mark.kind });
    }
    setPlotMarks(*marksLayer, placedMarks);
}

void MetricPlot::Private::placeThreshold()
{
    thresholdLine->setVisible(threshold.has_value());
    thresholdText->setVisible(threshold.has_value() && !thresholdLabel.isEmpty());
    if (!threshold)
        return;
    const QColor color = dangerColor(q->palette());
    thresholdLine->setPen(QPen(color, 1.2, Qt::DashLine));
    thresholdLine->point1->setCoords(0, *threshold);
    thresholdLine->point2->setCoords(1, *threshold);
    thresholdText->setText(thresholdLabel);
    thresholdText->setColor(color);
    thresholdText->position->setCoords(0.01, *threshold);
}

void MetricPlot::Private::showCursor()
{
    const bool isShown = cursorX && !isEmpty() && plot->xAxis->range().contains(*cursorX);
    cursorLine->setVisible(isShown);
    if (!isShown) {
        readout->hide();
        return;
    }
    cursorLine->point1->setCoords(*cursorX, 0);
    cursorLine->point2->setCoords(*cursorX, 1);

    QList<PlotReadout::Line> lines;
    int hidden = 0;
    for (const auto &[id, curve] : curves) {
        const std::optional<std::size_t> at
            = curve.isVisible ? curve.buffer.nearest(*cursorX) : std::nullopt;
        if (!at)
            continue;
        if (lines.size() >= kReadoutLines) {
            ++hidden;
            continue;
        }
        QString value = formatValue(curve.buffer.values()[*at]);
        if (smoothing > 0)
            value = formatValue(curve.buffer.smoothed()[*at]) + QStringLiteral("  (") + value
                + QLatin1Char(')');
        lines.append({ curve.style, value });
    }
    if (hidden > 0)
        lines.append(note(MetricPlot::tr("%n more", nullptr, hidden), {}));
    const double reach = plot->xAxis->range().size() / std::max(1, plot->axisRect()->width()) * 5;
    for (std::size_t i = 0; i < placedMarks.size(); ++i) {
        if (std::abs(placedMarks[i].x - *cursorX) <= reach && lines.size() < kReadoutLines + 4)
            lines.append(note(markName(marks[i].kind), toQt(marks[i].text)));
    }
    readout->setContent(formatPlace(axis, *cursorX), lines);
    readout->placeBeside(static_cast<int>(plot->xAxis->coordToPixel(*cursorX)),
                         plot->axisRect()->rect());
    readout->show();
    readout->raise();
}

void MetricPlot::Private::moveCursor(double x, bool isByPerson)
{
    if (cursorX == x)
        return;
    cursorX = x;
    if (isInSight() && !isStale) {
        showCursor();
        cursorLayer->replot(); // its own buffer: the curves are not drawn again
    }
    if (isByPerson)
        emit q->cursorMoved(x);
}

void MetricPlot::Private::stepCursor(int direction)
{
    // From point to point of the first curve in sight.
    for (const auto &[id, curve] : curves) {
        const std::span<const double> x = curve.buffer.x();
        if (!curve.isVisible || x.empty())
            continue;
        const double from = cursorX.value_or(direction > 0 ? plot->xAxis->range().lower
                                                           : plot->xAxis->range().upper);
        const double pixel = plot->xAxis->range().size() / std::max(1, plot->axisRect()->width());
        const auto next = direction > 0 ? std::upper_bound(x.begin(), x.end(), from + pixel / 2)
                                        : std::lower_bound(x.begin(), x.end(), from - pixel / 2);
        if (direction > 0 && next != x.end())
            moveCursor(*next, true);
        else if (direction < 0 && next != x.begin())
            moveCursor(*(next - 1), true);
        return;
    }
}

} // namespace tamiz::ui
