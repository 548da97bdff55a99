// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/gemm.h"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <oneapi/dnnl/dnnl.hpp>

namespace tamiz::engine {

namespace {

using Dims = dnnl::memory::dims;

constexpr std::size_t kMaxProducts = 1024; // compiled kernels kept a thread; some 150 kB each

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
std::vector<std::int64_t> keyOf(const torch::Tensor &a, const torch::Tensor &b,
                                const torch::Tensor &out, bool hasBias)
{
    std::vector<std::int64_t> key { static_cast<std::int64_t>(a.scalar_type()),
                                    static_cast<std::int64_t>(out.scalar_type()), hasBias };
    for (const torch::Tensor *x : { &a, &b, &out }) {
        key.insert(key.end(), x->sizes().begin(), x->sizes().end());
        key.insert(key.end(), x->strides().begin(), x->strides().end());
    }
    return key;
}

struct Product
{
    explicit Product(dnnl::matmul compiled)
        : primitive(std::move(compiled))
    {
        const char *name = "";
        dnnl_primitive_desc_query(primitive.get_primitive_desc(), dnnl_query_impl_info_str, 0,
                                  static_cast<void *>(&name));
        isSlow = std::string_view(name).starts_with("ref");
    }

    dnnl::matmul primitive;
    bool isSlow = false; ///< plain loops: oneDNN has no kernel for these layouts
};

const Product &productFor(const torch::Tensor &a, const torch::Tensor &b, const torch::Tensor &bias,
                          const torch::Tensor &out)
{
    thread_local std::map<std::vector<std::int64_t>, Product> products;
    const std::vector<std::int64_t> key = keyOf(a, b, out, bias.defined());
    const auto found = products.find(key);
    if (found != products.end())
        return found->second;
    if (products.size() >= kMaxProducts)
        products.clear();
    return products.emplace(key, Product(makePrimitive(a, b, bias, out))).first->second;
}

/// Heads side by side in each token: [B, H, T, D] that is a split [B * T, H * D].
bool isSplit(const torch::Tensor &x)
{
    return x.dim() == 4 && x.stride(3) == 1 && x.stride(1) < x.stride(2);
}

torch::Tensor emptyResult(const torch::Tensor &a, const torch::Tensor &b, torch::ScalarType type)
{
    std::vector<std::int64_t> sizes = a.sizes().vec(); // [..., M, K]
    sizes.back() = b.size(-1); // [..., M, N]
    if (!isSplit(b))
        return torch::empty(sizes, type);
    std::swap(sizes[1], sizes[2]); // [B, M, H, N]
    return torch::empty(sizes, type).transpose(1, 2); // [B, H, M, N]
}

torch::Tensor withoutGaps(const torch::Tensor &x)
{
    return x.is_non_overlapping_and_dense() ? x : x.contiguous();
}

/// One dense matrix after the other, or the transposes of such.
bool isMatrices(const torch::Tensor &x)
{
    return x.is_contiguous() || x.transpose(-1, -2).is_contiguous();
}

torch::Tensor matrices(const torch::Tensor &x)
{
    return isMatrices(x) ? x : x.contiguous();
}

dnnl::memory wrap(const torch::Tensor &x)
{
    return { describe(x), cpu(), x.data_ptr() };
}

} // namespace

torch::Tensor gemm(const torch::Tensor &left, const torch::Tensor &right, const torch::Tensor &bias,
                   torch::ScalarType type)
{
    const torch::Tensor a = withoutGaps(left); // [..., M, K]
    const torch::Tensor b = withoutGaps(right); // [..., K, N]
    TORCH_CHECK(a.dim() == b.dim() && a.size(-1) == b.size(-2), "a product of ", a.sizes(), " and ",
                b.sizes());
    torch::Tensor out = emptyResult(a, b, type); // [..., M, N]
    if (a.numel() == 0 || b.numel() == 0) {
        out.zero_();
        return bias.defined() ? out + bias : out;
    }

    const Product &product = productFor(a, b, bias, out);
    if (product.isSlow && !(isMatrices(a) && isMatrices(b)))
        return gemm(matrices(a), matrices(b), bias, type);
    std::unordered_map<int, dnnl::memory> arguments { { DNNL_ARG_SRC, wrap(a) },
                                                      { DNNL_ARG_WEIGHTS, wrap(b) },
                                                      { DNNL_ARG_DST, wrap(out) } };
    if (bias.defined()) {
        Dims dims(static_cast<std::size_t>(out.dim()), 1);
        dims.back() = bias.numel();
        arguments.emplace(DNNL_ARG_BIAS,
                          dnnl::memory({ dims, dnnl::memory::data_type::f32, Dims(dims.size(), 1) },
                                       cpu(), bias.data_ptr()));
    }
    thread_local dnnl::stream stream(cpu());
    product.primitive.execute(stream, arguments);
    stream.wait();
    return out;
}

} // namespace tamiz::engine
