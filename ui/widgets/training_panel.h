// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "core/base/problem.h"
#include "core/recipe/recipe.h"
#include "ui/widgets/panel.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace tamiz::ui {

class CaptionField;
class LrCurve;
class RecipeDocument;

/// Section 4 of the designer: how it is trained, with the learning rate over the run. GUI thread
/// only.
class TrainingPanel final : public Panel
{
    Q_OBJECT

public:
    explicit TrainingPanel(RecipeDocument &document, QWidget *parent = nullptr);

    /// Whether the fields that are seldom changed are in sight before anybody asks for them.
    void setRoomy(bool isRoomy);
    /// Brings every field in sight.
    void reveal();
    void setTotalSteps(std::int64_t steps);
    void showProblems(const std::vector<Problem> &problems);

    QDoubleSpinBox *epochsBox() const { return m_epochs; }
    QLineEdit *rateField() const { return m_rate; }

protected:
    void changeEvent(QEvent *event) override;

private:
    template<typename Editor>
    CaptionField *addField(Editor *editor, const char *path);
    void bindSpin(QDoubleSpinBox *box, const char *key, std::function<void(Recipe &, double)> set);
    void bindSpin(QSpinBox *box, const char *key, std::function<void(Recipe &, int)> set);
    void showMore(bool isShown);
    void editRate();
    void editSeed();
    void showRecipe();
    void retranslate();

    RecipeDocument &m_document;
    QDoubleSpinBox *m_epochs;
    QSpinBox *m_batch;
    QSpinBox *m_accumulation;
    QSpinBox *m_maxLength;
    QLineEdit *m_seed;
    QLineEdit *m_rate;
    QComboBox *m_schedule;
    QDoubleSpinBox *m_warmup;
    QDoubleSpinBox *m_decay;
    QComboBox *m_device;
    QComboBox *m_precision;
    QComboBox *m_activations; ///< gradient checkpointing
    LrCurve *m_curve;
    QToolButton *m_more;
    std::vector<CaptionField *> m_fields;
    std::int64_t m_totalSteps = 0;
    bool m_isMoreChosen = false; ///< a person decided what is in sight
};

} // namespace tamiz::ui
