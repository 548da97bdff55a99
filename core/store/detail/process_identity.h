// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace tamiz::detail {

/// What tells one process from every other, also after its pid was used again or the machine was
/// started anew, and on a folder that several machines share.
struct ProcessIdentity
{
    std::int64_t pid = 0;
    std::int64_t startedTicks = 0; ///< after the machine's start; /proc/<pid>/stat, field 22
    std::string boot; ///< /proc/sys/kernel/random/boot_id
    std::string host; ///< host name, machine id and pid name space

    bool operator==(const ProcessIdentity &) const = default;

    /// Of this process (looked up each time: right after a fork, too).
    static ProcessIdentity current();
};

enum class Liveness {
    Alive,
    Dead,
    Elsewhere ///< on another machine (or in another container): only its heartbeat can tell
};

Liveness livenessOf(const ProcessIdentity &process);

} // namespace tamiz::detail
