// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>

#include <torch/types.h>

#include "core/engine/model/encoder.h"

namespace tamiz::engine {

/// What the distance of two tokens adds to attention, made once a pass for all layers.
struct RelativePositions
{
    torch::Tensor bias; ///< [1, H, T, T] added to the scores; undefined = none
    torch::Tensor vectors; ///< [2S, C] disentangled: of each distance; undefined = none
    torch::Tensor ofKeys,
        ofQueries; ///< [1, 1, T, T] i64 rows of the vectors: query by key, key by query
};

RelativePositions relativePositions(const Encoder &encoder, const Pass &pass);

/// softmax(Q K^T / sqrt(D)) V within each row: [N, C] -> [N, C].
torch::Tensor attention(const Encoder &encoder, const EncoderLayer &layer,
                        const torch::Tensor &input, const RelativePositions &relative,
                        std::uint64_t site, const Pass &pass);

} // namespace tamiz::engine
