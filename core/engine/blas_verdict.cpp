// SPDX-License-Identifier: Apache-2.0
#include "core/engine/blas_verdict.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace tamiz::engine {

namespace {

// OpenBLAS's x86 kernels that know nothing newer than SSE4.2, as openblas_get_corename() writes them.
constexpr std::array<std::string_view, 18> kSseKernels {
    "generic", "unknown", "katmai",       "coppermine", "northwood", "prescott",
    "banias",  "core2",   "penryn",       "dunnington", "nehalem",   "atom",
    "athlon",  "opteron", "opteron_sse3", "barcelona",  "bobcat",    "nano",
};

bool isSseKernel(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::find(kSseKernels.begin(), kSseKernels.end(), name) != kSseKernels.end();
}

// Debian's reference implementation is /usr/lib/<triplet>/blas/libblas.so.3; the others live in a folder
// of their own name, or are named after themselves.
bool isReferenceLibrary(const std::string &path)
{
    return path.find("/blas/libblas") != std::string::npos;
}

/// What a slow BLAS slows, and how much. Measured on one core of a Xeon of family 6, model 207, with
/// OpenBLAS 0.3.21, product of 512 x 512 floats in GFLOP/s: reference 4.3, Prescott 31, Haswell 81,
/// SkylakeX 137; a training step takes the same time with the reference BLAS as with OpenBLAS.
std::string effect(bool hasOwnProducts, const char *factor)
{
    std::string text = hasOwnProducts
        ? "Training and evaluation compute with oneDNN instead; `tamiz forward`, adding an adapter "
          "to its base (merging, DoRA) and the start of a pretraining are "
        : "Training is ";
    text += factor;
    text += hasOwnProducts ? " slower than they could be. " : " slower than it could be. ";
    return text;
}

} // namespace

BlasVerdict judgeBlas(const BlasFacts &facts)
{
    BlasVerdict verdict;
    verdict.isReference = isReferenceLibrary(facts.library);
    std::string &text = verdict.warning;
    if (verdict.isReference) {
        text = "The reference BLAS is in use (" + facts.library + "). ";
        text += effect(facts.hasOwnProducts, "some 25 times");
        text += "Install libopenblas0-openmp";
    } else if (facts.hasAvx2 && isSseKernel(facts.kernel)) {
        text = "OpenBLAS (" + facts.library;
        text += ") does not know this processor and computes with its kernel " + facts.kernel;
        text += ", without AVX. ";
        text += effect(facts.hasOwnProducts, "3 to 5 times");
        text += "A newer OpenBLAS helps, or OPENBLAS_CORETYPE=Haswell in the environment";
    } else if (!facts.hasOwnProducts
               && facts.library.find("openblas-pthread") != std::string::npos) {
        text = "OpenBLAS with its own threads is in use (" + facts.library;
        text += "): training is 2 to 3 times slower than with libopenblas0-openmp";
    }
    verdict.slowsTraining = !text.empty() && !facts.hasOwnProducts;
    return verdict;
}

} // namespace tamiz::engine
