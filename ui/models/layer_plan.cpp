// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/layer_plan.h"

#include <algorithm>
#include <utility>

#include "core/recipe/lora_plan.h"

namespace tamiz::ui {

namespace {

constexpr int kHighestRank = 512;

} // namespace

void LayerPlan::setModel(const ModelInfo &model)
{
    m_model = model;
    m_lora = withDefaultTargets(m_layers.lora, m_model.loraTargets);
    m_projections.clear();
    if (!model.layers.empty()) {
        for (const ProjectionInfo &projection : model.layers.front().projections)
            m_projections.push_back(projection.target);
    }
    m_largestRow
        = std::max<std::int64_t>(1, std::max(model.embeddingParameters, model.headParameters));
    for (const LayerInfo &layer : model.layers)
        m_largestRow = std::max(m_largestRow, layer.parameters);
}

bool LayerPlan::setLayers(const LayersSection &layers, int rank)
{
    if (m_layers == layers && m_rank == rank)
        return false;
    m_layers = layers;
    m_lora = withDefaultTargets(m_layers.lora, m_model.loraTargets);
    m_rank = rank;
    return true;
}

const ProjectionInfo &LayerPlan::projection(const Place &place) const
{
    return m_model.layers[static_cast<std::size_t>(place.layer)]
        .projections[static_cast<std::size_t>(place.column)];
}

int LayerPlan::frozenEdge() const
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

int LayerPlan::rankOf(const Place &place) const
{
    return loraRank(m_lora, place.layer, m_projections[static_cast<std::size_t>(place.column)]);
}

LayerPlan::RowState LayerPlan::stateOf(int row) const
{
    if (row == 0)
        return RowState::Trains;
    const bool isEmbeddings = row > layerCount();
    const int layer = layerCount() - row;
    if (!isEmbeddings) {
        for (int column = 0; column < columnCount(); ++column) {
            if (rankOf({ layer, column }) > 0)
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

std::int64_t LayerPlan::parametersOf(int row) const
{
    if (row == 0)
        return m_model.headParameters;
    if (row > layerCount())
        return m_model.embeddingParameters;
    return m_model.layers[static_cast<std::size_t>(layerCount() - row)].parameters;
}

std::int64_t LayerPlan::trainableOf(int row) const
{
    const RowState state = stateOf(row);
    if (state != RowState::Adapts)
        return state == RowState::Trains ? parametersOf(row) : 0;
    std::int64_t sum = 0;
    for (int column = 0; column < columnCount(); ++column) {
        const Place place { layerCount() - row, column };
        sum += rankOf(place) * (projection(place).inFeatures + projection(place).outFeatures);
    }
    return sum;
}

LayerPlan::Ranks LayerPlan::noRanks() const
{
    return Ranks(m_model.layers.size(), std::vector<int>(m_projections.size()));
}

LayersSection LayerPlan::withEdge(LayersSection from, int edge) const
{
    edge = std::clamp(edge, 0, layerCount() + 1);
    from.freezeEmbeddings = edge >= 1;
    from.freezeLayers.clear();
    for (int layer = 0; layer + 1 < edge; ++layer)
        from.freezeLayers.push_back(layer);
    if (!usesLora(from.lora))
        return from;
    // LoRA below the line would train what the person froze.
    from.lora = withDefaultTargets(std::move(from.lora), m_model.loraTargets);
    Ranks ranks = noRanks();
    for (int layer = std::max(0, edge - 1); layer < layerCount(); ++layer) {
        for (std::size_t column = 0; column < m_projections.size(); ++column)
            ranks[static_cast<std::size_t>(layer)][column]
                = loraRank(from.lora, layer, m_projections[column]);
    }
    from.lora = withLoraRanks(from.lora, m_projections, ranks);
    return from;
}

LayersSection LayerPlan::withRowToggled(int row) const
{
    const int unit = layerCount() + 1 - row; // 0 = embeddings, 1 + k = layer k
    return withEdge(m_layers, unit < frozenEdge() ? unit : unit + 1);
}

LayersSection LayerPlan::withRank(const std::vector<Place> &places, int rank) const
{
    Ranks ranks = noRanks();
    for (int layer = 0; layer < layerCount(); ++layer) {
        for (int column = 0; column < columnCount(); ++column)
            ranks[static_cast<std::size_t>(layer)][static_cast<std::size_t>(column)]
                = rankOf({ layer, column });
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
    // A projection switched on in a frozen layer lowers the line to just beneath it.
    if (rank > 0 && frozenEdge() > lowest + 1) {
        layers.freezeEmbeddings = true;
        std::erase_if(layers.freezeLayers, [lowest](int layer) { return layer >= lowest; });
    }
    return layers;
}

LayersSection LayerPlan::withLora(const std::vector<Place> &places, bool isOn) const
{
    const int rank = m_layers.lora.rank > 0 ? m_layers.lora.rank : m_rank;
    return withRank(places, isOn ? rank : 0);
}

std::vector<LayerPlan::Place> LayerPlan::columnAboveEdge(int column) const
{
    std::vector<Place> places;
    for (int layer = std::max(0, frozenEdge() - 1); layer < layerCount(); ++layer)
        places.push_back({ layer, column });
    return places;
}

bool LayerPlan::isColumnOn(int column) const
{
    const std::vector<Place> places = columnAboveEdge(column);
    return std::all_of(places.begin(), places.end(),
                       [this](const Place &place) { return rankOf(place) > 0; });
}

LayersSection LayerPlan::withColumnToggled(int column) const
{
    return withLora(columnAboveEdge(column), !isColumnOn(column));
}

LayersSection LayerPlan::withRankStep(const std::vector<Place> &places, bool isUp) const
{
    int rank = 0;
    std::vector<Place> adapted;
    for (const Place &place : places) {
        if (place.column < 0 || rankOf(place) == 0)
            continue;
        rank = std::max(rank, rankOf(place));
        adapted.push_back(place);
    }
    if (adapted.empty())
        return m_layers;
    return withRank(adapted, std::clamp(isUp ? rank * 2 : rank / 2, 1, kHighestRank));
}

} // namespace tamiz::ui
