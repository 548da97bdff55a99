// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/gated_silu.h"

#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/model/cpu_kernels.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

class GatedSilu : public torch::autograd::Function<GatedSilu>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &gateInput,
                                 const torch::Tensor &upInput)
    {
        const torch::Tensor gate = gateInput.contiguous(); // [N, F]
        const torch::Tensor up = upInput.contiguous(); // [N, F]
        const torch::Tensor y = torch::empty_like(gate);
        forKernelType(gate.scalar_type(), [&](auto zero) {
            using T = decltype(zero);
            forElements(gate.numel(), [&](std::int64_t begin, std::int64_t end) {
                kernelsOf<T>().gatedSilu(valuesOf<T>(gate) + begin, valuesOf<T>(up) + begin,
                                         valuesOf<T>(y) + begin, end - begin);
            });
        });
        context->save_for_backward({ gate, up });
        return y;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor &gate = saved[0]; // [N, F]
        const torch::Tensor gradient = gradients[0].contiguous(); // [N, F]
        const torch::Tensor gateGradient = torch::empty_like(gate);
        const torch::Tensor upGradient = torch::empty_like(gate);
        forKernelType(gate.scalar_type(), [&](auto zero) {
            using T = decltype(zero);
            forElements(gate.numel(), [&](std::int64_t begin, std::int64_t end) {
                kernelsOf<T>().gatedSiluBackward(
                    valuesOf<T>(gate) + begin, valuesOf<T>(saved[1]) + begin,
                    valuesOf<T>(gradient) + begin, valuesOf<T>(gateGradient) + begin,
                    valuesOf<T>(upGradient) + begin, end - begin);
            });
        });
        return { gateGradient, upGradient };
    }
};

} // namespace

torch::Tensor gatedSilu(const torch::Tensor &gate, const torch::Tensor &up, Arithmetic arithmetic)
{
    if (gate.scalar_type() != up.scalar_type())
        return gatedSilu(gate.to(torch::kFloat), up.to(torch::kFloat), arithmetic);
    if (!usesKernels(gate, arithmetic))
        return torch::silu(gate) * up; // [N, F]
    return GatedSilu::apply(gate, up);
}

} // namespace tamiz::engine
