// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/reporter.h"

#include <utility>

namespace tamiz::engine {

template<typename T>
void Reporter::send(T what)
{
    // The fan-out reports and drops a sink that fails; there is nobody else to tell from here.
    static_cast<void>(m_sink.record({ std::chrono::system_clock::now(), std::move(what) }));
}

void Reporter::scalar(const RunPosition &position, SeriesKey series, double value,
                      std::int64_t count)
{
    send(Scalar { .series = std::move(series),
                  .step = position.step,
                  .epoch = position.epoch,
                  .tokens = position.tokens,
                  .seconds = position.seconds,
                  .value = value,
                  .count = count });
}

void Reporter::mark(const RunPosition &position, MarkKind kind, std::string text)
{
    send(Mark { kind, position.step, std::move(text) });
}

void Reporter::log(LogLevel level, std::string text)
{
    send(LogLine { level, std::move(text) });
}

void Reporter::state(RunState state, std::string message)
{
    send(StateChange { state, std::move(message) });
}

void Reporter::progress(Progress progress)
{
    // Ten a second are enough for an eye; a new phase is always told.
    const auto now = std::chrono::steady_clock::now();
    if (progress.phase == m_lastPhase && progress.phaseDone < 1
        && now - m_lastProgress < std::chrono::milliseconds(100))
        return;
    m_lastPhase = progress.phase;
    m_lastProgress = now;
    send(std::move(progress));
}

} // namespace tamiz::engine
