// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/product.h"

#include <ATen/core/grad_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include "core/engine/engine.h"
#include "core/engine/model/cpu_kernels.h"
#include "core/engine/model/gemm.h"
#include "core/engine/model/operands.h"
#include "core/engine/model/product_kernels.h"

namespace tamiz::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// a b (+ bias) in @p type with sums in f32: [..., M, K], [..., K, N], [N] -> [..., M, N]
torch::Tensor product(const torch::Tensor &a, const torch::Tensor &b,
                      const torch::Tensor &bias = {}, torch::ScalarType type = torch::kFloat)
{
    if (a.is_cpu())
        return gemm(a, b, bias, type);
    const torch::Tensor out = torch::matmul(a, b); // [..., M, N], the type of a
    return (bias.defined() ? out + bias : out).to(type);
}

torch::ScalarType savedType(AutogradContext *context, const char *name)
{
    return static_cast<torch::ScalarType>(context->saved_data[name].toInt());
}

/// Whether @p x [..., M, K] is the transpose of what lies in memory.
bool isTurned(const torch::Tensor &x)
{
    return x.stride(-2) == 1 && x.stride(-1) != 1;
}

/// a^T b in the layout of an input that is @p turned, so that what gets it need not turn it.
torch::Tensor productInLayout(const torch::Tensor &a, const torch::Tensor &b, bool turned,
                              torch::ScalarType type = torch::kFloat)
{
    return turned ? product(b.transpose(-1, -2), a, {}, type).transpose(-1, -2)
                  : product(a.transpose(-1, -2), b, {}, type);
}

class LinearProduct : public torch::autograd::Function<LinearProduct>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &x,
                                 const torch::Tensor &weight, const torch::Tensor &bias,
                                 bool hasBias, torch::ScalarType operands, torch::ScalarType type)
    {
        const torch::Tensor left = activationOperand(x, operands); // [N, in]
        const torch::Tensor right = weightOperand(weight, operands); // [out, in]
        // What backward does not need is not kept: a frozen weight wants no input, a first layer no weight.
        context->save_for_backward({ weight.requires_grad() ? left : torch::Tensor(),
                                     x.requires_grad() ? right : torch::Tensor() });
        context->saved_data["bias"] = hasBias && bias.requires_grad();
        context->saved_data["isTurned"] = isTurned(weight);
        context->saved_data["operands"] = static_cast<std::int64_t>(operands);
        context->saved_data["input"] = static_cast<std::int64_t>(x.scalar_type());
        return product(left, right.t(), hasBias ? bias : torch::Tensor(), type); // [N, out]
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor gradient
            = converted(gradients[0], savedType(context, "operands")); // [N, out]
        variable_list result(6);
        if (saved[1].defined())
            result[0] = product(gradient, saved[1], {}, savedType(context, "input")); // [N, in]
        if (saved[0].defined())
            result[1] = productInLayout(gradient, saved[0],
                                        context->saved_data["isTurned"].toBool()); // [out, in]
        if (context->saved_data["bias"].toBool())
            result[2] = columnSums(gradients[0]); // [out]
        return result;
    }
};

class MatrixProduct : public torch::autograd::Function<MatrixProduct>
{
public:
    static torch::Tensor forward(AutogradContext *context, const torch::Tensor &a,
                                 const torch::Tensor &b, torch::ScalarType operands,
                                 torch::ScalarType type)
    {
        const torch::Tensor left = activationOperand(a, operands); // [..., M, K]
        const torch::Tensor right = activationOperand(b, operands); // [..., K, N]
        context->save_for_backward({ b.requires_grad() ? left : torch::Tensor(),
                                     a.requires_grad() ? right : torch::Tensor() });
        context->saved_data["operands"] = static_cast<std::int64_t>(operands);
        context->saved_data["a"] = static_cast<std::int64_t>(a.scalar_type());
        context->saved_data["b"] = static_cast<std::int64_t>(b.scalar_type());
        context->saved_data["isTurned"] = isTurned(b);
        return product(left, right, {}, type); // [..., M, N]
    }

    static variable_list backward(AutogradContext *context, const variable_list &gradients)
    {
        const variable_list saved = context->get_saved_variables();
        const torch::Tensor gradient
            = converted(gradients[0], savedType(context, "operands")); // [..., M, N]
        variable_list result(4);
        if (saved[1].defined())
            result[0] = product(gradient, saved[1].transpose(-1, -2), {},
                                savedType(context, "a")); // [..., M, K]
        if (saved[0].defined())
            result[1]
                = productInLayout(saved[0], gradient, context->saved_data["isTurned"].toBool(),
                                  savedType(context, "b")); // [..., K, N]
        return result;
    }
};

bool isPlain(const torch::Tensor &x, Arithmetic arithmetic)
{
    const bool hasKernel = x.is_cpu() ? kHasProductKernels : arithmetic == Arithmetic::Bf16;
    return arithmetic == Arithmetic::Plain || !hasKernel
        || (x.scalar_type() != torch::kFloat && x.scalar_type() != operandType(arithmetic));
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

Arithmetic arithmeticOf(Precision precision, Device device)
{
    switch (precision) {
    case Precision::Fp32:
        return Arithmetic::Fp32;
    case Precision::Bf16:
        return Arithmetic::Bf16;
    case Precision::Auto:
        break;
    }
    return hasBf16(resolveDevice(device)) ? Arithmetic::Bf16 : Arithmetic::Fp32;
}

torch::ScalarType operandType(Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::Bf16 ? torch::kBFloat16 : torch::kFloat;
}

torch::Tensor linear(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &bias,
                     Arithmetic arithmetic, torch::ScalarType type)
{
    if (isPlain(x, arithmetic))
        return torch::linear(x, weight, bias);
    // Where nothing is recorded no weight trains: its operand is kept from one batch to the next.
    // Autograd's functions take no undefined tensor on every LibTorch: an absent bias is an empty one.
    return LinearProduct::apply(x, at::GradMode::is_enabled() ? weight : weight.detach(),
                                bias.defined() ? bias : torch::empty({ 0 }), bias.defined(),
                                operandType(arithmetic), type);
}

torch::Tensor matmul(const torch::Tensor &a, const torch::Tensor &b, Arithmetic arithmetic,
                     torch::ScalarType type)
{
    if (isPlain(a, arithmetic))
        return torch::matmul(a, b);
    return MatrixProduct::apply(a, b, operandType(arithmetic), type);
}

} // namespace tamiz::engine
