// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace tamiz::engine {

namespace {

/// Path of the BLAS that this process has mapped; empty when none is.
std::string mappedBlas()
{
    std::ifstream maps("/proc/self/maps");
    std::string line;
    while (std::getline(maps, line)) {
        const std::size_t slash = line.find('/');
        if (slash == std::string::npos)
            continue;
        const std::string path = line.substr(slash);
        const std::string file = std::filesystem::path(path).filename();
        if (file.starts_with("libopenblas") || file.starts_with("libblas")
            || file.starts_with("libmkl_rt"))
            return path;
    }
    return {};
}

std::string bestInstructions()
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512bf16"))
        return "AVX512_BF16";
    if (__builtin_cpu_supports("avx512f"))
        return "AVX512";
    if (__builtin_cpu_supports("avx2"))
        return "AVX2";
    return "SSE2";
#else
    return "generic";
#endif
}

} // namespace

MachineReport inspectMachine()
{
    MachineReport report;
    report.blas = mappedBlas();
    report.instructions = bestInstructions();
    report.hasBf16 = report.instructions == "AVX512_BF16";
    report.threads = static_cast<int>(std::thread::hardware_concurrency());
    // Debian's reference implementation is /usr/lib/<triplet>/blas/libblas.so.3; the others live in
    // a folder of their own name, or are named after themselves.
    report.isReferenceBlas = report.blas.find("/blas/libblas") != std::string::npos;
    if (report.isReferenceBlas) {
        report.warning = "The reference BLAS is in use (" + report.blas
            + "): training is some 25 times slower than it could be. Install libopenblas0-openmp";
    } else if (report.blas.find("openblas-pthread") != std::string::npos) {
        report.warning = "OpenBLAS with its own threads is in use (" + report.blas
            + "): training is 2 to 3 times slower than with libopenblas0-openmp";
    }
    return report;
}

} // namespace tamiz::engine
