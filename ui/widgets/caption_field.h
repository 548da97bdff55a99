// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "core/base/problem.h"

class QLabel;

namespace tamiz::ui {

/// A control with its name above it and, if wanted, a line of facts below it, which a problem of the
/// recipe replaces. GUI thread only.
class CaptionField final : public QWidget
{
    Q_OBJECT

public:
    enum class Note { None, Line };

    /// Takes @p editor. @p path: the recipe path whose problems show here.
    CaptionField(QWidget *editor, std::string path, Note note, QWidget *parent = nullptr);

    QWidget *editor() const { return m_editor; }
    const std::string &path() const { return m_path; }

    /// Name above the control; also its accessible name.
    void setCaption(const QString &caption, const QString &toolTip);
    void setFact(const QString &fact);

    /// Marks the control with the worst problem whose path is this field's or below it.
    void showProblems(const std::vector<Problem> &problems);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateNote();

    QWidget *m_editor;
    std::string m_path;
    QLabel *m_caption;
    QLabel *m_note = nullptr;
    QString m_toolTip;
    QString m_fact;
    QString m_problem;
    bool m_isError = false;
};

/// Sets a dynamic property that the style sheet looks at, and applies it at once.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value);

} // namespace tamiz::ui
