// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/dense_curves.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <QImage>

#include <qcustomplot.h>

namespace tamiz::ui {

namespace {

/// The pixels of one column from top to bottom, both included; empty when top > bottom.
struct Run
{
    int top = std::numeric_limits<int>::max();
    int bottom = std::numeric_limits<int>::min();

    void include(double y)
    {
        const int pixel = static_cast<int>(std::lround(y));
        top = std::min(top, pixel);
        bottom = std::max(bottom, pixel);
    }
    bool isEmpty() const { return top > bottom; }
};

/// From coordinates to pixels of the picture, without a call through the axis a point.
class Scale
{
public:
    Scale(const QCPAxis &axis, double origin, double devicePixelRatio)
        : m_isLog(axis.scaleType() == QCPAxis::stLogarithmic)
    {
        const QCPRange range = axis.range();
        const double from = coordinate(range.lower);
        const double to = coordinate(range.upper);
        const double fromPixel = (axis.coordToPixel(range.lower) - origin) * devicePixelRatio;
        const double toPixel = (axis.coordToPixel(range.upper) - origin) * devicePixelRatio;
        m_factor = (toPixel - fromPixel) / (to - from);
        m_offset = fromPixel - from * m_factor;
    }

    double operator()(double value) const { return coordinate(value) * m_factor + m_offset; }

private:
    double coordinate(double value) const { return m_isLog ? std::log10(value) : value; }

    bool m_isLog;
    double m_factor = 1;
    double m_offset = 0;
};

void traceCurve(const std::vector<PlotPoint> &points, const Scale &xScale, const Scale &yScale,
                int width, int height, std::vector<Run> &runs)
{
    runs.assign(static_cast<std::size_t>(width), {});
    // Beyond the edges by little, so that rounding cannot overflow.
    const auto yPixel = [&](double y) { return std::clamp(yScale(y), -4.0, height + 4.0); };
    const auto include = [&](int column, double y) {
        if (column >= 0 && column < width)
            runs[static_cast<std::size_t>(column)].include(y);
    };
    bool hasLast = false;
    double lastX = 0;
    double lastY = 0;
    for (const PlotPoint &point : points) {
        if (std::isnan(point.y)) {
            hasLast = false;
            continue;
        }
        const double x = xScale(point.x);
        const double y = yPixel(point.y);
        const int column = static_cast<int>(std::clamp(std::floor(x), -1.0, width + 0.0));
        include(column, y);
        const int from = static_cast<int>(std::clamp(std::floor(lastX), -1.0, width + 0.0));
        if (hasLast && column > from) {
            // The line on the way: each column holds its piece.
            for (int between = std::max(from, 0); between < std::min(column, width); ++between) {
                const double share = std::clamp((between + 1 - lastX) / (x - lastX), 0.0, 1.0);
                const double edge = std::lerp(lastY, y, share);
                include(between, edge);
                include(between + 1, edge);
            }
        }
        hasLast = true;
        lastX = x;
        lastY = y;
    }
}

} // namespace

class DenseCurves : public QCPLayerable
{
public:
    explicit DenseCurves(QCustomPlot *plot)
        : QCPLayerable(plot, QStringLiteral("main"))
    {
    }

    std::vector<DenseCurve> curves;

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override
    {
        painter->setAntialiasing(false);
    }

    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }

    void draw(QCPPainter *painter) override
    {
        if (curves.empty())
            return;
        if (painter->modes().testFlag(QCPPainter::pmVectorized))
            drawLines(*painter);
        else
            drawPixels(*painter);
    }

private:
    void drawLines(QCPPainter &painter) const
    {
        for (const DenseCurve &curve : curves) {
            painter.setPen(QPen(curve.color, curve.thickness));
            QPolygonF line;
            for (const PlotPoint &point : *curve.points) {
                if (std::isnan(point.y)) {
                    painter.drawPolyline(line);
                    line.clear();
                    continue;
                }
                line << QPointF(mParentPlot->xAxis->coordToPixel(point.x),
                                mParentPlot->yAxis->coordToPixel(point.y));
            }
            painter.drawPolyline(line);
        }
    }

    void drawPixels(QCPPainter &painter)
    {
        const QRect area = mParentPlot->axisRect()->rect();
        const double ratio = painter.device()->devicePixelRatioF();
        const QSize size = area.size() * ratio;
        if (m_image.size() != size)
            m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
        m_image.setDevicePixelRatio(ratio);
        m_image.fill(Qt::transparent);

        const Scale xScale(*mParentPlot->xAxis, area.left(), ratio);
        const Scale yScale(*mParentPlot->yAxis, area.top(), ratio);
        m_covered.assign(static_cast<std::size_t>(size.width()), {});
        for (auto curve = curves.rbegin(); curve != curves.rend(); ++curve) {
            traceCurve(*curve->points, xScale, yScale, size.width(), size.height(), m_runs);
            paintRuns(curve->color.rgba(),
                      std::max(1, static_cast<int>(std::lround(curve->thickness * ratio))));
        }
        painter.drawImage(area.topLeft(), m_image);
    }

    void paintRuns(QRgb color, int thickness)
    {
        const int height = m_image.height();
        auto *pixels = reinterpret_cast<QRgb *>(m_image.bits());
        const std::ptrdiff_t stride = m_image.bytesPerLine() / qsizetype { sizeof(QRgb) };
        const auto fill = [&](std::size_t column, int top, int bottom) {
            QRgb *pixel = pixels + top * stride + static_cast<std::ptrdiff_t>(column);
            for (int y = top; y <= bottom; ++y, pixel += stride) {
                if (*pixel == 0)
                    *pixel = color;
            }
        };
        for (std::size_t column = 0; column < m_runs.size(); ++column) {
            Run run = m_runs[column];
            if (run.isEmpty())
                continue;
            run.top = std::max(run.top - thickness / 2, 0);
            run.bottom = std::min(run.bottom + (thickness - 1) / 2, height - 1);
            if (run.isEmpty())
                continue;
            // The largest run painted so far in this column is skipped; pixels painted outside it
            // are seen one by one.
            Run &covered = m_covered[column];
            if (covered.isEmpty() || run.bottom < covered.top || run.top > covered.bottom) {
                fill(column, run.top, run.bottom);
                if (covered.isEmpty() || run.bottom - run.top > covered.bottom - covered.top)
                    covered = run;
                continue;
            }
            fill(column, run.top, covered.top - 1);
            fill(column, covered.bottom + 1, run.bottom);
            covered.top = std::min(covered.top, run.top);
            covered.bottom = std::max(covered.bottom, run.bottom);
        }
    }

    QImage m_image;
    std::vector<Run> m_runs;
    std::vector<Run> m_covered;
};

DenseCurves *addDenseCurves(QCustomPlot &plot)
{
    return new DenseCurves(&plot);
}

void setDenseCurves(DenseCurves &layer, std::vector<DenseCurve> curves)
{
    layer.curves = std::move(curves);
}

} // namespace tamiz::ui
