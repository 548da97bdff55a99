// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/runs/workbench.h"
#include "ui/widgets/panel.h"

class QDoubleSpinBox;
class QLabel;
class QScrollArea;
class QStackedWidget;

namespace tamiz::ui {

class LayerStack;
class NumberSlider;
class RecipeDocument;

/// Section 2 of the designer: the layer stack with rank, alpha and dropout of LoRA below it. GUI
/// thread only.
class LayersPanel final : public Panel
{
    Q_OBJECT

public:
    explicit LayersPanel(RecipeDocument &document, QWidget *parent = nullptr);

    /// Nothing while the model is unknown.
    void setModelInfo(const std::optional<ModelInfo> &info);

    LayerStack *stack() const { return m_stack; }
    NumberSlider *rankSlider() const { return m_rank; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void setRank(int rank);
    void showRecipe();
    void retranslate();

    RecipeDocument &m_document;
    LayerStack *m_stack;
    QScrollArea *m_scroll;
    QStackedWidget *m_content;
    QLabel *m_noModel;
    QLabel *m_rankLabel;
    NumberSlider *m_rank;
    QLabel *m_alphaLabel;
    QDoubleSpinBox *m_alpha;
    QLabel *m_dropoutLabel;
    QDoubleSpinBox *m_dropout;
    int m_lastRank = 8; ///< what a cell gets when LoRA is off
    bool m_hasModel = false;
};

} // namespace tamiz::ui
