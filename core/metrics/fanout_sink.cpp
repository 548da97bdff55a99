// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/fanout_sink.h"

#include <exception>
#include <utility>

namespace tamiz {

namespace {

/// A sink's exception (memory, a library) counts as its failure, like any other.
template<typename Call>
Status guarded(const Call &call, MetricSink &sink)
{
    try {
        return call(sink);
    } catch (const std::exception &exception) {
        return fail(ErrorCode::Internal, exception.what());
    }
}

} // namespace

void FanoutSink::add(MetricSink &sink, std::string name, OnFailure onFailure)
{
    m_branches.push_back({ &sink, std::move(name), onFailure });
}

template<typename Call>
void FanoutSink::callAll(const Call &call)
{
    // By index: warn() comes back here for the other branches.
    for (std::size_t i = 0; i < m_branches.size(); ++i) {
        Branch &branch = m_branches[i];
        if (branch.isDropped)
            continue;
        const Status status = guarded(call, *branch.sink);
        const bool wasFailing = std::exchange(branch.isFailing, !status);
        if (status || wasFailing)
            continue;
        branch.isDropped = branch.onFailure == OnFailure::Drop;
        warn(branch, status.error());
    }
}

void FanoutSink::warn(const Branch &failed, const Error &error)
{
    // Each branch warns once a streak, so the depth is bounded by their number.
    std::string text = failed.name + ": " + error.toString();
    text += failed.isDropped ? "; it gets no further events" : "; will be tried again";
    const MetricEvent warning { std::chrono::system_clock::now(),
                                LogLine { LogLevel::Warning, std::move(text) } };
    record(warning);
}

Status FanoutSink::record(const MetricEvent &event)
{
    callAll([&event](MetricSink &sink) { return sink.record(event); });
    return {};
}

Status FanoutSink::flush()
{
    callAll([](MetricSink &sink) { return sink.flush(); });
    return {};
}

} // namespace tamiz
