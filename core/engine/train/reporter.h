// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/metrics/metric_sink.h"

namespace tamiz::engine {

/// Where a run stands on its four x axes.
struct RunPosition
{
    std::int64_t step = 0;
    std::int64_t microStep = 0;
    double epoch = 0;
    std::int64_t tokens = 0;
    double seconds = 0; ///< training time over all sessions of the run, pauses excluded

    bool operator==(const RunPosition &) const = default;
};

/// Sends a run's events with time and position filled in. A sink that fails is the sink's concern:
/// training goes on. Trainer thread only.
class Reporter
{
public:
    explicit Reporter(MetricSink &sink)
        : m_sink(sink)
    {
    }

    void scalar(const RunPosition &position, SeriesKey series, double value,
                std::int64_t count = 0);
    void mark(const RunPosition &position, MarkKind kind, std::string text);
    void log(LogLevel level, std::string text);
    void state(RunState state, std::string message = {});
    void progress(Progress progress);

private:
    template<typename T>
    void send(T what);

    MetricSink &m_sink;
    std::chrono::steady_clock::time_point m_lastProgress;
    std::string m_lastPhase;
};

} // namespace tamiz::engine
