// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QWidget>

#include "core/recipe/recipe.h"

class QComboBox;
class QLabel;
class QSpinBox;
class QStackedWidget;

namespace tamiz::ui {

class MaskScheduleCurve;
class NumberSlider;

/// Everything of one masking rule but its mode: probability, share of steps, replacement and
/// schedule. It changes nothing itself: it asks with edited(). GUI thread only.
class MaskRuleEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit MaskRuleEditor(QWidget *parent = nullptr);

    void setRule(const MaskRule &rule, std::int64_t totalSteps);
    /// No rule to edit: says @p why instead.
    void setNothing(const QString &why);

    NumberSlider *probabilitySlider() const { return m_probability; }
    MaskScheduleCurve *curve() const { return m_curve; }

signals:
    /// Edits with the same @p mergeKey belong to one drag.
    void edited(const tamiz::MaskRule &rule, const QString &mergeKey);
    void editFinished();

protected:
    void changeEvent(QEvent *event) override;

private:
    void change(const std::function<void(MaskRule &)> &how, const QString &mergeKey = {});
    void retranslate();

    MaskRule m_rule;
    std::int64_t m_totalSteps = 0;
    QStackedWidget *m_content;
    QLabel *m_nothing;
    QLabel *m_probabilityLabel;
    NumberSlider *m_probability;
    QLabel *m_shareLabel;
    NumberSlider *m_share;
    QLabel *m_replacementLabel;
    QComboBox *m_replacement;
    QLabel *m_scheduleLabel;
    QComboBox *m_schedule;
    QSpinBox *m_period;
    MaskScheduleCurve *m_curve;
};

} // namespace tamiz::ui
