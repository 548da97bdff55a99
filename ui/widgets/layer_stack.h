// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/models/layer_plan.h"

namespace tamiz::ui {

/// The model drawn as a stack: head on top, layers below it, embeddings at the bottom. A line that
/// can be dragged parts what is frozen from what trains; a cell is a projection of a layer and
/// toggles LoRA on it. Mouse: click, shift-click for a rectangle, click a column's name. Keyboard:
/// arrows, shift-arrows, Space, + and - for the rank, Ctrl+Up and Ctrl+Down for the line. The
/// widget changes nothing itself: it asks with edited(). GUI thread only.
class LayerStack final : public QWidget
{
    Q_OBJECT

public:
    explicit LayerStack(QWidget *parent = nullptr);

    void setModel(const ModelInfo &model);
    /// @p rank is what a cell gets when it is switched on and the recipe has no rank of its own.
    void setLayers(const LayersSection &layers, int rank);

    const LayersSection &layers() const { return m_plan.layers(); }
    int layerCount() const { return m_plan.layerCount(); }
    /// See LayerPlan::frozenEdge().
    int frozenEdge() const { return m_plan.frozenEdge(); }

    QRect cellRect(int layer, int projection) const;
    QRect edgeHandle() const;
    /// What the keyboard's cursor is on, in words: "Layer 3, query: LoRA rank 8".
    QString cursorText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// @p mergeKey: edits with the same one belong to one drag.
    void edited(const tamiz::LayersSection &layers, const QString &text, const QString &mergeKey);
    void editFinished();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    using RowState = LayerPlan::RowState;
    using Place = LayerPlan::Place; ///< column -1 is the row's bar: freezing
    struct Columns
    {
        int label = 0;
        int barLeft = 0;
        int barWidth = 0;
        int cellsLeft = 0;
        int cellWidth = 0;
        int countLeft = 0;
        int right = 0; ///< where the counts end
    };

    Columns columns(int width) const;
    Columns columns() const { return columns(width()); }
    QFont headerFont() const;
    int rowHeight() const;
    int rowTop(int row) const; ///< row 0 is the head
    int rowOfLayer(int layer) const { return layerCount() - layer; }
    QRect barRect(int row) const;
    QRect headerRect(int column) const;
    int edgeY() const;

    QString rowName(int row) const;
    QString placeText(const Place &place) const;
    std::optional<Place> placeAt(const QPoint &point) const;
    std::optional<int> headerAt(const QPoint &point) const;
    bool isOnEdge(const QPoint &point) const;
    bool isSelected(const Place &place) const;

    void ask(const LayersSection &layers, const QString &text, const QString &mergeKey = {});
    void moveEdge(const LayersSection &from, int edge, const QString &mergeKey);
    void toggle(const std::vector<Place> &places, bool on);
    void toggleColumn(int column);
    void toggleRow(int row);
    void changeRank(bool up);
    std::vector<Place> selection() const;
    void moveCursor(int rows, int columnSteps, bool extend);
    void cursorChanged();
    void retranslate();

    void paintRow(QPainter &painter, int row) const;
    void paintCell(QPainter &painter, int layer, int column) const;
    void paintEdge(QPainter &painter) const;
    void paintHatch(QPainter &painter, const QRect &rect) const;

    LayerPlan m_plan;
    Place m_cursor;
    Place m_anchor;
    bool m_isDraggingEdge = false;
    bool m_isEdgeHovered = false;
    LayersSection m_dragStart;
};

/// "q", "k", "v", "o" ... of a projection's name.
QString shortProjectionName(const std::string &target);

} // namespace tamiz::ui
