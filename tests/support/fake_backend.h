// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>

#include "core/runs/run_backend.h"

namespace tamiz::test {

/// A backend whose run is a function of the test.
class FakeBackend final : public RunBackend
{
public:
    using Function
        = std::function<Result<RunOutcome>(const RunRequest &, RunControl &, MetricSink &)>;

    explicit FakeBackend(Function function)
        : m_function(std::move(function))
    {
    }

    Result<RunOutcome> execute(const RunRequest &request, RunControl &control,
                               MetricSink &sink) override
    {
        return m_function(request, control, sink);
    }

private:
    Function m_function;
};

inline MetricEvent lossAt(std::int64_t step, double value)
{
    return { std::chrono::system_clock::now(),
             Scalar { { "loss", "train", "", "" }, step, 0, step * 100, 0, value, 16 } };
}

} // namespace tamiz::test
