// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tamiz::engine {

/// What is known of the BLAS that LibTorch calls, and of what stands beside it.
struct BlasFacts
{
    std::string library; ///< file, links resolved; empty when unknown
    std::string kernel; ///< what OpenBLAS chose for this chip ("Haswell"); empty for another BLAS
    bool hasAvx2 = false; ///< the chip has AVX2 or more
    /// The products of training and evaluation are computed by oneDNN (model/product_kernels.h): the
    /// BLAS is left with LAPACK and the plain path (`tamiz forward`, merging an adapter).
    bool hasOwnProducts = false;
};

struct BlasVerdict
{
    bool isReference = false;
    bool slowsTraining = false; ///< and evaluation, not only what oneDNN does not do
    std::string warning; ///< empty when all is well
};

/// What a person should know, and change.
BlasVerdict judgeBlas(const BlasFacts &facts);

} // namespace tamiz::engine
