// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/runs/workbench.h"
#include "ui/widgets/panel.h"

class QAction;
class QLabel;
class QStackedWidget;

namespace tamiz::ui {

class TokenFlow;

/// The preview strip: a real row as a real step of the run shows it to the model. GUI thread only.
class PreviewPanel final : public Panel
{
    Q_OBJECT

public:
    explicit PreviewPanel(QWidget *parent = nullptr);

    void setRow(const PreviewRow &row, const std::vector<TokenClass> &classes, std::int64_t step,
                std::int64_t rowCount, bool hasRules);
    /// Shows @p text in the row's place.
    void setMessage(const QString &text);

    TokenFlow *flow() const { return m_flow; }
    QAction *nextDrawAction() const { return m_nextDraw; }
    QAction *nextRowAction() const { return m_nextRow; }
    QAction *previousRowAction() const { return m_previousRow; }

signals:
    void nextDrawRequested();
    void rowStepRequested(int by);

protected:
    void changeEvent(QEvent *event) override;

private:
    void showPlace();
    void retranslate();

    TokenFlow *m_flow;
    QLabel *m_message;
    QStackedWidget *m_content;
    QLabel *m_place;
    QAction *m_previousRow;
    QAction *m_nextRow;
    QAction *m_nextDraw;
    std::int64_t m_step = 0;
    std::int64_t m_rowCount = 0;
    bool m_hasRules = false;
};

} // namespace tamiz::ui
