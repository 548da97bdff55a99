// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/base/result.h"
#include "core/runs/playground.h"
#include "ui/models/model_shelf.h"

class QAction;

namespace tamiz::ui {

class AnswerView;
class ClassToggles;
class Panel;
class SamplingFields;
class TrialModels;
class TrialTexts;
class WorkbenchClient;

/// Answers "what did it learn?": a text, and what the base and the tuned model say about it, with
/// classes of tokens out of their sight. GUI thread only.
class PlaygroundPage final : public QWidget
{
    Q_OBJECT

public:
    PlaygroundPage(WorkbenchClient &client, ModelShelf &shelf, QWidget *parent = nullptr);

    /// The tuned model with its base, or a base model alone.
    void chooseModel(const QString &folder);
    void setText(const QString &text);
    void ask();
    void stop();

    std::optional<TaskType> task() const { return m_task; }
    AnswerView *baseAnswer() const { return m_base; }
    AnswerView *tunedAnswer() const { return m_tuned; }

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    /// One of the two questions of a press of Ask.
    struct Side
    {
        AnswerView *view;
        std::optional<TrialModel> model; ///< none: nothing to ask
    };

    QAction *makeAction(const char *name, const QString &icon, const QKeySequence &shortcut);
    QWidget *makeQuestion();
    QWidget *makeSettings();
    void takeModels();
    void takeTask(const Result<TaskType> &task);
    void showExample();
    void showNextRow();
    void takeTexts(const QString &text, const QString &second);
    void showClasses();
    void updateControls();
    void insertMask();
    bool isBusy() const;
    std::vector<Side> sides() const;
    void askSide(const Side &side);
    void retranslate();

    WorkbenchClient &m_client;
    std::optional<TaskType> m_task; ///< of the tuned model, else of the base; none while unknown
    std::optional<TaskType> m_baseTask; ///< what the left side can answer
    std::int64_t m_row = 0; ///< of the run's data, the next one for the field
    bool m_asksWhenReady = false; ///< the page was opened: it shows an answer at once

    QAction *m_ask;
    QAction *m_stop;
    QAction *m_nextRow;
    QAction *m_insertMask;
    TrialModels *m_models;
    SamplingFields *m_sampling;
    Panel *m_question = nullptr;
    TrialTexts *m_texts;
    ClassToggles *m_toggles;
    AnswerView *m_base;
    AnswerView *m_tuned;
};

} // namespace tamiz::ui
