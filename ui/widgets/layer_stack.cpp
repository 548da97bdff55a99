// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/layer_stack.h"

#include <algorithm>
#include <array>

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

#include "core/recipe/lora_plan.h"
#include "ui/bridge/convert.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

constexpr int kHighestRank = 512;

} // namespace

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
    m_model = model;
    m_projections.clear();
    if (!model.layers.empty()) {
        for (const ProjectionInfo &projection : model.layers.front().projections)
            m_projections.push_back(projection.target);
    }
    m_largestRow
        = std::max<std::int64_t>(1, std::max(model.embeddingParameters, model.headParameters));
    for (const LayerInfo &layer : model.layers)
        m_largestRow = std::max(m_largestRow, layer.parameters);
    m_cursor = m_anchor = { std::max(0, layerCount() - 1), -1 };
    updateGeometry();
    update();
}

void LayerStack::setLayers(const LayersSection &layers, int rank)
{
    if (m_layers == layers && m_rank == rank)
        return;
    m_layers = layers;
    m_rank = rank;
    cursorChanged();
}

int LayerStack::frozenEdge() const
{
    if (!m_layers.freezeEmbeddings)
        return 0;
    int edge = 1;
    for (const int layer : m_layers.freezeLayers) {
        if (layer == edge - 1 && edge <= layerCount())
            ++edge;
    }
    return edge;
}

int LayerStack::rankOf(int layer, int column) const
{
    return loraRank(m_layers.lora, layer, m_projections[static_cast<std::size_t>(column)]);
}

LayerStack::RowState LayerStack::stateOf(int row) const
{
    if (row == 0)
        return RowState::Trains;
    const bool isEmbeddings = row > layerCount();
    const int layer = layerCount() - row;
    if (!isEmbeddings) {
        for (int column = 0; column < columnCount(); ++column) {
            if (rankOf(layer, column) > 0)
                return RowState::Adapts;
        }
    }
    if (usesLora(m_layers.lora))
        return RowState::Frozen;
    const auto &frozen = m_layers.freezeLayers;
    const bool isFrozen = isEmbeddings
        ? m_layers.freezeEmbeddings
        : std::find(frozen.begin(), frozen.end(), layer) != frozen.end();
    return isFrozen ? RowState::Frozen : RowState::Trains;
}

std::int64_t LayerStack::parametersOf(int row) const
{
    if (row == 0)
        return m_model.headParameters;
    if (row > layerCount())
        return m_model.embeddingParameters;
    return m_model.layers[static_cast<std::size_t>(layerCount() - row)].parameters;
}

std::int64_t LayerStack::trainableOf(int row) const
{
    const RowState state = stateOf(row);
    if (state != RowState::Adapts)
        return state == RowState::Trains ? parametersOf(row) : 0;
    const int layer = layerCount() - row;
    std::int64_t sum = 0;
    for (int column = 0; column < columnCount(); ++column) {
        const ProjectionInfo &projection = m_model.layers[static_cast<std::size_t>(layer)]
                                               .projections[static_cast<std::size_t>(column)];
        sum += rankOf(layer, column) * (projection.inFeatures + projection.outFeatures);
    }
    return sum;
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
        switch (stateOf(row)) {
        case RowState::Trains:
            return tr("%1: trains, %2 parameters").arg(rowName(row), countText(parametersOf(row)));
        case RowState::Adapts:
            return tr("%1: LoRA, %2 of %3 parameters train")
                .arg(rowName(row), countText(trainableOf(row)), countText(parametersOf(row)));
        case RowState::Frozen:
            return tr("%1: frozen, %2 parameters").arg(rowName(row), countText(parametersOf(row)));
        }
    }
    const ProjectionInfo &projection = m_model.layers[static_cast<std::size_t>(place.layer)]
                                           .projections[static_cast<std::size_t>(place.column)];
    const QString where = tr("%1, %2 (%3 × %4)")
                              .arg(rowName(row), toQt(projection.target))
                              .arg(projection.outFeatures)
                              .arg(projection.inFeatures);
    const int rank = rankOf(place.layer, place.column);
    if (rank == 0)
        return tr("%1: no LoRA").arg(where);
    return tr("%1: LoRA rank %2, %3 parameters")
        .arg(where)
        .arg(rank)
        .arg(countText(rank * (projection.inFeatures + projection.outFeatures)));
}

QString LayerStack::cursorText() const
{
    return m_model.layers.empty() ? QString() : placeText(m_cursor);
}

// Edits: each builds the whole section and asks for it.

LayersSection LayerStack::withEdge(LayersSection layers, int edge) const
{
    layers.freezeEmbeddings = edge >= 1;
    layers.freezeLayers.clear();
    for (int layer = 0; layer + 1 < edge; ++layer)
        layers.freezeLayers.push_back(layer);
    if (!usesLora(layers.lora))
        return layers;
    // LoRA below the line would train what the person froze.
    std::vector<std::vector<int>> ranks(m_model.layers.size(),
                                        std::vector<int>(m_projections.size()));
    for (int layer = std::max(0, edge - 1); layer < layerCount(); ++layer) {
        for (std::size_t column = 0; column < m_projections.size(); ++column)
            ranks[static_cast<std::size_t>(layer)][column]
                = loraRank(layers.lora, layer, m_projections[column]);
    }
    layers.lora = withLoraRanks(layers.lora, m_projections, ranks);
    return layers;
}

void LayerStack::moveEdge(const LayersSection &from, int edge, const QString &mergeKey)
{
    const LayersSection layers = withEdge(from, std::clamp(edge, 0, layerCount() + 1));
    if (layers != m_layers)
        emit edited(layers, tr("Move the frozen edge"), mergeKey);
}

void LayerStack::setRanks(const std::vector<Place> &places, int rank, const QString &text,
                          const QString &mergeKey)
{
    std::vector<std::vector<int>> ranks(m_model.layers.size(),
                                        std::vector<int>(m_projections.size()));
    for (int layer = 0; layer < layerCount(); ++layer) {
        for (int column = 0; column < columnCount(); ++column)
            ranks[static_cast<std::size_t>(layer)][static_cast<std::size_t>(column)]
                = rankOf(layer, column);
    }
    int lowest = layerCount();
    for (const Place &place : places) {
        if (place.column < 0)
            continue;
        ranks[static_cast<std::size_t>(place.layer)][static_cast<std::size_t>(place.column)] = rank;
        lowest = std::min(lowest, place.layer);
    }
    LayersSection layers = m_layers;
    if (layers.lora.rank == 0)
        layers.lora.rank = m_rank;
    layers.lora = withLoraRanks(layers.lora, m_projections, ranks);
    // A cell switched on in a frozen layer lowers the line to just beneath it.
    if (rank > 0 && frozenEdge() > lowest + 1) {
        layers.freezeEmbeddings = true;
        std::erase_if(layers.freezeLayers, [lowest](int layer) { return layer >= lowest; });
    }
    if (layers != m_layers)
        emit edited(layers, text, mergeKey);
}

void LayerStack::toggle(const std::vector<Place> &places, bool on)
{
    const int rank = m_layers.lora.rank > 0 ? m_layers.lora.rank : m_rank;
    setRanks(places, on ? rank : 0, on ? tr("Add LoRA") : tr("Remove LoRA"), {});
}

void LayerStack::toggleColumn(int column)
{
    std::vector<Place> places;
    bool isAllOn = true;
    for (int layer = std::max(0, frozenEdge() - 1); layer < layerCount(); ++layer) {
        places.push_back({ layer, column });
        isAllOn = isAllOn && rankOf(layer, column) > 0;
    }
    toggle(places, !isAllOn);
}

void LayerStack::toggleRow(int row)
{
    const int unit = layerCount() + 1 - row; // 0 = embeddings, 1 + k = layer k
    const bool isBelowEdge = unit < frozenEdge();
    moveEdge(m_layers, isBelowEdge ? unit : unit + 1, {});
}

void LayerStack::changeRank(bool up)
{
    int rank = 0;
    std::vector<Place> places;
    for (const Place &place : selection()) {
        if (place.column < 0 || rankOf(place.layer, place.column) == 0)
            continue;
        rank = std::max(rank, rankOf(place.layer, place.column));
        places.push_back(place);
    }
    if (!places.empty())
        setRanks(places, std::clamp(up ? rank * 2 : rank / 2, 1, kHighestRank), tr("Change rank"),
                 QStringLiteral("cell-rank"));
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
    m_cursor.column = std::clamp(m_cursor.column + columnSteps, -1, columnCount() - 1);
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
        isControl ? moveEdge(m_layers, frozenEdge() + 1, {}) : moveCursor(1, 0, extend);
        break;
    case Qt::Key_Down:
        isControl ? moveEdge(m_layers, frozenEdge() - 1, {}) : moveCursor(-1, 0, extend);
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
            toggle(selection(), rankOf(m_anchor.layer, m_anchor.column) == 0);
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
        m_dragStart = m_layers;
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
        toggle(selection(), rankOf(m_anchor.layer, m_anchor.column) > 0);
    } else {
        m_anchor = m_cursor;
        if (place->column < 0)
            toggleRow(rowOfLayer(place->layer));
        else
            toggle({ *place }, rankOf(place->layer, place->column) == 0);
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
            QToolTip::showText(help->globalPos(),
                               tr("%1: LoRA in every layer above the frozen edge")
                                   .arg(toQt(m_projections[static_cast<std::size_t>(*column)])),
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
