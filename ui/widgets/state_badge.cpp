// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_badge.h"

#include <algorithm>

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/bridge/convert.h"
#include "ui/settings/theme.h"

namespace tamiz::ui {

namespace {

constexpr int kPadding = 8;
constexpr int kGlyph = 12;
constexpr int kGap = 6;

} // namespace

QColor stateColor(RunState state, const QPalette &palette)
{
    switch (state) {
    case RunState::Running:
        return accentColor(palette);
    case RunState::Paused:
    case RunState::Stopping:
    case RunState::Interrupted:
        return warningColor(palette);
    case RunState::Finished:
        return positiveColor(palette);
    case RunState::Failed:
        return dangerColor(palette);
    case RunState::Queued:
    case RunState::Cancelled:
        break;
    }
    return mutedTextColor(palette);
}

void paintStateGlyph(QPainter &painter, RunState state, const QRectF &square,
                     const QPalette &palette)
{
    const QColor color = stateColor(state, palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width() / 12, square.height() / 12);
    painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (state) {
    case RunState::Queued: // a clock
        painter.drawEllipse(QRectF(1.5, 1.5, 9, 9));
        painter.drawPolyline(QPolygonF({ { 6, 3.5 }, { 6, 6 }, { 7.8, 7 } }));
        break;
    case RunState::Running: // a play triangle
        painter.setBrush(color);
        painter.drawPolygon(QPolygonF({ { 3, 2 }, { 10, 6 }, { 3, 10 } }));
        break;
    case RunState::Paused: // two bars
        painter.fillRect(QRectF(2.5, 2, 2.5, 8), color);
        painter.fillRect(QRectF(7, 2, 2.5, 8), color);
        break;
    case RunState::Stopping: // a hollow square
        painter.drawRect(QRectF(2.5, 2.5, 7, 7));
        break;
    case RunState::Finished: // a tick
        painter.drawPolyline(QPolygonF({ { 2, 6.5 }, { 4.8, 9.2 }, { 10, 3 } }));
        break;
    case RunState::Cancelled: // a full square
        painter.fillRect(QRectF(2.5, 2.5, 7, 7), color);
        break;
    case RunState::Failed: // a cross
        painter.drawLine(QPointF(3, 3), QPointF(9, 9));
        painter.drawLine(QPointF(9, 3), QPointF(3, 9));
        break;
    case RunState::Interrupted: { // a broken circle
        painter.drawArc(QRectF(1.5, 1.5, 9, 9), 60 * 16, 240 * 16);
        painter.drawLine(QPointF(6, 4), QPointF(6, 6.4));
        painter.drawPoint(QPointF(6, 8.4));
        break;
    }
    }
    painter.restore();
}

StateBadge::StateBadge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    updateTexts();
}

void StateBadge::setState(RunState state)
{
    if (m_state == state)
        return;
    m_state = state;
    updateTexts();
}

QSize StateBadge::sizeHint() const
{
    const QFontMetrics metrics(font());
    const int width
        = kPadding + kGlyph + kGap + metrics.horizontalAdvance(stateName(m_state)) + kPadding;
    return { width, std::max(kGlyph, metrics.height()) + 8 };
}

void StateBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor tint = stateColor(m_state, palette());
    tint.setAlphaF(0.14F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    const qreal radius = height() / 2.0;
    painter.drawRoundedRect(rect(), radius, radius);
    paintStateGlyph(painter, m_state, QRectF(kPadding, (height() - kGlyph) / 2.0, kGlyph, kGlyph),
                    palette());
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(rect().adjusted(kPadding + kGlyph + kGap, 0, 0, 0),
                     Qt::AlignVCenter | Qt::AlignLeft, stateName(m_state));
}

void StateBadge::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange)
        updateTexts();
    QWidget::changeEvent(event);
}

void StateBadge::updateTexts()
{
    setAccessibleName(tr("State: %1").arg(stateName(m_state)));
    updateGeometry();
    update();
}

} // namespace tamiz::ui
