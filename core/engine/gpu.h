// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tamiz::engine {

/// A GPU as its driver describes it.
struct Gpu
{
    std::string name; ///< "NVIDIA H100 80GB HBM3"
    std::uint64_t memoryBytes = 0; ///< all of it, used or not
    bool hasBf16 = false; ///< multiplies bf16 in hardware
};

/// The first GPU that LibTorch can compute on; nothing where LibTorch has no CUDA part or finds no
/// device. Looked at once a process; takes no memory of the device.
const std::optional<Gpu> &findGpu();

} // namespace tamiz::engine
