// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/metrics/metric_event.h"

namespace tamiz {

/// Takes the events of one run. record() is called on the trainer's thread and must not wait for a
/// view or a lock held over I/O of others; flush() may wait.
class MetricSink
{
public:
    virtual ~MetricSink() = default;

    virtual Status record(const MetricEvent &event) = 0;
    virtual Status flush() = 0;
};

} // namespace tamiz
