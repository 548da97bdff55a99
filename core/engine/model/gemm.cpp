// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/gemm.h"

#include <map>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

namespace tamiz::engine {

namespace {

using Dims = dnnl::memory::dims;

constexpr std::size_t kMaxPrimitives = 1024; // compiled kernels kept a thread; some 20 kB each

dnnl::engine &cpu()
{
    static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

dnnl::memory::desc describe(const torch::Tensor &x)
{
    const auto type = x.scalar_type() == torch::kBFloat16 ? dnnl::memory::data_type::bf16
                                                          : dnnl::memory::data_type::f32;
    return { x.sizes().vec(), type, x.strides().vec() };
}

dnnl::matmul makePrimitive(const torch::Tensor &a, const torch::Tensor &b,
                           const torch::Tensor &bias, const torch::Tensor &out)
{
    dnnl::memory::desc biasDesc;
    if (bias.defined()) {
        Dims dims(static_cast<std::size_t>(out.dim()), 1);
        dims.back() = bias.numel();
        biasDesc = { dims, dnnl::memory::data_type::f32, Dims(dims.size(), 1) };
    }
#if DNNL_VERSION_MAJOR < 3
    const dnnl::matmul::desc desc = bias.defined()
        ? dnnl::matmul::desc(describe(a), describe(b), biasDesc, describe(out))
        : dnnl::matmul::desc(describe(a), describe(b), describe(out));
    return dnnl::matmul(dnnl::matmul::primitive_desc(desc, cpu()));
#else
    return dnnl::matmul(
        bias.defined()
            ? dnnl::matmul::primitive_desc(cpu(), describe(a), describe(b), biasDesc, describe(out))
            : dnnl::matmul::primitive_desc(cpu(), describe(a), describe(b), describe(out)));
#endif
}

/// What a compiled product depends on.
std::vector<std::int64_t> keyOf(const torch::Tensor &a, const torch::Tensor &b, bool hasBias)
{
    std::vector<std::int64_t> key { static_cast<std::int64_t>(a.scalar_type()), hasBias };
    for (const torch::Tensor *x : { &a, &b }) {
        key.insert(key.end(), x->sizes().begin(), x->sizes().end());
        key.insert(key.end(), x->strides().begin(), x->strides().end());
    }
    return key;
}

const dnnl::matmul &primitiveFor(const torch::Tensor &a, const torch::Tensor &b,
                                 const torch::Tensor &bias, const torch::Tensor &out)
{
    thread_local std::map<std::vector<std::int64_t>, dnnl::matmul> primitives;
    const std::vector<std::int64_t> key = keyOf(a, b, bias.defined());
    const auto found = primitives.find(key);
    if (found != primitives.end())
        return found->second;
    if (primitives.size() >= kMaxPrimitives)
        primitives.clear();
    return primitives.emplace(key, makePrimitive(a, b, bias, out)).first->second;
}

/// The tensor itself where oneDNN has a kernel for its layout, else a dense copy.
torch::Tensor dense(const torch::Tensor &x)
{
    return x.is_contiguous() || x.transpose(-1, -2).is_contiguous() ? x : x.contiguous();
}

dnnl::memory wrap(const dnnl::memory::desc &desc, const torch::Tensor &x)
{
    return { desc, cpu(), x.data_ptr() };
}

} // namespace

torch::Tensor gemm(const torch::Tensor &left, const torch::Tensor &right, const torch::Tensor &bias)
{
    const torch::Tensor a = dense(left); // [..., M, K]
    const torch::Tensor b = dense(right); // [..., K, N]
    TORCH_CHECK(a.dim() == b.dim() && a.size(-1) == b.size(-2), "a product of ", a.sizes(), " and ",
                b.sizes());
    std::vector<std::int64_t> sizes = a.sizes().vec();
    sizes.back() = b.size(-1);
    if (a.numel() == 0 || b.numel() == 0) {
        const torch::Tensor zeros = torch::zeros(sizes, torch::kFloat);
        return bias.defined() ? zeros + bias : zeros;
    }
    torch::Tensor out = torch::empty(sizes, torch::kFloat); // [..., M, N]

    const dnnl::matmul &primitive = primitiveFor(a, b, bias, out);
    std::unordered_map<int, dnnl::memory> arguments { { DNNL_ARG_SRC, wrap(describe(a), a) },
                                                      { DNNL_ARG_WEIGHTS, wrap(describe(b), b) },
                                                      { DNNL_ARG_DST, wrap(describe(out), out) } };
    if (bias.defined()) {
        Dims dims(static_cast<std::size_t>(out.dim()), 1);
        dims.back() = bias.numel();
        arguments.emplace(DNNL_ARG_BIAS,
                          wrap({ dims, dnnl::memory::data_type::f32, Dims(dims.size(), 1) }, bias));
    }
    thread_local dnnl::stream stream(cpu());
    primitive.execute(stream, arguments);
    stream.wait();
    return out;
}

} // namespace tamiz::engine
