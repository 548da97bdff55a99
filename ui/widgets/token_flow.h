// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractScrollArea>

#include "core/runs/workbench.h"

namespace tamiz::ui {

/// A row as the model sees it in one step: tokens in lines, each with the mark of its class, and
/// what the masks do to it. Hover, or the arrow keys, tell id, piece, class and label. GUI thread
/// only.
class TokenFlow final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit TokenFlow(QWidget *parent = nullptr);

    void setRow(const PreviewRow &row, const std::vector<TokenClass> &classes);
    void clear();

    const PreviewRow &row() const { return m_row; }
    int currentToken() const { return m_current; }
    QString tokenText(int token) const;
    QRect tokenRect(int token) const; ///< in the viewport

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    QString shownText(const PreviewToken &token) const;
    void paintToken(QPainter &painter, const PreviewToken &token, const QRect &rect,
                    bool isCurrent) const;
    void setCurrent(int token);
    void retranslate();

    PreviewRow m_row;
    std::vector<TokenClass> m_classes;
    std::vector<QRect> m_rects; ///< in the content
    int m_current = -1;
};

} // namespace tamiz::ui
