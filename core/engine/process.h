// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: what the engine does to and asks of the process it runs in.

#include <cstdint>

namespace tamiz::engine {

/// Tells glibc to keep freed pages: handing them back after every step costs 13-30 % of a full
/// fine-tuning step (measured, DESIGN section 5). Once a process is enough; more do no harm.
void tuneAllocator();

std::uint64_t residentBytes(); ///< of this process, now
std::uint64_t peakResidentBytes();

/// Memory that the process itself has written, without code and mapped files: now, and at most since
/// the last restartMemoryPeak() (since the start where the kernel refuses that). The restart hands
/// freed pages back first, so that they do not hide what is taken later.
std::uint64_t ownBytes();
std::uint64_t peakOwnBytes();
void restartMemoryPeak();

std::uint64_t availableMemoryBytes();

/// The processor cores that this process may run on, siblings of a core counted once.
int automaticThreads();

/// Sets torch's thread count for a scope; 0 = automaticThreads(), where torch's own default takes one on
/// some virtual machines. Process-wide.
class ThreadCount
{
public:
    explicit ThreadCount(int threads);
    ~ThreadCount();
    ThreadCount(const ThreadCount &) = delete;
    ThreadCount &operator=(const ThreadCount &) = delete;

private:
    int m_before;
};

} // namespace tamiz::engine
