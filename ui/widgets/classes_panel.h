// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runs/workbench.h"
#include "ui/models/token_class_model.h"
#include "ui/widgets/panel.h"

class QAction;
class QToolButton;

namespace tamiz::ui {

class MaskRuleEditor;
class RecipeDocument;
class TokenClassView;

/// Section 3 of the designer: the token classes and, for the chosen one, its masking rule. GUI
/// thread only.
class ClassesPanel final : public Panel
{
    Q_OBJECT

public:
    explicit ClassesPanel(RecipeDocument &document, QWidget *parent = nullptr);

    void setFrequencies(const std::vector<ClassFrequency> &frequencies);
    void setReliance(const std::vector<RelianceValue> &reliance);
    void setMeasuring(bool isMeasuring);
    /// Optimiser steps of the run, for the schedule.
    void setTotalSteps(std::int64_t steps);
    void showProblems(const std::vector<Problem> &problems);

    TokenClassModel *model() const { return m_model; }
    TokenClassView *view() const { return m_view; }
    MaskRuleEditor *ruleEditor() const { return m_rule; }
    QAction *addClassAction() const { return m_add; }
    QAction *removeClassAction() const { return m_remove; }
    QAction *measureAction() const { return m_measure; }

    void addClass(const TokenClass &tokenClass);

signals:
    void relianceRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void openAddDialog();
    void removeClass();
    void editRule(const MaskRule &rule, const QString &mergeKey);
    void showRecipe();
    void showRule();
    void retranslate();

    RecipeDocument &m_document;
    TokenClassModel *m_model;
    TokenClassView *m_view;
    MaskRuleEditor *m_rule;
    QAction *m_add;
    QAction *m_remove;
    QAction *m_measure;
    QToolButton *m_addButton;
    QToolButton *m_removeButton;
    QToolButton *m_measureButton;
    std::vector<Problem> m_problems;
    std::int64_t m_totalSteps = 0;
    bool m_isMeasuring = false;
};

} // namespace tamiz::ui
