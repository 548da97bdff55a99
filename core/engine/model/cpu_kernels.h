// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch. What the operators on the row kernels share: types, threads, conversion.

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include <ATen/Parallel.h>
#include <torch/types.h>

#include "core/engine/kernels/row_kernels.h"
#include "core/engine/model/product.h"

namespace tamiz::engine {

/// The kernels for values of type T: float, or Bf16Bits for torch's bfloat16.
template<typename T>
const TypedKernels<T> &kernelsOf()
{
    if constexpr (std::is_same_v<T, float>)
        return rowKernels().f32;
    else
        return rowKernels().bf16;
}

template<typename T>
T *valuesOf(const torch::Tensor &x)
{
    return static_cast<T *>(x.data_ptr());
}

inline bool isKernelType(torch::ScalarType type)
{
    return type == torch::kFloat || type == torch::kBFloat16;
}

/// Whether the fused kernels compute on @p x: on the CPU, and where the plain path is not asked for.
inline bool usesKernels(const torch::Tensor &x, Arithmetic arithmetic)
{
    return arithmetic != Arithmetic::Plain && x.device().is_cpu() && isKernelType(x.scalar_type());
}

/// Calls @p body with a zero of the type that the kernels use for a tensor of @p type.
template<typename Body>
void forKernelType(torch::ScalarType type, Body body)
{
    TORCH_CHECK(isKernelType(type), "the kernels know f32 and bf16, not ", type);
    if (type == torch::kFloat)
        body(float {});
    else
        body(Bf16Bits {});
}

/// Elements that a thread takes at least: less work than this costs more to hand over than to do.
constexpr std::int64_t kThreadElements = 1 << 14;

/// body(begin, end) for parts of @p rows rows of @p size elements, in threads.
template<typename Body>
void forRows(std::int64_t rows, std::int64_t size, const Body &body)
{
    const std::int64_t grain = kThreadElements / std::max<std::int64_t>(1, size);
    at::parallel_for(0, rows, std::max<std::int64_t>(1, grain), body);
}

/// body(begin, end) for parts of @p count elements, in threads. Parts begin at multiples of
/// kThreadElements, so an element is in the same lane of its vector however many threads there are.
template<typename Body>
void forElements(std::int64_t count, const Body &body)
{
    const std::int64_t chunks = (count + kThreadElements - 1) / kThreadElements;
    at::parallel_for(0, chunks, 1, [&](std::int64_t begin, std::int64_t end) {
        body(begin * kThreadElements, std::min(count, end * kThreadElements));
    });
}

/// @p x rounded to bf16 or widened to f32, with the same strides; itself where it has the type already.
torch::Tensor converted(const torch::Tensor &x, torch::ScalarType type);

/// Sum over the rows of a dense [N, C], f32 or bf16 -> [C] f32, in an order that does not depend on the
/// number of threads.
torch::Tensor columnSums(const torch::Tensor &x);

} // namespace tamiz::engine
