// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_look.h"

#include <cmath>

#include <qcustomplot.h>

#include "ui/plots/metric_plot.h"
#include "ui/plots/number_format.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

class ValueTicker : public QCPAxisTicker
{
public:
    ValueTicker() { setTickCount(5); }

protected:
    double getTickStep(const QCPRange &range) override
    {
        m_step = QCPAxisTicker::getTickStep(range);
        return m_step;
    }
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        return formatTick(tick, m_step);
    }

    double m_step = 0;
};

class LogTicker : public QCPAxisTickerLog
{
protected:
    QString getTickLabel(double tick, const QLocale &, QChar, int) override
    {
        return QLocale().toString(tick, 'g', 3);
    }
};

class PlaceTicker : public ValueTicker
{
public:
    explicit PlaceTicker(PlotAxis axis)
        : m_axis(axis)
    {
    }

protected:
    double getTickStep(const QCPRange &range) override
    {
        double step = ValueTicker::getTickStep(range);
        if (m_axis == PlotAxis::Step || m_axis == PlotAxis::Tokens)
            step = std::max(1.0, std::round(step));
        if (m_axis == PlotAxis::Time && range.size() > 120) {
            // Ticks at round clock times.
            static constexpr std::array<double, 13> kSteps { 15,    30,    60,   120,  300,
                                                             600,   900,   1800, 3600, 7200,
                                                             14400, 21600, 43200 };
            const double exact = range.size() / 5;
            step = std::ceil(exact / 86400) * 86400;
            for (const double candidate : kSteps) {
                if (candidate >= exact) {
                    step = candidate;
                    break;
                }
            }
        }
        m_step = step;
        return step;
    }
    QString getTickLabel(double tick, const QLocale &locale, QChar format, int precision) override
    {
        switch (m_axis) {
        case PlotAxis::Tokens:
            return formatSi(tick);
        case PlotAxis::Time:
            return formatDuration(tick);
        case PlotAxis::Step:
        case PlotAxis::Epoch:
            break;
        }
        return ValueTicker::getTickLabel(tick, locale, format, precision);
    }

private:
    PlotAxis m_axis;
};

} // namespace

void applyPlotLook(QCustomPlot &plot, const QPalette &palette)
{
    const QColor ground = surfaceColor(palette);
    const QColor text = palette.color(QPalette::WindowText);
    const QColor muted = mutedTextColor(palette);
    const QColor line = borderColor(palette);
    plot.setBackground(ground);

    QFont tickFont = plot.font();
    tickFont.setPointSizeF(std::max(7.5, tickFont.pointSizeF() * 0.88));
    for (QCPAxis *axis : plot.axisRect()->axes()) {
        axis->setBasePen(QPen(line, 1));
        // The box is closed above and at the right without ticks of its own.
        const bool isMain
            = axis->axisType() == QCPAxis::atLeft || axis->axisType() == QCPAxis::atBottom;
        axis->setTickPen(isMain ? QPen(line, 1) : QPen(Qt::NoPen));
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLengthIn(0);
        axis->setTickLengthOut(4);
        axis->setTickLabelColor(muted);
        axis->setTickLabelFont(tickFont);
        axis->setLabelColor(text);
        axis->setLabelFont(tickFont);
        axis->setLabelPadding(4);
        axis->grid()->setPen(QPen(blend(line, ground, 0.6), 1));
        axis->grid()->setSubGridVisible(false);
        axis->grid()->setZeroLinePen(QPen(line, 1));
    }
}

QColor blend(const QColor &color, const QColor &ground, double share)
{
    const auto mix = [share](float over, float under) {
        return static_cast<float>(over * share + under * (1 - share));
    };
    return QColor::fromRgbF(mix(color.redF(), ground.redF()), mix(color.greenF(), ground.greenF()),
                            mix(color.blueF(), ground.blueF()));
}

QSharedPointer<QCPAxisTicker> makeValueTicker()
{
    return QSharedPointer<ValueTicker>::create();
}

QSharedPointer<QCPAxisTicker> makeLogTicker()
{
    return QSharedPointer<LogTicker>::create();
}

QSharedPointer<QCPAxisTicker> makePlaceTicker(PlotAxis axis)
{
    return QSharedPointer<PlaceTicker>::create(axis);
}

} // namespace tamiz::ui
