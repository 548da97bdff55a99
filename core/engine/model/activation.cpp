// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/activation.h"

#include <utility>

namespace tamiz::engine {

std::optional<Activation> findActivation(std::string_view name)
{
    constexpr std::pair<std::string_view, Activation> kNames[] = {
        { "gelu", Activation::Gelu },
        { "gelu_new", Activation::GeluTanh },
        { "gelu_pytorch_tanh", Activation::GeluTanh },
        { "gelu_fast", Activation::GeluTanh },
        { "relu", Activation::Relu },
        { "silu", Activation::Silu },
        { "swish", Activation::Silu },
        { "tanh", Activation::Tanh },
    };
    for (const auto &[text, activation] : kNames) {
        if (name == text)
            return activation;
    }
    return {};
}

} // namespace tamiz::engine
