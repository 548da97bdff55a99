// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/runs/playground.h"

class QDoubleSpinBox;
class QSpinBox;

namespace tamiz::ui {

class CaptionField;

/// How a decoder goes on with a text: how far, how freely, from which seed.
class SamplingFields final : public QWidget
{
    Q_OBJECT

public:
    explicit SamplingFields(QWidget *parent = nullptr);

    void applyTo(ContinuationQuestion &question) const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void retranslate();

    QSpinBox *m_newTokens;
    QDoubleSpinBox *m_temperature;
    QSpinBox *m_seed;
    CaptionField *m_newTokensField;
    CaptionField *m_temperatureField;
    CaptionField *m_seedField;
};

} // namespace tamiz::ui
