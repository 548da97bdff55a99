// SPDX-License-Identifier: Apache-2.0
#include "core/runs/detail/run_watch.h"

#include <algorithm>
#include <chrono>

namespace tamiz::detail {

namespace {

constexpr auto kBeatInterval = std::chrono::seconds(5);

RunState stateFor(const RunControl &control)
{
    if (control.isStopRequested())
        return RunState::Stopping;
    return control.isPauseRequested() ? RunState::Paused : RunState::Running;
}

} // namespace

RunWatch::RunWatch(RunId id, RunStore &store, RunControl &control, SessionSink &sink)
    : m_id(id)
    , m_store(store)
    , m_control(control)
    , m_sink(sink)
    , m_thread([this] { watch(); })
{
}

RunWatch::~RunWatch()
{
    stop();
}

void RunWatch::stop()
{
    m_isDone = true;
    m_control.wakeWatcher();
    if (m_thread.joinable())
        m_thread.join();
}

void RunWatch::watch()
{
    using Clock = std::chrono::steady_clock;
    using std::chrono::milliseconds;
    std::uint64_t seen = 0;
    auto nextBeat = Clock::now() + kBeatInterval;
    while (!m_isDone) {
        followRequests();
        if (Clock::now() >= nextBeat) {
            beat();
            nextBeat = Clock::now() + kBeatInterval;
        }
        const auto patience = std::chrono::ceil<milliseconds>(nextBeat - Clock::now());
        seen = m_control.waitForRequest(seen, std::max(patience, milliseconds(0)));
    }
}

void RunWatch::followRequests()
{
    const RunState wanted = stateFor(m_control);
    if (wanted == m_state || !canChange(m_state, wanted))
        return;
    m_state = wanted;
    m_sink.changeState(wanted); // the view first: the store may be locked for seconds
    if (const Status status = m_store.changeState(m_id, wanted); !status)
        warnOnce(status.error());
}

void RunWatch::beat()
{
    const Status status = m_store.heartbeat(m_id);
    if (status)
        return;
    const bool isTakenAway = status.error().code == ErrorCode::Mismatch;
    if (isTakenAway && !m_isLost.exchange(true)) {
        m_sink.log(LogLevel::Error, status.error().toString() + "; this one stops");
        m_control.requestStop();
    } else if (!isTakenAway) {
        warnOnce(status.error());
    }
}

void RunWatch::warnOnce(const Error &error)
{
    if (!m_hasWarned)
        m_sink.log(LogLevel::Warning, error.toString());
    m_hasWarned = true;
}

} // namespace tamiz::detail
