// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_marks.h"

#include <QCoreApplication>

#include <qcustomplot.h>

#include "ui/plots/curve_style.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(tamiz::ui::PlotMarks)
};

MarkShape shapeOf(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Pause:
        return MarkShape::Square;
    case MarkKind::Resume:
        return MarkShape::Triangle;
    case MarkKind::Best:
        return MarkShape::Diamond;
    case MarkKind::Evaluation:
        return MarkShape::Plus;
    case MarkKind::SettingChange:
        return MarkShape::Cross;
    case MarkKind::Checkpoint:
        break;
    }
    return MarkShape::Circle;
}

bool hasLine(MarkKind kind)
{
    return kind == MarkKind::Pause || kind == MarkKind::Resume || kind == MarkKind::SettingChange;
}

} // namespace

class PlotMarks : public QCPLayerable
{
public:
    explicit PlotMarks(QCustomPlot *plot)
        : QCPLayerable(plot, QStringLiteral("axes"))
    {
    }

    std::vector<PlacedMark> marks;

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override
    {
        painter->setAntialiasing(true);
    }

    QRect clipRect() const override { return mParentPlot->axisRect()->rect().adjusted(0, 0, 0, 6); }

    void draw(QCPPainter *painter) override
    {
        const QPalette palette = mParentPlot->palette();
        const QRect area = mParentPlot->axisRect()->rect();
        const QCPRange range = mParentPlot->xAxis->range();
        const QColor color = mutedTextColor(palette);
        for (const PlacedMark &mark : marks) {
            if (!range.contains(mark.x))
                continue;
            const double x = mParentPlot->xAxis->coordToPixel(mark.x);
            if (hasLine(mark.kind)) {
                painter->setPen(QPen(color, 1, Qt::DashLine));
                painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
            }
            const bool isBest = mark.kind == MarkKind::Best;
            const QColor glyph = isBest ? accentColor(palette) : color;
            painter->setPen(QPen(glyph, 1.2));
            painter->setBrush(glyph);
            paintMark(*painter, shapeOf(mark.kind), QPointF(x, area.bottom()), isBest ? 4 : 2.5);
        }
    }
};

PlotMarks *addPlotMarks(QCustomPlot &plot)
{
    return new PlotMarks(&plot);
}

void setPlotMarks(PlotMarks &marks, std::vector<PlacedMark> placed)
{
    marks.marks = std::move(placed);
}

QString markName(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Pause:
        return Text::tr("Paused");
    case MarkKind::Resume:
        return Text::tr("Resumed");
    case MarkKind::Best:
        return Text::tr("Best so far");
    case MarkKind::Evaluation:
        return Text::tr("Evaluation");
    case MarkKind::SettingChange:
        return Text::tr("Setting changed");
    case MarkKind::Checkpoint:
        break;
    }
    return Text::tr("Checkpoint");
}

} // namespace tamiz::ui
