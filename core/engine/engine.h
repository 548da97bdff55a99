// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/runs/run_backend.h"
#include "core/runs/workbench.h"

namespace tamiz::engine {

/// BLAS, vector instructions and threads in effect, looked at when the process starts.
struct MachineReport
{
    std::string blas; ///< library file behind libblas.so.3
    std::string instructions; ///< "AVX512_BF16", "AVX2" ...
    bool hasBf16 = false; ///< multiplies bf16 in hardware (AVX512_BF16, AMX)
    int threads = 1;
    bool isReferenceBlas = false; ///< some 25 times slower than OpenBLAS: warn
    std::string warning; ///< empty when all is well
};
MachineReport inspectMachine();

std::unique_ptr<RunBackend> makeRunBackend(const std::filesystem::path &resourceFolder);
std::unique_ptr<Workbench> makeWorkbench(const std::filesystem::path &resourceFolder);

/// The folder of bundled data and models: $TAMIZ_RESOURCES, else beside the program, else the
/// source tree of this build.
std::filesystem::path findResourceFolder();

} // namespace tamiz::engine
