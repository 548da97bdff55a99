// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "app/cli/command.h"
#include "app/cli/console.h"

namespace tamiz::cli {

// Subjects of `tamiz bench` with a file of their own.
int benchReliance(const Arguments &arguments); // bench reliance
int benchStore(const Arguments &arguments); // bench store

/// Tells on standard error how much of something that takes a while is done, and the time left.
class BenchProgress
{
public:
    explicit BenchProgress(std::string phase)
        : m_phase(std::move(phase))
    {
    }

    /// @p done 0..1
    void show(double done);
    /// @p text on a line of its own; after show().
    void end(const std::string &text);

private:
    const std::string m_phase;
    const std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    ConsoleSink m_console;
};

} // namespace tamiz::cli
