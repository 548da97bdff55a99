// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/base/result.h"
#include "core/runs/playground.h"
#include "ui/widgets/panel.h"

class QLabel;
class QProgressBar;
class QStackedWidget;
class QTableView;
class QTextEdit;

namespace tamiz::ui {

class ScoreDelegate;
class ScoreTableModel;

/// What one model says about the text of the playground: a label, marked words or a continuation,
/// with probabilities as bars. GUI thread only.
class AnswerView final : public Panel
{
    Q_OBJECT

public:
    explicit AnswerView(QWidget *parent = nullptr);

    /// Shown while there is no answer.
    void setHint(const QString &hint);
    void clear();

    void begin(); ///< asked; the answer is on its way
    void setAnswer(const TrialAnswer &answer);
    void beginContinuation(const QString &prompt);
    void grow(const QString &piece);
    void setContinuation(const Continuation &continuation);
    void setError(const Error &error);
    void setStopped();

    bool isBusy() const { return m_isBusy; }
    bool hasAnswer() const { return m_answer.has_value() || m_continuation.has_value(); }
    const ScoreTableModel &scores() const { return *m_scores; }
    QString shownText() const;
    QString headline() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void setBusy(bool isBusy);
    void showMessage(const QString &text);
    void showAnswer();
    void showMarks();
    void showFacts();
    void retranslate();

    QLabel *m_facts; ///< beside the heading
    QProgressBar *m_progress;
    QStackedWidget *m_stack;
    QLabel *m_message;
    QLabel *m_headline;
    QTextEdit *m_text;
    QTableView *m_table;
    ScoreTableModel *m_scores;
    ScoreDelegate *m_bars; ///< of probabilities

    QString m_hint;
    bool m_isHintShown = false;
    bool m_isBusy = false;
    QString m_prompt;
    std::optional<TrialAnswer> m_answer;
    std::optional<Continuation> m_continuation;
};

} // namespace tamiz::ui
