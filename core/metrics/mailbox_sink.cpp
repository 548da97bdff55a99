// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/mailbox_sink.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tamiz {

MailboxSink::MailboxSink(std::size_t capacity)
    : m_capacity(std::max<std::size_t>(capacity, 1))
    , m_limit(m_capacity)
{
}

Status MailboxSink::record(const MetricEvent &event)
{
    const std::lock_guard lock(m_mutex);
    if (m_batch.events.size() >= m_limit)
        makeRoom();
    m_batch.events.push_back(event);
    return {};
}

Status MailboxSink::flush()
{
    return {};
}

MailboxBatch MailboxSink::drain()
{
    const std::lock_guard lock(m_mutex);
    m_limit = m_capacity;
    return std::exchange(m_batch, {});
}

void MailboxSink::makeRoom()
{
    struct ByContent
    {
        bool operator()(const SeriesKey *a, const SeriesKey *b) const { return *a < *b; }
    };
    std::vector<MetricEvent> &events = m_batch.events;
    std::vector<bool> isKept(events.size(), true);
    std::size_t kept = events.size();

    // From the newest back: only the first scalar met of each series, and one progress, stay.
    std::set<const SeriesKey *, ByContent> seen;
    bool hasProgress = false;
    for (std::size_t i = events.size(); i-- > 0;) {
        if (const auto *scalar = std::get_if<Scalar>(&events[i].what)) {
            isKept[i] = seen.insert(&scalar->series).second;
            m_batch.droppedScalars += isKept[i] ? 0 : 1;
        } else if (std::holds_alternative<Progress>(events[i].what)) {
            isKept[i] = !std::exchange(hasProgress, true);
        }
        kept -= isKept[i] ? 0 : 1;
    }
    // Half a mailbox of free room, so that a flood does not come back here at each event.
    for (std::size_t i = 0; i < events.size() && kept > m_capacity / 2; ++i) {
        if (std::holds_alternative<LogLine>(events[i].what)) {
            isKept[i] = false;
            ++m_batch.droppedLogs;
            --kept;
        }
    }

    std::size_t next = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (isKept[i] && next != i)
            events[next] = std::move(events[i]);
        next += isKept[i] ? 1 : 0;
    }
    events.resize(next);
    m_limit = std::max(m_capacity, 2 * events.size());
}

} // namespace tamiz
