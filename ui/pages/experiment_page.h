// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QMetaType>
#include <QWidget>

#include "core/recipe/recipe.h"
#include "ui/models/experiment_facts.h"
#include "ui/models/recipe_document.h"

class QAction;
class QScrollArea;

namespace tamiz::ui {

class ClassesPanel;
class LayersPanel;
class ModelTaskPanel;
class PreviewPanel;
class SummaryPanel;
class TrainingPanel;
class WorkbenchClient;

/// The designer: a recipe as something to look at and to change, with what it will do and cost. Its
/// commands are its actions(). GUI thread only.
class ExperimentPage final : public QWidget
{
    Q_OBJECT

public:
    /// @p client must live longer than the page.
    explicit ExperimentPage(WorkbenchClient *client, QWidget *parent = nullptr);
    ~ExperimentPage() override;

    void setRecipe(const Recipe &recipe);
    Recipe recipe() const { return m_document.recipe(); }

    /// Exchanges the base model, and the adapter to continue from (empty = none); can be undone.
    void useModel(const QString &model, const QString &adapter);

    /// Reads a recipe file into the page; a dialog says what is wrong with it.
    void openRecipe(const QString &file);
    /// Asks for a file and writes the recipe to it.
    void saveRecipe();

    QAction *undoAction() const { return m_undo; }
    QAction *redoAction() const { return m_redo; }
    QAction *saveAction() const { return m_save; }
    QAction *startAction() const { return m_start; }
    QAction *queueAction() const { return m_queue; }

    RecipeDocument &document() { return m_document; }
    const ExperimentFacts &facts() const { return m_facts; }
    ModelTaskPanel *modelTaskPanel() const { return m_modelTask; }
    LayersPanel *layersPanel() const { return m_layers; }
    ClassesPanel *classesPanel() const { return m_classes; }
    TrainingPanel *trainingPanel() const { return m_training; }
    PreviewPanel *previewPanel() const { return m_preview; }
    SummaryPanel *summaryPanel() const { return m_summary; }

signals:
    void recipeSaved(const QString &file);
    /// @p group is what runs of one control experiment share; empty for a single run.
    void startRequested(const std::vector<tamiz::Recipe> &recipes, const QString &group,
                        bool startNow);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QAction *makeAction(const QString &icon, const QKeySequence &shortcut);
    void layOut();
    void connectFacts();
    void showProblems();
    void showPreview();
    void updateStart();
    void request(bool startNow);
    void showPlace(const QString &path);
    void retranslate();

    RecipeDocument m_document;
    WorkbenchClient *m_client;
    ExperimentFacts m_facts;
    QAction *m_undo;
    QAction *m_redo;
    QAction *m_save;
    QAction *m_start;
    QAction *m_queue;
    QAction *m_measure;
    ModelTaskPanel *m_modelTask;
    LayersPanel *m_layers;
    ClassesPanel *m_classes;
    TrainingPanel *m_training;
    PreviewPanel *m_preview;
    SummaryPanel *m_summary;
    QScrollArea *m_scroll;
};

} // namespace tamiz::ui

Q_DECLARE_METATYPE(tamiz::Recipe)
Q_DECLARE_METATYPE(std::vector<tamiz::Recipe>)
