// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>

#include "core/engine/model/product.h"

namespace tamiz::engine {

/// Floating-point operations a second that this process reaches in a product [m, k] x [k, n] with the
/// threads it has now: the best of some repetitions, with operands that have their type already. What the
/// products of a model in @p arithmetic on @p device could reach at most.
double gemmRate(std::int64_t m, std::int64_t k, std::int64_t n, Arithmetic arithmetic,
                Device device);

/// Waits for what was started on a device, so that the clock can be read.
void synchronize(Device device);

} // namespace tamiz::engine
