// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include <sys/wait.h>
#include <unistd.h>

namespace tamiz::test {

constexpr int kCannotDropRights = 99;

/// Runs @p body in a forked process without root's rights; its exit status is the child's, or
/// kCannotDropRights.
inline int asOrdinaryUser(const std::function<int()> &body)
{
    const pid_t child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0))
            ::_exit(kCannotDropRights);
        ::_exit(body());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace tamiz::test
