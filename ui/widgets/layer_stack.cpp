// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/layer_stack.h"

#include <algorithm>
#include <array>

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include "ui/bridge/convert.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

QString shortProjectionName(const std::string &target)
{
    static constexpr std::array<std::pair<const char *, const char *>, 6> kNames { {
        { "query", "q" },
        { "key", "k" },
        { "value", "v" },
        { "attention.output.dense", "o" },
        { "intermediate.dense", "up" },
        { "output.dense", "down" },
    } };
    for (const auto &[name, shortName] : kNames) {
        if (target == name)
            return QString::fromLatin1(shortName);
    }
    return toQt(target).section(QLatin1Char('.'), -1).left(4);
}

LayerStack::LayerStack(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    retranslate();
}

void LayerStack::setModel(const ModelInfo &model)
{
    m_plan.setModel(model);
    m_cursor = m_anchor = { std::max(0, layerCount() - 1), -1 };
    updateGeometry();
    update();
}

void LayerStack::setLayers(const LayersSection &layers, int rank)
{
    if (m_plan.setLayers(layers, rank))
        cursorChanged();
}

QString LayerStack::rowName(int row) const
{
    if (row == 0)
        return tr("Head");
    if (row > layerCount())
        return tr("Embeddings");
    return tr("Layer %1").arg(layerCount() - row);
}

QString LayerStack::placeText(const Place &place) const
{
    const int row = rowOfLayer(place.layer);
    if (place.column < 0) {
        const QString parameters = countText(m_plan.parametersOf(row));
        switch (m_plan.stateOf(row)) {
        case RowState::Trains:
            return tr("%1: trains, %2 parameters").arg(rowName(row), parameters);
        case RowState::Adapts:
            return tr("%1: LoRA, %2 of %3 parameters train")
                .arg(rowName(row), countText(m_plan.trainableOf(row)), parameters);
        case RowState::Frozen:
            return tr("%1: frozen, %2 parameters").arg(rowName(row), parameters);
        }
    }
    const ProjectionInfo &projection = m_plan.projection(place);
    const QString where = tr("%1, %2 (%3 × %4)")
                              .arg(rowName(row), toQt(projection.target))
                              .arg(projection.outFeatures)
                              .arg(projection.inFeatures);
    const int rank = m_plan.rankOf(place);
    if (rank == 0)
        return tr("%1: no LoRA").arg(where);
    return tr("%1: LoRA rank %2, %3 parameters")
        .arg(where)
        .arg(rank)
        .arg(countText(rank * (projection.inFeatures + projection.outFeatures)));
}

QString LayerStack::cursorText() const
{
    return layerCount() == 0 ? QString() : placeText(m_cursor);
}

// Edits: the plan builds the whole section, the stack asks for it.

void LayerStack::ask(const LayersSection &layers, const QString &text, const QString &mergeKey)
{
    if (layers != m_plan.layers())
        emit edited(layers, text, mergeKey);
}

void LayerStack::moveEdge(const LayersSection &from, int edge, const QString &mergeKey)
{
    ask(m_plan.withEdge(from, edge), tr("Move the frozen edge"), mergeKey);
}

void LayerStack::toggle(const std::vector<Place> &places, bool on)
{
    ask(m_plan.withLora(places, on), on ? tr("Add LoRA") : tr("Remove LoRA"));
}

void LayerStack::toggleColumn(int column)
{
    ask(m_plan.withColumnToggled(column),
        m_plan.isColumnOn(column) ? tr("Remove LoRA") : tr("Add LoRA"));
}

void LayerStack::toggleRow(int row)
{
    ask(m_plan.withRowToggled(row), tr("Move the frozen edge"));
}

void LayerStack::changeRank(bool up)
{
    ask(m_plan.withRankStep(selection(), up), tr("Change rank"), QStringLiteral("cell-rank"));
}

std::vector<LayerStack::Place> LayerStack::selection() const
{
    std::vector<Place> places;
    const auto [low, high] = std::minmax(m_anchor.layer, m_cursor.layer);
    const auto [left, right] = std::minmax(m_anchor.column, m_cursor.column);
    for (int layer = low; layer <= high; ++layer) {
        for (int column = left; column <= right; ++column)
            places.push_back({ layer, column });
    }
    return places;
}

bool LayerStack::isSelected(const Place &place) const
{
    const auto [low, high] = std::minmax(m_anchor.layer, m_cursor.layer);
    const auto [left, right] = std::minmax(m_anchor.column, m_cursor.column);
    return place.layer >= low && place.layer <= high && place.column >= left
        && place.column <= right;
}

// Input.

void LayerStack::moveCursor(int rows, int columnSteps, bool extend)
{
    if (layerCount() == 0)
        return;
    m_cursor.layer = std::clamp(m_cursor.layer + rows, -1, layerCount() - 1);
    m_cursor.column = std::clamp(m_cursor.column + columnSteps, -1, m_plan.columnCount() - 1);
    if (m_cursor.layer < 0)
        m_cursor.column = -1; // the embeddings have no projections
    if (!extend || m_anchor.column < 0 || m_cursor.column < 0)
        m_anchor = m_cursor;
    cursorChanged();
}

void LayerStack::cursorChanged()
{
    setAccessibleDescription(cursorText());
    if (QAccessible::isActive()) {
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    update();
}

void LayerStack::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool isControl = event->modifiers().testFlag(Qt::ControlModifier);
    switch (event->key()) {
    case Qt::Key_Up:
        isControl ? moveEdge(m_plan.layers(), frozenEdge() + 1, {}) : moveCursor(1, 0, extend);
        break;
    case Qt::Key_Down:
        isControl ? moveEdge(m_plan.layers(), frozenEdge() - 1, {}) : moveCursor(-1, 0, extend);
        break;
    case Qt::Key_Left:
        moveCursor(0, -1, extend);
        break;
    case Qt::Key_Right:
        moveCursor(0, 1, extend);
        break;
    case Qt::Key_Space:
    case Qt::Key_Select:
        if (layerCount() == 0)
            break;
        if (m_anchor.column < 0)
            toggleRow(rowOfLayer(m_cursor.layer));
        else
            toggle(selection(), m_plan.rankOf(m_anchor) == 0);
        break;
    case Qt::Key_Plus:
        changeRank(true);
        break;
    case Qt::Key_Minus:
        changeRank(false);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void LayerStack::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || layerCount() == 0)
        return;
    const QPoint point = event->position().toPoint();
    if (isOnEdge(point)) {
        m_isDraggingEdge = true;
        m_dragStart = m_plan.layers();
        setCursor(Qt::SizeVerCursor);
        return;
    }
    if (const std::optional<int> column = headerAt(point)) {
        toggleColumn(*column);
        return;
    }
    const std::optional<Place> place = placeAt(point);
    if (!place)
        return;
    const bool isRange = event->modifiers().testFlag(Qt::ShiftModifier) && m_anchor.column >= 0
        && place->column >= 0;
    m_cursor = *place;
    if (isRange) {
        toggle(selection(), m_plan.rankOf(m_anchor) > 0);
    } else {
        m_anchor = m_cursor;
        if (place->column < 0)
            toggleRow(rowOfLayer(place->layer));
        else
            toggle({ *place }, m_plan.rankOf(*place) == 0);
    }
    cursorChanged();
}

void LayerStack::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (m_isDraggingEdge) {
        const int fromBottom = rowTop(layerCount() + 2) - point.y();
        const int edge = (fromBottom + rowHeight() / 2) / rowHeight();
        moveEdge(m_dragStart, edge, QStringLiteral("frozen-edge"));
        return;
    }
    const bool isHovered = isOnEdge(point);
    if (isHovered != m_isEdgeHovered) {
        m_isEdgeHovered = isHovered;
        setCursor(isHovered ? Qt::SizeVerCursor : Qt::ArrowCursor);
        update();
    }
}

void LayerStack::mouseReleaseEvent(QMouseEvent *)
{
    if (!m_isDraggingEdge)
        return;
    m_isDraggingEdge = false;
    emit editFinished();
    update();
}

bool LayerStack::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const std::optional<Place> place = placeAt(help->pos());
        const std::optional<int> column = headerAt(help->pos());
        if (isOnEdge(help->pos()))
            QToolTip::showText(
                help->globalPos(),
                tr("Drag: everything below this line keeps its weights. Frozen layers "
                   "cost no gradient and forget nothing."),
                this);
        else if (place)
            QToolTip::showText(help->globalPos(), placeText(*place), this);
        else if (column)
            QToolTip::showText(
                help->globalPos(),
                tr("%1: LoRA in every layer above the frozen edge")
                    .arg(toQt(m_plan.projections()[static_cast<std::size_t>(*column)])),
                this);
        else
            QToolTip::hideText();
        return true;
    }
    if (event->type() == QEvent::Leave && m_isEdgeHovered) {
        m_isEdgeHovered = false;
        update();
    }
    return QWidget::event(event);
}

void LayerStack::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange)
        updateGeometry();
    QWidget::changeEvent(event);
}

void LayerStack::retranslate()
{
    setAccessibleName(tr("Layers of the model"));
    cursorChanged();
}

} // namespace tamiz::ui
