// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <variant>

#include "core/runs/run_state.h"

namespace tamiz {

/// What a curve shows. Names in use: loss, the task's metrics (core/recipe/task_metrics.h: accuracy,
/// f1_macro ...), f1:<label> of multi-label, reliance_<metric>, reliance_loss, forgetting, reference_loss, learning_rate, grad_norm, tokens_per_second, memory_mb,
/// gpu_memory_mb (the most that tensors took there).
struct SeriesKey
{
    std::string name;
    std::string split; ///< "train", "validation", a test file's name ("test") or empty
    std::string tokenClass; ///< empty = all tokens
    std::string referenceSet; ///< for forgetting and reference_loss

    auto operator<=>(const SeriesKey &) const = default;
};

/// "forgetting/brown/class=digits": stable text form, used in JSON and as a legend's fallback.
std::string toString(const SeriesKey &key);

/// One point of a curve; the four x axes travel with it.
struct Scalar
{
    SeriesKey series;
    std::int64_t step = 0; ///< optimiser steps done
    double epoch = 0;
    std::int64_t tokens = 0; ///< real tokens trained on, never padding
    double seconds = 0; ///< training time, pauses excluded
    double value = 0;
    std::int64_t count = 0; ///< tokens or rows behind the value; 0 = not applicable

    bool operator==(const Scalar &) const = default;
};

/// Where a run is; replaces the one before it.
struct Progress
{
    std::string phase; ///< "loading", "tokenising", "training", "evaluating", "saving"
    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    double phaseDone = 0; ///< share of the phase, 0..1
    double secondsLeft = -1; ///< negative = unknown

    bool operator==(const Progress &) const = default;
};

enum class MarkKind { Pause, Resume, Checkpoint, Best, Evaluation, SettingChange };

/// A moment worth a mark on the axis.
struct Mark
{
    MarkKind kind = MarkKind::Checkpoint;
    std::int64_t step = 0;
    std::string text;

    bool operator==(const Mark &) const = default;
};

enum class LogLevel { Info, Warning, Error };

struct LogLine
{
    LogLevel level = LogLevel::Info;
    std::string text;

    bool operator==(const LogLine &) const = default;
};

struct StateChange
{
    RunState state = RunState::Running;
    std::string message; ///< the error's text for failed; else empty

    bool operator==(const StateChange &) const = default;
};

struct MetricEvent
{
    std::chrono::system_clock::time_point time;
    std::variant<Scalar, Progress, Mark, LogLine, StateChange> what;

    bool operator==(const MetricEvent &) const = default;
};

} // namespace tamiz
