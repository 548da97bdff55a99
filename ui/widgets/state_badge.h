// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>
#include <QWidget>

#include "core/runs/run_state.h"

class QPainter;

namespace tamiz::ui {

/// The colour of a state; always shown beside its glyph and its name.
QColor stateColor(RunState state, const QPalette &palette);

/// Draws the state's glyph (a shape of its own per state) in a square.
void paintStateGlyph(QPainter &painter, RunState state, const QRectF &square,
                     const QPalette &palette);

/// Glyph and name of a run's state in a tinted pill. GUI thread only.
class StateBadge final : public QWidget
{
    Q_OBJECT

public:
    explicit StateBadge(QWidget *parent = nullptr);

    void setState(RunState state);
    RunState state() const { return m_state; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateTexts();

    RunState m_state = RunState::Queued;
};

} // namespace tamiz::ui
