// SPDX-License-Identifier: Apache-2.0
#include "core/runs/run_state.h"

#include <array>

namespace tamiz {

namespace {

constexpr std::array kStates {
    RunState::Queued,   RunState::Running,   RunState::Paused, RunState::Stopping,
    RunState::Finished, RunState::Cancelled, RunState::Failed, RunState::Interrupted,
};

} // namespace

const char *toString(RunState state)
{
    switch (state) {
    case RunState::Queued:
        return "queued";
    case RunState::Running:
        return "running";
    case RunState::Paused:
        return "paused";
    case RunState::Stopping:
        return "stopping";
    case RunState::Finished:
        return "finished";
    case RunState::Cancelled:
        return "cancelled";
    case RunState::Failed:
        return "failed";
    case RunState::Interrupted:
        break;
    }
    return "interrupted";
}

std::optional<RunState> runStateFromString(std::string_view name)
{
    for (const RunState state : kStates) {
        if (name == toString(state))
            return state;
    }
    return std::nullopt;
}

bool isActive(RunState state)
{
    return state == RunState::Running || state == RunState::Paused || state == RunState::Stopping;
}

bool isTerminal(RunState state)
{
    return !isActive(state) && state != RunState::Queued;
}

bool canResume(RunState state)
{
    return state == RunState::Cancelled || state == RunState::Failed
        || state == RunState::Interrupted;
}

bool canChange(RunState from, RunState to)
{
    switch (from) {
    case RunState::Queued:
        return to == RunState::Running || to == RunState::Cancelled || to == RunState::Failed;
    case RunState::Running:
        return to == RunState::Paused || to == RunState::Stopping || isTerminal(to);
    case RunState::Paused:
        return to == RunState::Running || to == RunState::Stopping || isTerminal(to);
    case RunState::Stopping:
        return isTerminal(to);
    case RunState::Cancelled:
    case RunState::Failed:
        return to == RunState::Queued || to == RunState::Running;
    case RunState::Interrupted:
        // A run found dead may turn out to have ended: its events.jsonl says so.
        return to == RunState::Queued || to == RunState::Running || to == RunState::Finished
            || to == RunState::Cancelled || to == RunState::Failed;
    case RunState::Finished:
        break;
    }
    return false;
}

} // namespace tamiz
