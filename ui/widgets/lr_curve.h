// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/recipe/recipe.h"

namespace tamiz::ui {

/// The learning rate over the run, warm-up included. GUI thread only.
class LrCurve final : public QWidget
{
    Q_OBJECT

public:
    explicit LrCurve(QWidget *parent = nullptr);

    /// @p totalSteps: optimiser steps of the run, 0 while unknown.
    void setTraining(const TrainingSection &training, std::int64_t totalSteps);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    std::int64_t drawnSteps() const;
    void retranslate();

    TrainingSection m_training;
    std::int64_t m_totalSteps = 0;
};

} // namespace tamiz::ui
