// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/gelu.h"

#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/model/cpu_kernels.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

class Gelu : public torch::autograd::Function<Gelu>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &input, bool isTanh)
    {
        const torch::Tensor x = input.contiguous();
        const torch::Tensor y = torch::empty_like(x);
        forKernelType(x.scalar_type(), [&](auto zero) {
            using T = decltype(zero);
            const auto kernel = isTanh ? kernelsOf<T>().geluTanh : kernelsOf<T>().gelu;
            forElements(x.numel(), [&](std::int64_t begin, std::int64_t end) {
                kernel(valuesOf<T>(x) + begin, valuesOf<T>(y) + begin, end - begin);
            });
        });
        context->save_for_backward({ x });
        context->saved_data["isTanh"] = isTanh;
        return y;
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const torch::Tensor x = context->get_saved_variables()[0];
        const torch::Tensor gradient = gradients[0].contiguous();
        const torch::Tensor y = torch::empty_like(x);
        const bool isTanh = context->saved_data["isTanh"].toBool();
        forKernelType(x.scalar_type(), [&](auto zero) {
            using T = decltype(zero);
            const auto kernel
                = isTanh ? kernelsOf<T>().geluTanhBackward : kernelsOf<T>().geluBackward;
            forElements(x.numel(), [&](std::int64_t begin, std::int64_t end) {
                kernel(valuesOf<T>(x) + begin, valuesOf<T>(gradient) + begin,
                       valuesOf<T>(y) + begin, end - begin);
            });
        });
        return { y, torch::Tensor() };
    }
};

} // namespace

torch::Tensor gelu(const torch::Tensor &x, GeluKind kind, Arithmetic arithmetic)
{
    const bool isTanh = kind == GeluKind::Tanh;
    if (!usesKernels(x, arithmetic))
        return torch::gelu(x, isTanh ? "tanh" : "none");
    return Gelu::apply(x, isTanh);
}

} // namespace tamiz::engine
