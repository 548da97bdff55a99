// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace tamiz {

enum class RunState { Queued, Running, Paused, Stopping, Finished, Cancelled, Failed, Interrupted };

/// "queued", "running" ... as stored and as written to JSON.
const char *toString(RunState state);
std::optional<RunState> runStateFromString(std::string_view name);

/// A run that has an owner process and a heartbeat.
bool isActive(RunState state);
/// Nothing more will happen unless a person resumes it.
bool isTerminal(RunState state);
bool canResume(RunState state);
/// Whether the state machine allows the step @p from -> @p to.
bool canChange(RunState from, RunState to);

} // namespace tamiz
