// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/runs/workbench.h"
#include "ui/widgets/panel.h"

class QAction;
class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace tamiz::ui {

/// The right column of the designer: what the run will cost, what is wrong with it, and the buttons
/// that start it. GUI thread only.
class SummaryPanel final : public Panel
{
    Q_OBJECT

public:
    explicit SummaryPanel(QAction *start, QAction *queue, QAction *save, QAction *measure,
                          QWidget *parent = nullptr);

    void setEstimate(const std::optional<Estimate> &estimate);
    /// Errors first; they are what disables Start.
    void setProblems(const std::vector<Problem> &problems);
    void setName(const QString &name);
    void setMeasuring(bool isMeasuring);

    /// Seeds of the control experiment; 0 = a single run.
    int controlSeeds() const;

    QCheckBox *controlBox() const { return m_control; }
    QSpinBox *seedsBox() const { return m_seeds; }
    QPushButton *startButton() const { return m_start; }
    QListWidget *issueList() const { return m_issues; }
    QLabel *reasonLabel() const { return m_reason; }
    QLabel *trainableLabel() const { return m_trainable; }

signals:
    void nameEdited(const QString &name);
    void controlChanged();
    /// A person chose an issue: show where it is.
    void problemActivated(const QString &path);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        QLabel *name = nullptr;
        QLabel *value = nullptr;
    };
    Line addLine(QGridLayout *grid);
    QPushButton *addButton(QAction *action);
    void showEstimate();
    void showProblems();
    void showControl();
    void retranslate();

    QLabel *m_trainable;
    QLabel *m_total;
    QProgressBar *m_share;
    Line m_trainMemory;
    Line m_evaluationMemory;
    Line m_freeMemory;
    Line m_epoch;
    Line m_run;
    Line m_disk;
    QPushButton *m_measure;
    QLabel *m_issuesHeading;
    QListWidget *m_issues;
    QLabel *m_nameLabel;
    QLineEdit *m_name;
    QCheckBox *m_control;
    QSpinBox *m_seeds;
    QLabel *m_runs;
    QLabel *m_reason;
    QPushButton *m_start;
    QPushButton *m_queue;
    QPushButton *m_save;
    std::optional<Estimate> m_estimate;
    std::vector<Problem> m_problems;
};

} // namespace tamiz::ui
