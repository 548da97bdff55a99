// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/cpu_kernels.h"

#include <algorithm>

namespace tamiz::engine {

namespace {

constexpr std::int64_t kSumRows = 64; // rows that are summed before their sum joins the others'

} // namespace

torch::Tensor converted(const torch::Tensor &x, torch::ScalarType type)
{
    if (x.scalar_type() == type)
        return x;
    if (!x.is_cpu() || !isKernelType(type) || !isKernelType(x.scalar_type())
        || !x.is_non_overlapping_and_dense())
        return x.to(type);
    const torch::Tensor y = torch::empty_like(x, x.options().dtype(type).requires_grad(false));
    if (y.strides() != x.strides())
        return x.to(type);
    forElements(x.numel(), [&](std::int64_t begin, std::int64_t end) {
        const std::int64_t count = end - begin;
        if (type == torch::kBFloat16)
            rowKernels().toBf16(valuesOf<float>(x) + begin, valuesOf<Bf16Bits>(y) + begin, count);
        else
            rowKernels().toFloat(valuesOf<Bf16Bits>(x) + begin, valuesOf<float>(y) + begin, count);
    });
    return y;
}

torch::Tensor columnSums(const torch::Tensor &x)
{
    if (!x.is_cpu())
        return x.sum(0, false, torch::kFloat); // [C]
    const torch::Tensor rows = x.contiguous(); // [N, C]
    const std::int64_t count = rows.size(0); // N
    const std::int64_t size = rows.size(1); // C
    const std::int64_t parts = (count + kSumRows - 1) / kSumRows;
    const torch::Tensor sums = torch::zeros({ parts, size }, torch::kFloat); // [parts, C]
    forKernelType(rows.scalar_type(), [&](auto zero) {
        using T = decltype(zero);
        forRows(parts, kSumRows * size, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t part = begin; part < end; ++part) {
                const std::int64_t first = part * kSumRows;
                kernelsOf<T>().addColumns(valuesOf<T>(rows) + first * size,
                                          std::min(kSumRows, count - first), size,
                                          valuesOf<float>(sums) + part * size);
            }
        });
    });
    return sums.sum(0); // [C]
}

} // namespace tamiz::engine
