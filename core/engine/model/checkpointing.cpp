// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/checkpointing.h"

#include <utility>

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// A function as autograd's nodes can hold it.
struct HeldLayer : torch::CustomClassHolder
{
    explicit HeldLayer(LayerFunction layer)
        : compute(std::move(layer))
    {
    }

    const LayerFunction compute;
};

class Recomputed : public torch::autograd::Function<Recomputed>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &hidden,
                                 const torch::Tensor &shared,
                                 const c10::intrusive_ptr<HeldLayer> &layer)
    {
        context->save_for_backward({ hidden, shared });
        context->saved_data["layer"] = c10::IValue::make_capsule(layer);
        return layer->compute(hidden, shared); // without a graph, as every forward of a function
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const auto layer = c10::static_intrusive_pointer_cast<HeldLayer>(
            context->saved_data["layer"].toCapsule());
        const auto leafOf
            = [](const torch::Tensor &x) { return x.detach().requires_grad_(x.requires_grad()); };
        const torch::Tensor hidden = leafOf(saved[0]); // [N, C]
        const torch::Tensor shared = leafOf(saved[1]);
        torch::Tensor output; // [N, C]
        {
            const torch::AutoGradMode recorded(true);
            output = layer->compute(hidden, shared);
        }
        torch::autograd::backward({ output }, { gradients[0] }); // the weights take theirs here
        return { hidden.grad(), shared.grad(), {} };
    }
};

} // namespace

torch::Tensor recomputedInBackward(LayerFunction layer, const torch::Tensor &hidden,
                                   const torch::Tensor &shared)
{
    if (!torch::GradMode::is_enabled() || !hidden.requires_grad())
        return layer(hidden, shared);
    return Recomputed::apply(hidden, shared, c10::make_intrusive<HeldLayer>(std::move(layer)));
}

} // namespace tamiz::engine
