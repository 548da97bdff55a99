// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/recipe/recipe.h"
#include "core/runs/workbench.h"

namespace tamiz::ui {

/// A recipe's section "layers" on a model: what trains, what adapts, what is frozen, and the sections
/// that edits lead to. Rows go from the head (0) over the layers, highest first, to the embeddings.
class LayerPlan
{
public:
    enum class RowState { Trains, Adapts, Frozen };
    /// A projection of a layer; layer -1 is the embeddings, column -1 the layer as a whole.
    struct Place
    {
        int layer = 0;
        int column = -1;
        bool operator==(const Place &) const = default;
    };

    void setModel(const ModelInfo &model);
    /// @p rank is what a projection gets when it is switched on and the recipe has no rank of its
    /// own. Returns whether anything changed.
    bool setLayers(const LayersSection &layers, int rank);

    const ModelInfo &model() const { return m_model; }
    const LayersSection &layers() const { return m_layers; }
    const std::vector<std::string> &projections() const { return m_projections; }
    int layerCount() const { return static_cast<int>(m_model.layers.size()); }
    int columnCount() const { return static_cast<int>(m_projections.size()); }
    const ProjectionInfo &projection(const Place &place) const;

    /// Frozen rows from the bottom: 0 none, 1 the embeddings, 1 + k the lowest k layers too.
    int frozenEdge() const;
    RowState stateOf(int row) const;
    int rankOf(const Place &place) const;
    std::int64_t parametersOf(int row) const;
    std::int64_t trainableOf(int row) const;
    std::int64_t largestRow() const { return m_largestRow; }

    // Edits: each gives the whole section.
    LayersSection withEdge(LayersSection from, int edge) const;
    /// The edge at the given row: above it, or below it when it is frozen already.
    LayersSection withRowToggled(int row) const;
    LayersSection withRank(const std::vector<Place> &places, int rank) const;
    LayersSection withLora(const std::vector<Place> &places, bool isOn) const;
    /// A projection in every layer above the frozen edge; off when it is on in all of them.
    LayersSection withColumnToggled(int column) const;
    bool isColumnOn(int column) const;
    /// Twice or half the highest rank among @p places, on those that have one.
    LayersSection withRankStep(const std::vector<Place> &places, bool isUp) const;

private:
    using Ranks = std::vector<std::vector<int>>; ///< layer x projection
    Ranks noRanks() const;
    std::vector<Place> columnAboveEdge(int column) const;

    ModelInfo m_model;
    std::vector<std::string> m_projections;
    LayersSection m_layers;
    LoraSection m_lora; ///< of m_layers, with the model's own targets where it names none
    int m_rank = 8;
    std::int64_t m_largestRow = 1;
};

} // namespace tamiz::ui
