// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "core/metrics/metric_sink.h"

namespace tamiz {

/// What gathered in a mailbox since the last drain.
struct MailboxBatch
{
    std::vector<MetricEvent> events; ///< in order of arrival
    std::size_t droppedScalars = 0; ///< coalesced away because the mailbox was full
    std::size_t droppedLogs = 0;
};

/// Hands events from the trainer to a view that drains on a timer. Bounded and never waiting: when
/// full, scalars coalesce by series (the newest stays), the oldest log lines go; state changes and
/// marks always stay. Any thread.
class MailboxSink final : public MetricSink
{
public:
    explicit MailboxSink(std::size_t capacity = 65536);

    Status record(const MetricEvent &event) override;
    Status flush() override;

    /// Moves everything out.
    MailboxBatch drain();

private:
    void makeRoom();

    const std::size_t m_capacity;
    std::mutex m_mutex;
    std::size_t m_limit; ///< room is made at this size; above the capacity while little can go
    MailboxBatch m_batch;
};

} // namespace tamiz
