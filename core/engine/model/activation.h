// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tamiz::engine {

enum class Activation : std::uint8_t { Gelu, GeluTanh, Relu, Silu, Tanh };

/// By the name that config.json uses; nothing for an unknown one.
std::optional<Activation> findActivation(std::string_view name);

} // namespace tamiz::engine
