// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QWidget>

#include "core/recipe/recipe.h"

namespace tamiz::ui {

/// A masking rule's probability over the run, as a curve that can be bent: a ramp has a handle at
/// its begin and its end, a constant or alternating rule one at its height. Keyboard: arrows move
/// the handle, Space chooses the other one. The widget changes nothing itself: it asks with
/// edited(). GUI thread only.
class MaskScheduleCurve final : public QWidget
{
    Q_OBJECT

public:
    explicit MaskScheduleCurve(QWidget *parent = nullptr);

    /// @p totalSteps: optimiser steps of the run, 0 while unknown.
    void setRule(const MaskRule &rule, std::int64_t totalSteps);

    /// Middle of handle 0 (begin) or 1 (end, or the height).
    QPointF handle(int index) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void edited(const tamiz::MaskRule &rule);
    void editFinished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QRectF plotArea() const;
    bool isRamp() const { return m_rule.schedule.kind == ScheduleKind::Ramp; }
    /// Puts the handle at a share of the run and a probability, both clamped.
    void moveHandle(int index, double share, double probability);
    void retranslate();

    MaskRule m_rule;
    std::int64_t m_totalSteps = 0;
    int m_active = 1;
    bool m_isDragging = false;
};

} // namespace tamiz::ui
