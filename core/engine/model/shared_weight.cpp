// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/shared_weight.h"

#include <torch/csrc/autograd/custom_function.h>

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

class Share : public torch::autograd::Function<Share>
{
public:
    static variable_list forward(AutogradContext *context, const torch::Tensor &weight)
    {
        context->set_materialize_grads(false);
        return { weight.variable_data(), weight.variable_data() };
    }

    static variable_list backward(AutogradContext * /*context*/, const variable_list &gradients)
    {
        const torch::Tensor &lookUp = gradients[0];
        torch::Tensor product = gradients[1];
        if (!lookUp.defined() || !product.defined())
            return { lookUp.defined() ? lookUp : product };
        return { product.add_(lookUp) }; // nothing else holds it
    }
};

} // namespace

SharedWeight share(const torch::Tensor &weight)
{
    const variable_list handles = Share::apply(weight);
    return { weight, handles[0], handles[1] };
}

} // namespace tamiz::engine
