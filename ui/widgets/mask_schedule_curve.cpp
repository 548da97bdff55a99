// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/mask_schedule_curve.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include "core/recipe/schedules.h"
#include "ui/settings/theme.h"
#include "ui/widgets/curve_canvas.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

/// Steps that the curve is drawn over while the run's are unknown.
constexpr std::int64_t kAssumedSteps = 1000;
constexpr double kHandleRadius = 5;

double rounded(double value)
{
    return std::round(value * 100) / 100;
}

} // namespace

MaskScheduleCurve::MaskScheduleCurve(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    retranslate();
}

void MaskScheduleCurve::setRule(const MaskRule &rule, std::int64_t totalSteps)
{
    m_rule = rule;
    m_totalSteps = totalSteps > 0 ? totalSteps : kAssumedSteps;
    if (!isRamp())
        m_active = 1;
    update();
}

QSize MaskScheduleCurve::sizeHint() const
{
    return { 180, 64 };
}

QSize MaskScheduleCurve::minimumSizeHint() const
{
    return { 120, 56 };
}

QRectF MaskScheduleCurve::plotArea() const
{
    return curveArea(QRectF(rect()), QFontMetricsF(font()));
}

QPointF MaskScheduleCurve::handle(int index) const
{
    const QRectF plot = plotArea();
    const MaskSchedule &schedule = m_rule.schedule;
    const double share = !isRamp() ? 0 : index == 0 ? schedule.rampBegin : schedule.rampEnd;
    const double height = isRamp() && index == 0 ? schedule.startProbability : m_rule.probability;
    return { plot.left() + plot.width() * share, plot.bottom() - plot.height() * height };
}

void MaskScheduleCurve::moveHandle(int index, double share, double probability)
{
    MaskRule rule = m_rule;
    MaskSchedule &schedule = rule.schedule;
    const double place = rounded(std::clamp(share, 0.0, 1.0));
    const double height = rounded(std::clamp(probability, 0.0, 1.0));
    if (!isRamp()) {
        rule.probability = height;
    } else if (index == 0) {
        schedule.rampBegin = std::min(place, schedule.rampEnd);
        schedule.startProbability = height;
    } else {
        schedule.rampEnd = std::max(place, schedule.rampBegin);
        rule.probability = height;
    }
    if (rule != m_rule)
        emit edited(rule);
}

void MaskScheduleCurve::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!isEnabled())
        painter.setOpacity(0.4);
    const auto total = static_cast<double>(m_totalSteps);
    SmallCurve curve;
    curve.value = [this, total](double x) {
        return maskProbabilityAt(m_rule, static_cast<std::int64_t>(x * total), m_totalSteps);
    };
    curve.topLabel = QStringLiteral("p = 1");
    curve.beginLabel = tr("begin");
    curve.endLabel = tr("end of the run");
    paintSmallCurve(painter, QRectF(rect()), curve, palette());

    painter.setRenderHint(QPainter::Antialiasing);
    for (int index = isRamp() ? 0 : 1; index < 2; ++index) {
        const bool isMarked = hasFocus() && index == m_active;
        painter.setPen(
            QPen(isMarked ? palette().color(QPalette::Text) : accentColor(palette()), 2));
        painter.setBrush(surfaceColor(palette()));
        painter.drawEllipse(handle(index), kHandleRadius, kHandleRadius);
    }
}

void MaskScheduleCurve::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto distance = [&](int index) {
        const QPointF away = handle(index) - event->position();
        return away.x() * away.x() + away.y() * away.y();
    };
    m_active = isRamp() && distance(0) < distance(1) ? 0 : 1;
    m_isDragging = true;
    mouseMoveEvent(event);
    update();
}

void MaskScheduleCurve::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_isDragging)
        return;
    const QRectF plot = plotArea();
    moveHandle(m_active, (event->position().x() - plot.left()) / plot.width(),
               (plot.bottom() - event->position().y()) / plot.height());
}

void MaskScheduleCurve::mouseReleaseEvent(QMouseEvent *)
{
    if (std::exchange(m_isDragging, false))
        emit editFinished();
}

void MaskScheduleCurve::keyPressEvent(QKeyEvent *event)
{
    const MaskSchedule &schedule = m_rule.schedule;
    const double share = m_active == 0 ? schedule.rampBegin : schedule.rampEnd;
    const double height
        = isRamp() && m_active == 0 ? schedule.startProbability : m_rule.probability;
    constexpr double kStep = 0.05;
    switch (event->key()) {
    case Qt::Key_Left:
        moveHandle(m_active, share - kStep, height);
        break;
    case Qt::Key_Right:
        moveHandle(m_active, share + kStep, height);
        break;
    case Qt::Key_Up:
        moveHandle(m_active, share, height + kStep);
        break;
    case Qt::Key_Down:
        moveHandle(m_active, share, height - kStep);
        break;
    case Qt::Key_Space:
        m_active = isRamp() ? 1 - m_active : 1;
        update();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void MaskScheduleCurve::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MaskScheduleCurve::retranslate()
{
    setAccessibleName(tr("Probability over the run"));
    setToolTip(
        tr("Probability of masking over the run. Drag a handle, or use the arrow keys; Space "
           "changes to the other handle."));
    update();
}

} // namespace tamiz::ui
