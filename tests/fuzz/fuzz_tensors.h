// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/model/safetensors_header.h"
#include "core/engine/model/tensor_view.h"
#include "tests/fuzz/fuzz_target.h"

namespace tamiz::test {

/// Reads every byte of every tensor: all of them are there, as many as the shape asks for, and all
/// together are not more than @p limit.
inline void touchTensors(const std::map<std::string, engine::TensorView> &tensors,
                         std::size_t limit)
{
    std::size_t total = 0;
    std::uint8_t sum = 0;
    for (const auto &[name, view] : tensors) {
        require(engine::tensorBytes(view.dtype, view.shape) == view.data.size());
        total += view.data.size();
        for (const std::byte byte : view.data)
            sum = static_cast<std::uint8_t>(sum + std::to_integer<std::uint8_t>(byte));
    }
    volatile std::uint8_t used = sum;
    static_cast<void>(used);
    require(total <= limit);
}

} // namespace tamiz::test
