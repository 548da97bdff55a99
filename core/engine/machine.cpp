// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <dlfcn.h>

#include "core/base/translate.h"
#include "core/engine/blas_verdict.h"
#include "core/engine/model/product_kernels.h"
#include "core/engine/process.h"

namespace tamiz::engine {

namespace {

namespace fs = std::filesystem;

/// The file that the products of LibTorch's plain operators end in: where `sgemm_` is found as LibTorch
/// finds it. Empty when it is found nowhere (a LibTorch with a BLAS inside).
std::string blasLibrary()
{
    Dl_info place {};
    const void *const sgemm = dlsym(RTLD_DEFAULT, "sgemm_");
    if (!sgemm || dladdr(sgemm, &place) == 0 || !place.dli_fname)
        return {};
    std::error_code status;
    const fs::path file = fs::weakly_canonical(place.dli_fname, status);
    return status ? place.dli_fname : file.string();
}

/// The kernels that OpenBLAS chose for this chip; empty for another BLAS. Looked up in what is mapped
/// already, so that nothing has to be linked.
std::string openBlasKernel(const std::string &library)
{
    if (library.empty())
        return {};
    // Debian's libblas.so.3 of OpenBLAS is a shim: a search in it reaches libopenblas.so.0.
    void *const handle = dlopen(library.c_str(), RTLD_LAZY | RTLD_NOLOAD);
    if (!handle)
        return {};
    std::string name;
    if (void *const function = dlsym(handle, "openblas_get_corename")) {
        const char *const chosen = reinterpret_cast<char *(*)()>(function)();
        name = chosen ? chosen : "";
    }
    dlclose(handle);
    return name;
}

/// Whether /proc/cpuinfo lists a feature: the system can use it too, which matters for AMX.
bool hasCpuFlag(const std::string &flag)
{
    std::ifstream file("/proc/cpuinfo");
    std::string line;
    while (std::getline(file, line)) {
        if (!line.starts_with("flags"))
            continue;
        std::istringstream words(line);
        std::string word;
        while (words >> word) {
            if (word == flag)
                return true;
        }
        return false;
    }
    return false;
}

struct Instructions
{
    std::string names; ///< "AVX512_BF16, AMX_BF16"
    bool hasAvx2 = false;
    bool hasBf16 = false;
};

Instructions bestInstructions()
{
    Instructions best { "generic" };
#if defined(__x86_64__)
    __builtin_cpu_init();
    best.hasAvx2 = __builtin_cpu_supports("avx2") != 0;
    best.names = best.hasAvx2 ? "AVX2" : "SSE2";
    if (__builtin_cpu_supports("avx512f"))
        best.names = "AVX512";
    if (__builtin_cpu_supports("avx512bf16")) {
        best.names = "AVX512_BF16";
        best.hasBf16 = true;
    }
    if (hasCpuFlag("amx_bf16")) {
        best.names += ", AMX_BF16";
        best.hasBf16 = true;
    }
#endif
    return best;
}

MachineReport look()
{
    const Instructions instructions = bestInstructions();
    MachineReport report;
    report.blas = blasLibrary();
    report.blasKernel = openBlasKernel(report.blas);
    report.instructions = instructions.names;
    report.hasBf16 = instructions.hasBf16;
    report.threads = automaticThreads();
    report.gpu = findGpu();
    const BlasVerdict verdict = judgeBlas({ .library = report.blas,
                                            .kernel = report.blasKernel,
                                            .hasAvx2 = instructions.hasAvx2,
                                            .hasOwnProducts = kHasProductKernels });
    report.isReferenceBlas = verdict.isReference;
    report.isTrainingSlow = verdict.slowsTraining;
    report.warning = verdict.warning;
    return report;
}

} // namespace

MachineReport inspectMachine()
{
    static const MachineReport report = look();
    return report;
}

Device resolveDevice(Device device)
{
    if (device != Device::Auto)
        return device;
    return inspectMachine().gpu ? Device::Cuda : Device::Cpu;
}

Status checkDevice(Device device)
{
    if (device != Device::Cuda || inspectMachine().gpu)
        return {};
    return fail(
        ErrorCode::Unsupported,
        "LibTorch finds no GPU here: it was built without CUDA, or there is no device or driver",
        "training.device", "Use auto or cpu, or install a LibTorch 2.x with CUDA");
}

bool hasBf16(Device resolved)
{
    const MachineReport machine = inspectMachine();
    return resolved == Device::Cuda ? machine.gpu && machine.gpu->hasBf16 : machine.hasBf16;
}

Status checkPrecision(Precision precision, Device device)
{
    const Device resolved = resolveDevice(device);
    if (precision != Precision::Bf16 || hasBf16(resolved))
        return {};
    return fail(ErrorCode::Unsupported,
                resolved == Device::Cuda ? "this GPU does not multiply in bf16"
                                         : "this processor does not multiply in bf16",
                "training.precision", "Use auto or fp32");
}

std::string describe(const MachineReport &machine)
{
    std::string blas = machine.blas.empty() ? "?" : machine.blas;
    if (!machine.blasKernel.empty())
        blas += " (" + machine.blasKernel + ")";
    std::string text = fillIn(kHasProductKernels
                                  ? translate("Run", "Instructions %1, products by oneDNN, BLAS %2")
                                  : translate("Run", "Instructions %1, products by BLAS %2"),
                              { machine.instructions, blas });
    if (machine.gpu) {
        text += ", "
            + fillIn(translate("Run", "GPU %1 with %2 MB"),
                     { machine.gpu->name, std::to_string(machine.gpu->memoryBytes >> 20) });
    }
    return text;
}

} // namespace tamiz::engine
