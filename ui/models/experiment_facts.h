// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/runs/workbench.h"

namespace tamiz::ui {

class RecipeDocument;
class WorkbenchClient;

/// What is known about the recipe that is being edited: model, data, a preview row, the estimate,
/// reliance, and every problem. Asks the workbench again for what an edit makes stale, and only for
/// that. GUI thread only.
class ExperimentFacts final : public QObject
{
    Q_OBJECT

public:
    ExperimentFacts(RecipeDocument &document, WorkbenchClient *client, QObject *parent = nullptr);
    ~ExperimentFacts() override;

    const std::optional<ModelInfo> &model() const { return m_model; }
    const std::optional<DataInfo> &data() const { return m_data; }
    const std::optional<PreviewRow> &preview() const { return m_preview; }
    const std::optional<Estimate> &estimate() const { return m_estimate; }
    const std::vector<RelianceValue> &reliance() const { return m_reliance; }
    /// Of the recipe and of everything that was looked at; without repeats.
    const std::vector<Problem> &problems() const { return m_problems; }
    /// Why there is no preview; empty while it is on the way.
    const QString &previewError() const { return m_previewError; }

    std::int64_t previewStep() const { return m_previewStep; }
    bool isMeasuringReliance() const { return m_isMeasuringReliance; }
    bool isMeasuringTime() const { return m_isMeasuringTime; }
    /// Nothing is on the way.
    bool isSettled() const;

    /// Whether anything was looked at yet, for which the engine has to be loaded.
    bool hasAsked() const { return m_hasAsked; }
    /// Looks at model and data anew, after a change of the language: problems are said in it.
    void askAgain();
    void stepRow(int by);
    /// The same row in the next step in which something of it is masked.
    void nextDraw();
    void measureReliance();
    void measureTime();

signals:
    void modelChanged();
    void dataChanged();
    void previewChanged();
    void estimateChanged();
    void relianceChanged();
    void problemsChanged();
    void settledChanged();

private:
    void refresh();
    void askModel();
    void askData();
    void askPreview();
    void askEstimate();
    void takePreview(const Result<std::vector<PreviewRow>> &rows);
    void collectProblems();
    std::int64_t stepOfDraw(std::int64_t draw) const;

    RecipeDocument &m_document;
    WorkbenchClient *m_client;
    QTimer m_refresh; ///< gathers the edits of one turn of the event loop

    Recipe m_askedModel;
    Recipe m_askedData;
    Recipe m_askedPreview;
    bool m_hasAsked = false;

    std::optional<ModelInfo> m_model;
    std::optional<DataInfo> m_data;
    std::optional<PreviewRow> m_preview;
    std::optional<Estimate> m_estimate;
    std::vector<RelianceValue> m_reliance;
    std::vector<Problem> m_problems;
    std::vector<Problem> m_modelProblems;
    std::vector<Problem> m_dataProblems;
    std::vector<Problem> m_previewProblems;
    std::vector<Problem> m_estimateProblems;
    QString m_previewError;

    std::int64_t m_row = 0;
    std::int64_t m_draw = 0;
    std::int64_t m_previewStep = 0;
    int m_drawsTried = 0;
    bool m_isMeasuringReliance = false;
    bool m_isMeasuringTime = false;
};

/// Whether a mask does anything to a token of the row.
bool isAnythingMasked(const PreviewRow &row);

} // namespace tamiz::ui
