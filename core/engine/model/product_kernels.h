// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tamiz::engine {

/// oneDNN generates its kernels on x86 only; elsewhere Debian's build computes with plain loops, and the
/// products of training go through LibTorch's BLAS.
#if defined(__x86_64__)
inline constexpr bool kHasProductKernels = true;
#else
inline constexpr bool kHasProductKernels = false;
#endif

} // namespace tamiz::engine
