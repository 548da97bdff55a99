// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>
#include <QWidget>

#include "core/recipe/recipe.h"

class QPlainTextEdit;

namespace tamiz::ui {

/// The text that models are asked about, beside it the second one of tasks that have one.
class TrialTexts final : public QWidget
{
    Q_OBJECT

public:
    explicit TrialTexts(QWidget *parent = nullptr);

    void setTask(std::optional<TaskType> task);
    /// A row of data: what stands there is not a person's own writing then.
    void take(const QString &text, const QString &second);
    void setText(const QString &text);
    void insertMask();

    QString text() const;
    QString second() const; ///< empty where the task has none
    bool isModified() const; ///< by a person
    bool isComplete() const; ///< every text that the task needs is there

signals:
    void changed();

protected:
    void changeEvent(QEvent *event) override;

private:
    bool hasSecond() const;
    void retranslate();

    std::optional<TaskType> m_task;
    QPlainTextEdit *m_text;
    QPlainTextEdit *m_second;
};

} // namespace tamiz::ui
