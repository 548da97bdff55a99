// SPDX-License-Identifier: Apache-2.0
#include "core/engine/process.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <string>
#include <thread>

#include <ATen/Parallel.h>
#include <malloc.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace tamiz::engine {

namespace {

/// Value in bytes of a "Name:  123 kB" line of a /proc file.
std::uint64_t procValue(const char *file, const std::string &name)
{
    std::ifstream stream(file);
    std::string key;
    std::uint64_t kilobytes = 0;
    std::string unit;
    while (stream >> key) {
        if (key == name && stream >> kilobytes >> unit)
            return kilobytes * 1024;
        std::getline(stream, unit);
    }
    return 0;
}

} // namespace

void tuneAllocator()
{
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 2147483647);
    mallopt(M_TOP_PAD, 256 << 20);
}

std::uint64_t residentBytes()
{
    return procValue("/proc/self/status", "VmRSS:");
}

std::uint64_t peakResidentBytes()
{
    return procValue("/proc/self/status", "VmHWM:");
}

std::uint64_t ownBytes()
{
    return procValue("/proc/self/status", "RssAnon:");
}

std::uint64_t peakOwnBytes()
{
    // Pages of files only come: at the peak there were no more of them than now.
    const std::uint64_t files
        = procValue("/proc/self/status", "RssFile:") + procValue("/proc/self/status", "RssShmem:");
    return peakResidentBytes() - std::min(files, peakResidentBytes());
}

void restartMemoryPeak()
{
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << "5"; // proc(5): resets VmHWM
}

std::uint64_t availableMemoryBytes()
{
    return procValue("/proc/meminfo", "MemAvailable:");
}

int automaticThreads()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0)
        return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    std::set<std::string> cores;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(cpu, &allowed))
            continue;
        const std::string name = std::to_string(cpu);
        std::ifstream file("/sys/devices/system/cpu/cpu" + name + "/topology/thread_siblings_list");
        std::string siblings;
        cores.insert(std::getline(file, siblings) ? siblings : name);
    }
    return static_cast<int>(std::max<std::size_t>(1, cores.size()));
}

ThreadCount::ThreadCount(int threads)
    : m_before(at::get_num_threads())
{
    at::set_num_threads(threads > 0 ? threads : automaticThreads());
}

ThreadCount::~ThreadCount()
{
    at::set_num_threads(m_before);
}

} // namespace tamiz::engine
