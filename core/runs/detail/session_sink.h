// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/metrics/fanout_sink.h"
#include "core/metrics/jsonl_sink.h"
#include "core/runs/detail/log_sink.h"
#include "core/runs/run_folder.h"
#include "core/store/store_writer.h"

namespace tamiz::detail {

/// All the places where a run's events go: events.jsonl (the truth), log.txt, the store and a view.
/// The trainer and the session's own threads record into it; it lets them in one at a time, for the
/// time of a short write.
class SessionSink
{
public:
    /// Opens the files for appending. @p view may be null.
    static Result<std::unique_ptr<SessionSink>> open(const RunFolder &folder,
                                                     const std::filesystem::path &storeFile,
                                                     RunId id, MetricSink *view);

    void changeState(RunState state, const std::string &message = {});
    void log(LogLevel level, const std::string &text);
    void flush();

    /// The backend's door: state changes do not pass it, they are the session's.
    MetricSink &backendSink() { return m_backendSink; }

private:
    class BackendSink final : public MetricSink
    {
    public:
        explicit BackendSink(SessionSink &session)
            : m_session(session)
        {
        }
        Status record(const MetricEvent &event) override;
        Status flush() override;

    private:
        SessionSink &m_session;
    };

    SessionSink(JsonlSink events, LogSink log, const std::filesystem::path &storeFile, RunId id,
                const std::filesystem::path &eventsFile, MetricSink *view);
    void record(const MetricEvent &event);

    JsonlSink m_events;
    LogSink m_log;
    StoreWriter m_store;
    std::mutex m_mutex;
    FanoutSink m_fanout;
    BackendSink m_backendSink { *this };
};

} // namespace tamiz::detail
