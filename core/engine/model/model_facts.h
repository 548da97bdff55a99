// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/model/model_config.h"

namespace tamiz::engine {

/// What a projection reads; those of one kind in a layer share one tensor.
enum class ProjectionInput : std::uint8_t {
    Attention, ///< query, key, value, or the three in one
    Context, ///< the attention's output
    FeedForward, ///< the wide layer, its gate, the router of experts
    Wide ///< the way back
};

/// A linear module inside a layer.
struct Projection
{
    std::string name; ///< below the layer: "attention.self.query"
    std::string target; ///< the shortest end of it that names no other: "query"
    std::int64_t inFeatures = 0;
    std::int64_t outFeatures = 0;
    ProjectionInput input = ProjectionInput::Attention;
    double share = 1; ///< of the tokens that pass it: one of many experts sees few
};

/// Sizes of a model with a head, from its configuration alone.
struct ModelFacts
{
    std::int64_t embeddings = 0; ///< parameters; everything below the first layer
    std::int64_t layer = 0; ///< of one layer
    std::int64_t activeLayer = 0; ///< of it, that a token passes: not every expert
    std::int64_t finalNorm = 0; ///< behind the last layer of a decoder
    std::int64_t head = 0; ///< pooler included; a tied decoder is in the embeddings
    std::int64_t pooler
        = 0; ///< of the head, what a base may bring; an adapter leaves it frozen then
    std::int64_t decoder = 0; ///< of the head, what an adapter leaves frozen
    bool hasGate = false; ///< the wide layer is multiplied by a gate
    std::int64_t layers = 0; ///< that own their weights
    std::vector<std::int64_t> passes; ///< the layer of each step through the encoder, from below
    std::vector<Projection> projections; ///< of one layer
    std::vector<std::string> loraTargets; ///< where the recipe names none
};

/// @p labels only where the head classifies.
ModelFacts factsOf(ModelConfig config, HeadKind head, std::int64_t labels);

} // namespace tamiz::engine
