// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/scatter_cloud.h"

#include <cmath>
#include <map>

#include <qcustomplot.h>

#include "ui/plots/plot_look.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr qreal kLarge = 6;
constexpr qreal kSmall = 3;

/// Trails, front, error bars and marks in one layerable.
class Cloud : public QCPLayerable
{
public:
    Cloud(QCustomPlot *plot, const ScatterState &state)
        : QCPLayerable(plot, QStringLiteral("main"))
        , m_state(state)
    {
    }

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override
    {
        painter->setAntialiasing(true);
    }
    QRect clipRect() const override { return mParentPlot->axisRect()->rect(); }

    void draw(QCPPainter *painter) override
    {
        drawFront(*painter);
        drawTrails(*painter);
        for (const bool isSmall : { true, false }) {
            for (qsizetype i = 0; i < m_state.points.size(); ++i) {
                if (m_state.points[i].isSmall == isSmall && isDrawable(m_state.points[i]))
                    drawPoint(*painter, m_state.points[i], static_cast<int>(i));
            }
        }
    }

private:
    QPointF toPixel(double x, double y) const
    {
        return { mParentPlot->xAxis->coordToPixel(x), mParentPlot->yAxis->coordToPixel(y) };
    }

    void drawFront(QCPPainter &painter) const
    {
        if (m_state.front.size() < 2)
            return;
        QPolygonF line;
        for (const QPointF &corner : m_state.front)
            line << toPixel(corner.x(), corner.y());
        painter.setPen(QPen(accentColor(mParentPlot->palette()), 1.6, Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
    }

    void drawTrails(QCPPainter &painter) const
    {
        std::map<int, QPolygonF> trails;
        std::map<int, QColor> colors;
        for (const ScatterPoint &point : m_state.points) {
            if (point.trail < 0 || !isDrawable(point))
                continue;
            trails[point.trail] << toPixel(point.x, point.y);
            colors[point.trail] = curveColor(point.style, mParentPlot->palette());
        }
        const QColor ground = surfaceColor(mParentPlot->palette());
        for (const auto &[trail, line] : trails) {
            painter.setPen(QPen(blend(colors[trail], ground, 0.45), 1));
            painter.drawPolyline(line);
        }
    }

    void drawPoint(QCPPainter &painter, const ScatterPoint &point, int index) const
    {
        const QPalette palette = mParentPlot->palette();
        const QColor color = curveColor(point.style, palette);
        const QPointF center = toPixel(point.x, point.y);
        painter.setPen(QPen(color, 1.2));
        if (point.xSpread > 0)
            painter.drawLine(toPixel(point.x - point.xSpread, point.y),
                             toPixel(point.x + point.xSpread, point.y));
        if (point.ySpread > 0)
            painter.drawLine(toPixel(point.x, point.y - point.ySpread),
                             toPixel(point.x, point.y + point.ySpread));
        const MarkShape mark
            = point.style.mark == MarkShape::None ? MarkShape::Circle : point.style.mark;
        const bool isLineMark = mark == MarkShape::Cross || mark == MarkShape::Plus;
        painter.setPen(isLineMark ? QPen(color, point.isSmall ? 1.4 : 2.6)
                                  : QPen(surfaceColor(palette), 1));
        painter.setBrush(color);
        paintMark(painter, mark, center, point.isSmall ? kSmall : kLarge);
        if (index == m_state.selected || index == m_state.hovered) {
            painter.setPen(QPen(
                index == m_state.selected ? accentColor(palette) : mutedTextColor(palette), 2));
            painter.setBrush(Qt::NoBrush);
            const qreal radius = (point.isSmall ? kSmall : kLarge) + 5;
            painter.drawEllipse(center, radius, radius);
        }
    }

    const ScatterState &m_state;
};

} // namespace

bool isDrawable(const ScatterPoint &point)
{
    return std::isfinite(point.x) && std::isfinite(point.y);
}

QPointF pixelOf(const QCustomPlot &plot, const ScatterPoint &point)
{
    return { plot.xAxis->coordToPixel(point.x), plot.yAxis->coordToPixel(point.y) };
}

void addScatterCloud(QCustomPlot &plot, const ScatterState &state)
{
    new Cloud(&plot, state); // the plot owns it
}

} // namespace tamiz::ui
