// SPDX-License-Identifier: Apache-2.0
#include "core/engine/gpu.h"

#include <array>
#include <cstddef>

#include <dlfcn.h>
#include <torch/cuda.h>

#include "core/engine/model/libtorch.h"

namespace tamiz::engine {

namespace {

/// The few questions asked of CUDA's driver. LibTorch with CUDA has loaded it already; asking it by name
/// needs no CUDA toolkit to build.
class Driver
{
public:
    Driver()
        : m_library(dlopen("libcuda.so.1", RTLD_LAZY | RTLD_NOLOAD))
    {
    }
    ~Driver()
    {
        if (m_library)
            dlclose(m_library);
    }
    Driver(const Driver &) = delete;
    Driver &operator=(const Driver &) = delete;

    /// Calls a function of the driver; false where it is not there or fails.
    template<typename... Arguments>
    bool call(const char *name, Arguments... arguments) const
    {
        void *const function = m_library ? dlsym(m_library, name) : nullptr;
        return function && reinterpret_cast<int (*)(Arguments...)>(function)(arguments...) == 0;
    }

private:
    void *const m_library;
};

std::optional<Gpu> look()
{
    constexpr int kMajorCapability = 75; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR
    constexpr int kAmpere = 8; // the first that multiplies bf16
    if (!libtorch::kComputesOnGpu || !torch::cuda::is_available())
        return std::nullopt;
    const Driver driver;
    int device = 0;
    int capability = 0;
    std::size_t bytes = 0;
    std::array<char, 256> name {};
    Gpu gpu { .name = "CUDA" };
    if (!driver.call("cuInit", 0U) || !driver.call("cuDeviceGet", &device, 0))
        return gpu;
    if (driver.call("cuDeviceGetName", name.data(), static_cast<int>(name.size()), device))
        gpu.name = name.data();
    if (driver.call("cuDeviceTotalMem_v2", &bytes, device))
        gpu.memoryBytes = bytes;
    if (driver.call("cuDeviceGetAttribute", &capability, kMajorCapability, device))
        gpu.hasBf16 = capability >= kAmpere;
    return gpu;
}

} // namespace

const std::optional<Gpu> &findGpu()
{
    static const std::optional<Gpu> gpu = look();
    return gpu;
}

} // namespace tamiz::engine
