// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QFrame>

#include "core/store/run_store.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace tamiz::ui {

/// What a person may want to do next, given the runs there are: compare, export, design, train the
/// demo. GUI thread only.
class NextStepsCard final : public QFrame
{
    Q_OBJECT

public:
    explicit NextStepsCard(QWidget *parent = nullptr);

    /// Newest first.
    void setRuns(const std::vector<RunRecord> &runs);

signals:
    void compareRequested();
    void exportRequested(tamiz::RunId run);
    void newExperimentRequested();
    void demoRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Step
    {
        QPushButton *button = nullptr;
        QLabel *text = nullptr;
    };
    Step addStep(const char *name, const QString &icon, QVBoxLayout *column);
    void retranslate();

    QLabel *m_title;
    Step m_compare;
    Step m_export;
    Step m_design;
    Step m_demo;
    std::optional<RunRecord> m_newest; ///< of those that finished
};

} // namespace tamiz::ui
