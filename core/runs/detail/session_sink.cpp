// SPDX-License-Identifier: Apache-2.0
#include "core/runs/detail/session_sink.h"

namespace tamiz::detail {

Result<std::unique_ptr<SessionSink>> SessionSink::open(const RunFolder &folder,
                                                       const std::filesystem::path &storeFile,
                                                       RunId id, MetricSink *view)
{
    TAMIZ_TRY(JsonlSink events, JsonlSink::open(folder.events()));
    TAMIZ_TRY(LogSink log, LogSink::open(folder.log()));
    return std::unique_ptr<SessionSink>(
        new SessionSink(std::move(events), std::move(log), storeFile, id, folder.events(), view));
}

SessionSink::SessionSink(JsonlSink events, LogSink log, const std::filesystem::path &storeFile,
                         RunId id, const std::filesystem::path &eventsFile, MetricSink *view)
    : m_events(std::move(events))
    , m_log(std::move(log))
    , m_store(storeFile, id, eventsFile)
{
    m_fanout.add(m_events, "events.jsonl", FanoutSink::OnFailure::Keep);
    m_fanout.add(m_store, "run store",
                 FanoutSink::OnFailure::Keep); // reads what the one before wrote
    m_fanout.add(m_log, "log.txt", FanoutSink::OnFailure::Keep);
    if (view)
        m_fanout.add(*view, "view");
}

void SessionSink::changeState(RunState state, const std::string &message)
{
    record({ std::chrono::system_clock::now(), StateChange { state, message } });
}

void SessionSink::log(LogLevel level, const std::string &text)
{
    record({ std::chrono::system_clock::now(), LogLine { level, text } });
}

void SessionSink::record(const MetricEvent &event)
{
    const std::lock_guard lock(m_mutex);
    (void)m_fanout.record(event); // a fan-out always succeeds
}

void SessionSink::flush()
{
    const std::lock_guard lock(m_mutex);
    (void)m_fanout.flush();
}

Status SessionSink::BackendSink::record(const MetricEvent &event)
{
    if (!std::holds_alternative<StateChange>(event.what))
        m_session.record(event);
    return {};
}

Status SessionSink::BackendSink::flush()
{
    m_session.flush();
    return {};
}

} // namespace tamiz::detail
