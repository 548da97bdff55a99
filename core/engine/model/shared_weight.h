// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <torch/types.h>

namespace tamiz::engine {

/// A matrix of word vectors [V, C] that trains both in the look-up and in the layer to the vocabulary.
/// Autograd would add the gradient of the look-up to that of the layer in a third matrix; through these
/// handles on the same values it is added in place, row by row where it is sparse.
struct SharedWeight
{
    torch::Tensor source, lookUp, product;
};

SharedWeight share(const torch::Tensor &weight);

} // namespace tamiz::engine
