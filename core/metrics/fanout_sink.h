// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/metrics/metric_sink.h"

namespace tamiz {

/// Passes each event on to several sinks, in the order they were added. A sink that fails is reported
/// to the others as a warning event, and training goes on: record() and flush() always succeed. Not
/// synchronised: one thread at a time.
class FanoutSink final : public MetricSink
{
public:
    enum class OnFailure {
        Drop, ///< the sink gets no further event
        Keep ///< warned of once, until it works again; for a sink that catches up by itself
    };

    /// @p name is what the warning calls it ("events.jsonl"); @p sink is borrowed.
    void add(MetricSink &sink, std::string name, OnFailure onFailure = OnFailure::Drop);

    Status record(const MetricEvent &event) override;
    Status flush() override;

private:
    struct Branch
    {
        MetricSink *sink;
        std::string name;
        OnFailure onFailure;
        bool isFailing = false;
        bool isDropped = false;
    };
    template<typename Call>
    void callAll(const Call &call);
    void warn(const Branch &failed, const Error &error);

    std::vector<Branch> m_branches;
};

} // namespace tamiz
