// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

namespace tamiz::test {

/// Runs a function in a forked process, for tests about what other processes do and leave behind.
/// The function tells the parent that it is where the test wants it by calling its argument, and
/// then usually never returns (pause()); the parent kills it.
class ChildProcess
{
public:
    template<typename Function>
    explicit ChildProcess(const Function &function)
    {
        int ends[2] = {};
        if (::pipe(ends) != 0)
            std::abort();
        m_pid = ::fork();
        if (m_pid == 0) {
            ::close(ends[0]);
            function([&ends] {
                const char ready = 1;
                if (::write(ends[1], &ready, 1) != 1)
                    ::_exit(2);
            });
            ::_exit(0);
        }
        ::close(ends[1]);
        m_ready = ends[0];
    }
    ~ChildProcess()
    {
        ::close(m_ready);
        kill();
        reap();
    }
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    /// False when the child ended without calling.
    bool waitUntilReady() const
    {
        char ready = 0;
        return ::read(m_ready, &ready, 1) == 1;
    }

    /// Another signal: SIGINT, as by Ctrl+C.
    void send(int signal) const
    {
        if (m_pid > 0)
            ::kill(m_pid, signal);
    }

    /// SIGKILL, as by the kernel when memory runs out. The process stays a zombie until reap().
    void kill() const
    {
        if (m_pid > 0)
            ::kill(m_pid, SIGKILL);
    }

    /// Waits for the end; the exit code, or -1 when a signal ended it.
    int reap()
    {
        if (m_pid <= 0)
            return -1;
        int status = 0;
        ::waitpid(m_pid, &status, 0);
        m_pid = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    /// Blocks until the killed process has become a zombie, without reaping it.
    void waitUntilDead() const
    {
        siginfo_t information {};
        ::waitid(P_PID, static_cast<id_t>(m_pid), &information, WEXITED | WNOWAIT);
    }

private:
    pid_t m_pid = -1;
    int m_ready = -1;
};

} // namespace tamiz::test
