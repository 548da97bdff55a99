// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/product.h"

#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/engine.h"
#include "core/engine/model/gemm.h"
#include "core/engine/model/product_kernels.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

torch::ScalarType operandType(Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::Bf16 ? torch::kBFloat16 : torch::kFloat;
}

class LinearProduct : public torch::autograd::Function<LinearProduct>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &x,
                                 const torch::Tensor &weight, const torch::Tensor &bias,
                                 bool hasBias, torch::ScalarType type)
    {
        const torch::Tensor left = x.to(type); // [N, in]
        const torch::Tensor right = weight.to(type); // [out, in]
        // What backward does not need is not kept: a frozen weight wants no input, a first layer no weight.
        context->save_for_backward({ weight.requires_grad() ? left : torch::Tensor(),
                                     x.requires_grad() ? right : torch::Tensor() });
        context->saved_data["bias"] = hasBias && bias.requires_grad();
        context->saved_data["type"] = static_cast<std::int64_t>(type);
        return gemm(left, right.t(), hasBias ? bias : torch::Tensor()); // [N, out]
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const auto type = static_cast<torch::ScalarType>(context->saved_data["type"].toInt());
        const torch::Tensor gradient = gradients[0].to(type); // [N, out]
        variable_list result(5);
        if (saved[1].defined())
            result[0] = gemm(gradient, saved[1]); // [N, in]
        if (saved[0].defined())
            result[1] = gemm(gradient.t(), saved[0]); // [out, in]
        if (context->saved_data["bias"].toBool())
            result[2] = gradients[0].sum(0); // [out]
        return result;
    }
};

class MatrixProduct : public torch::autograd::Function<MatrixProduct>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &a,
                                 const torch::Tensor &b, torch::ScalarType type)
    {
        const torch::Tensor left = a.to(type); // [..., M, K]
        const torch::Tensor right = b.to(type); // [..., K, N]
        context->save_for_backward({ b.requires_grad() ? left : torch::Tensor(),
                                     a.requires_grad() ? right : torch::Tensor() });
        context->saved_data["type"] = static_cast<std::int64_t>(type);
        return gemm(left, right); // [..., M, N]
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const auto type = static_cast<torch::ScalarType>(context->saved_data["type"].toInt());
        const torch::Tensor gradient = gradients[0].to(type); // [..., M, N]
        variable_list result(3);
        if (saved[1].defined())
            result[0] = gemm(gradient, saved[1].transpose(-1, -2)); // [..., M, K]
        if (saved[0].defined())
            result[1] = gemm(saved[0].transpose(-1, -2), gradient); // [..., K, N]
        return result;
    }
};

bool isPlain(const torch::Tensor &x, Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::Plain || !kHasProductKernels || !x.device().is_cpu()
        || x.scalar_type() != torch::kFloat;
}

} // namespace

const char *toString(Arithmetic arithmetic)
{
    switch (arithmetic) {
    case Arithmetic::Fp32:
        return "fp32";
    case Arithmetic::Bf16:
        return "bf16";
    case Arithmetic::Plain:
        break;
    }
    return "plain";
}

Arithmetic arithmeticOf(Precision precision)
{
    switch (precision) {
    case Precision::Fp32:
        return Arithmetic::Fp32;
    case Precision::Bf16:
        return Arithmetic::Bf16;
    case Precision::Auto:
        break;
    }
    return inspectMachine().hasBf16 ? Arithmetic::Bf16 : Arithmetic::Fp32;
}

torch::Tensor linear(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &bias,
                     Arithmetic arithmetic)
{
    if (isPlain(x, arithmetic))
        return torch::linear(x, weight, bias);
    // Autograd's functions take no undefined tensor on every LibTorch: an absent bias is an empty one.
    return LinearProduct::apply(x, weight, bias.defined() ? bias : torch::empty({ 0 }),
                                bias.defined(), operandType(arithmetic));
}

torch::Tensor matmul(const torch::Tensor &a, const torch::Tensor &b, Arithmetic arithmetic)
{
    if (isPlain(a, arithmetic))
        return torch::matmul(a, b);
    return MatrixProduct::apply(a, b, operandType(arithmetic));
}

} // namespace tamiz::engine
