// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lr_curve.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

#include "core/recipe/schedules.h"
#include "ui/widgets/curve_canvas.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

constexpr std::int64_t kAssumedSteps = 1000;

QString rateText(double rate)
{
    return QLocale().toString(rate, 'g', 3);
}

} // namespace

LrCurve::LrCurve(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    retranslate();
}

void LrCurve::setTraining(const TrainingSection &training, std::int64_t totalSteps)
{
    m_training = training;
    m_totalSteps = totalSteps;
    retranslate();
}

std::int64_t LrCurve::drawnSteps() const
{
    return m_totalSteps > 0 ? m_totalSteps : kAssumedSteps;
}

QSize LrCurve::sizeHint() const
{
    return { 260, 52 };
}

QSize LrCurve::minimumSizeHint() const
{
    return { 160, 52 };
}

void LrCurve::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const std::int64_t steps = drawnSteps();
    SmallCurve curve;
    curve.value = [this, steps](double x) {
        return learningRateAt(m_training, static_cast<std::int64_t>(x * static_cast<double>(steps)),
                              steps);
    };
    curve.top = m_training.learningRate > 0 ? m_training.learningRate : 1;
    curve.topLabel = tr("peak %1").arg(rateText(m_training.learningRate));
    const std::int64_t warmup = std::min(steps, warmupSteps(m_training, steps));
    if (m_totalSteps > 0) {
        curve.beginLabel = tr("warm-up %1").arg(countText(warmup));
        curve.endLabel = tr("step %1").arg(QLocale().toString(static_cast<qlonglong>(steps)));
    }
    paintSmallCurve(painter, QRectF(rect()), curve, palette());
}

bool LrCurve::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const QRectF plot = curveArea(QRectF(rect()), QFontMetricsF(font()));
        const double x = std::clamp((help->pos().x() - plot.left()) / plot.width(), 0.0, 1.0);
        const auto step = static_cast<std::int64_t>(x * static_cast<double>(drawnSteps()));
        QToolTip::showText(help->globalPos(),
                           tr("Step %1: learning rate %2")
                               .arg(QLocale().toString(static_cast<qlonglong>(step)),
                                    rateText(learningRateAt(m_training, step, drawnSteps()))),
                           this);
        return true;
    }
    return QWidget::event(event);
}

void LrCurve::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void LrCurve::retranslate()
{
    setAccessibleName(tr("Learning rate over the run"));
    setAccessibleDescription(tr("Peak %1").arg(rateText(m_training.learningRate)));
    update();
}

} // namespace tamiz::ui
