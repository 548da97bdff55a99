// SPDX-License-Identifier: Apache-2.0
#include "core/engine/kernels/row_kernels.h"

namespace tamiz::engine {

namespace baseline {
extern const RowKernels kKernels;
}
#if defined(__x86_64__)
namespace avx2 {
extern const RowKernels kKernels;
}
namespace avx512 {
extern const RowKernels kKernels;
}
#endif

const std::vector<const RowKernels *> &allRowKernels()
{
    static const std::vector<const RowKernels *> found = [] {
        std::vector<const RowKernels *> kernels { &baseline::kKernels };
#if defined(__x86_64__)
        if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
            kernels.push_back(&avx2::kKernels);
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
            kernels.push_back(&avx512::kKernels);
#endif
        return kernels;
    }();
    return found;
}

const RowKernels &rowKernels()
{
    static const RowKernels &best = *allRowKernels().back();
    return best;
}

} // namespace tamiz::engine
