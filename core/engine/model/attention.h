// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>
#include <vector>

#include <torch/types.h>

#include "core/engine/model/encoder.h"

namespace tamiz::engine {

/// What the layers of a pass share in attention; T is the length of the longest row.
struct AttentionSetting
{
    std::vector<torch::Tensor> masks; ///< a block: [R, 1, 1, T] added to scores; undefined = none
    torch::Tensor bias; ///< [1, H, T, T] added to the scores by distance; undefined = none
    torch::Tensor vectors; ///< [2S, C] disentangled: of each distance; undefined = none
    torch::Tensor ofKeys,
        ofQueries; ///< [1, 1, T, T] i64 rows of the vectors: query by key, key by query
};

AttentionSetting attentionSetting(const Encoder &encoder, const Pass &pass);

/// softmax(Q K^T / sqrt(D)) V within each sequence: [N, C] -> [N, C].
torch::Tensor attention(const Encoder &encoder, const EncoderLayer &layer,
                        const torch::Tensor &input, const AttentionSetting &setting,
                        std::uint64_t site, const Pass &pass);

} // namespace tamiz::engine
