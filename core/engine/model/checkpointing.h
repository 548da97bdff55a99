// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <functional>

#include <torch/types.h>

namespace tamiz::engine {

/// A layer as a function of what may have a gradient besides its own weights: the states [N, C], and what
/// all layers share, which is empty where they share nothing. -> [N, C]
using LayerFunction
    = std::function<torch::Tensor(const torch::Tensor &hidden, const torch::Tensor &shared)>;

/// layer(hidden, shared), of which only the inputs are kept for backward: there the layer computes once
/// more (Chen et al., "Training deep nets with sublinear memory cost", 2016). What it drops must follow
/// from counters, not from a state. It must outlive backward with all that it refers to. A layer whose
/// input has no gradient, the lowest that trains, computes once.
torch::Tensor recomputedInBackward(LayerFunction layer, const torch::Tensor &hidden,
                                   const torch::Tensor &shared);

} // namespace tamiz::engine
