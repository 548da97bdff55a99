// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>

#include <torch/types.h>

#include "core/engine/model/decoder_config.h"
#include "core/engine/model/product.h"

namespace tamiz::engine {

/// Angles of rotary positions for T tokens; undefined tensors = no rotation.
struct Rotation
{
    torch::Tensor cosine, sine; ///< [T, R / 2]

    bool turns() const { return cosine.defined(); }
    Rotation upTo(std::int64_t length) const; ///< of the first tokens
};

/// For @p count tokens from position @p first on. @p length of the sequence decides how far the dynamic
/// scaling stretches.
Rotation rotationAt(const RopeConfig &rope, std::int64_t first, std::int64_t count,
                    std::int64_t length, torch::Device device = torch::kCPU);

/// Turns the pairs (i, i + R / 2) of the first R dimensions of x f32: [B, H, T, D] -> [B, H, T, D], on the
/// CPU in operandType().
torch::Tensor rotate(const torch::Tensor &x, const Rotation &rotation, Arithmetic arithmetic);

} // namespace tamiz::engine
