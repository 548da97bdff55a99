// SPDX-License-Identifier: Apache-2.0
#include "core/runs/run_state.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace tamiz {
namespace {

using enum RunState;
constexpr std::array kAll { Queued,   Running,   Paused, Stopping,
                            Finished, Cancelled, Failed, Interrupted };

TEST(RunState, NamesComeBack)
{
    for (const RunState state : kAll)
        EXPECT_EQ(runStateFromString(toString(state)), state);
    EXPECT_FALSE(runStateFromString("Running"));
    EXPECT_FALSE(runStateFromString(""));
}

TEST(RunState, TheMachineIsThisTable)
{
    // Rows from, columns to, both in the order of kAll.
    const std::array<std::string, 8> allowed {
        ".x...xx.", // queued
        "..xxxxxx", // running
        ".x.xxxxx", // paused
        "....xxxx", // stopping
        "........", // finished
        "xx......", // cancelled
        "xx......", // failed
        "xx..xxx.", // interrupted
    };
    for (std::size_t from = 0; from < kAll.size(); ++from) {
        for (std::size_t to = 0; to < kAll.size(); ++to)
            EXPECT_EQ(canChange(kAll[from], kAll[to]), allowed[from][to] == 'x')
                << toString(kAll[from]) << " -> " << toString(kAll[to]);
    }
}

TEST(RunState, EveryStateIsQueuedActiveOrTerminal)
{
    for (const RunState state : kAll) {
        EXPECT_EQ(int(state == Queued) + int(isActive(state)) + int(isTerminal(state)), 1);
        EXPECT_EQ(canResume(state), isTerminal(state) && canChange(state, Running));
    }
}

} // namespace
} // namespace tamiz
