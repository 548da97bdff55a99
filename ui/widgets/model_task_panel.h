// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/runs/workbench.h"
#include "ui/widgets/panel.h"

class QAction;
class QComboBox;
class QToolButton;

namespace tamiz::ui {

class CaptionField;
class FileButton;
class RecipeDocument;
class WorkbenchClient;

/// Section 1 of the designer: base model, task and data files, each with what is known of it or what
/// is wrong with it below. GUI thread only.
class ModelTaskPanel final : public Panel
{
    Q_OBJECT

public:
    explicit ModelTaskPanel(RecipeDocument &document, QWidget *parent = nullptr);

    /// Facts below the fields; nothing while unknown.
    void setModelInfo(const std::optional<ModelInfo> &info);
    void setDataInfo(const std::optional<DataInfo> &info);
    void showProblems(const std::vector<Problem> &problems);

    QComboBox *modelBox() const { return m_model; }
    QComboBox *taskBox() const { return m_task; }
    QToolButton *tokensButton() const { return m_tokens; }

    /// Shows the dialog that chooses the recipe's domain tokens; @p client may be nullptr.
    void openTokensDialog(WorkbenchClient *client);

signals:
    void tokensRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    FileButton *addFiles(CaptionField *&field, const char *path,
                         std::vector<std::string> DataSection::*member);
    void chooseModel(int index);
    void showRecipe();
    void showFacts();
    void retranslate();

    RecipeDocument &m_document;
    QComboBox *m_model;
    QComboBox *m_task;
    FileButton *m_reference;
    QToolButton *m_tokens;
    CaptionField *m_modelField;
    CaptionField *m_taskField;
    CaptionField *m_trainField = nullptr;
    CaptionField *m_validationField = nullptr;
    CaptionField *m_testField = nullptr;
    CaptionField *m_referenceField;
    std::optional<ModelInfo> m_modelInfo;
    std::optional<DataInfo> m_dataInfo;
};

} // namespace tamiz::ui
