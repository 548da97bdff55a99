// SPDX-License-Identifier: Apache-2.0
#include "core/store/detail/process_identity.h"

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <unistd.h>

namespace tamiz::detail {

namespace {

std::string firstLine(const std::filesystem::path &file)
{
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

struct ProcessState
{
    char letter = '?'; ///< R, S, Z ...
    std::int64_t startedTicks = 0;
};

/// proc(5): the name in field 2 may hold anything, so the fields are counted after its last ')'.
std::optional<ProcessState> processState(std::int64_t pid)
{
    const std::string line = firstLine("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t nameEnd = line.rfind(')');
    if (nameEnd == std::string::npos)
        return std::nullopt;
    std::istringstream fields(line.substr(nameEnd + 1));
    ProcessState state;
    std::string skipped;
    fields >> state.letter;
    for (int field = 4; field < 22; ++field)
        fields >> skipped;
    fields >> state.startedTicks;
    return state;
}

std::string hostIdentity()
{
    std::array<char, HOST_NAME_MAX + 1> name {};
    ::gethostname(name.data(), name.size() - 1);
    std::array<char, 64> space {};
    if (::readlink("/proc/self/ns/pid", space.data(), space.size() - 1) < 0)
        space[0] = '\0';
    return std::string(name.data()) + ' ' + firstLine("/etc/machine-id") + ' ' + space.data();
}

} // namespace

ProcessIdentity ProcessIdentity::current()
{
    ProcessIdentity identity;
    identity.pid = ::getpid();
    identity.startedTicks = processState(identity.pid).value_or(ProcessState {}).startedTicks;
    identity.boot = firstLine("/proc/sys/kernel/random/boot_id");
    identity.host = hostIdentity();
    return identity;
}

Liveness livenessOf(const ProcessIdentity &process)
{
    const ProcessIdentity ours = ProcessIdentity::current();
    if (process.host != ours.host)
        return Liveness::Elsewhere;
    if (process.boot != ours.boot)
        return Liveness::Dead;
    const std::optional<ProcessState> state = processState(process.pid);
    if (!state) {
        // No /proc entry; without /proc at all (no start time was found either) ask the kernel.
        const bool exists = ::kill(static_cast<pid_t>(process.pid), 0) == 0 || errno == EPERM;
        return process.startedTicks == 0 && exists ? Liveness::Alive : Liveness::Dead;
    }
    const bool isGone = state->letter == 'Z' || state->letter == 'X';
    return !isGone && state->startedTicks == process.startedTicks ? Liveness::Alive
                                                                  : Liveness::Dead;
}

} // namespace tamiz::detail
