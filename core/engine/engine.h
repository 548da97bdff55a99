// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/engine/gpu.h"
#include "core/runs/run_backend.h"
#include "core/runs/workbench.h"

namespace tamiz::engine {

/// BLAS, vector instructions, threads and GPU in effect, looked at once a process.
struct MachineReport
{
    std::string blas; ///< library file that LibTorch's BLAS calls end in, links resolved
    std::string
        blasKernel; ///< chosen by OpenBLAS for this chip ("Haswell"); empty for another BLAS
    std::string instructions; ///< "AVX512_BF16, AMX_BF16", "AVX2" ...
    bool hasBf16 = false; ///< multiplies bf16 in hardware (AVX512_BF16, AMX)
    int threads = 1;
    std::optional<Gpu> gpu;
    bool isReferenceBlas = false;
    bool isTrainingSlow = false; ///< the warning concerns training and evaluation too
    std::string warning; ///< empty when all is well
};
MachineReport inspectMachine();

/// Where a run computes: auto is the GPU where there is one.
Device resolveDevice(Device device);

/// Refuses cuda where LibTorch has none.
Status checkDevice(Device device);

/// Whether the device multiplies bf16 in hardware.
bool hasBf16(Device resolved);

/// Refuses bf16 on a device that does not multiply in it.
Status checkPrecision(Precision precision, Device device);

/// One line for the log of a run.
std::string describe(const MachineReport &machine);

std::unique_ptr<RunBackend> makeRunBackend(const std::filesystem::path &resourceFolder);
std::unique_ptr<Workbench> makeWorkbench(const std::filesystem::path &resourceFolder);

/// The folder of bundled data and models: $TAMIZ_RESOURCES, else beside the program, else the
/// source tree of this build.
std::filesystem::path findResourceFolder();

} // namespace tamiz::engine
