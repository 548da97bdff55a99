// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <utility>

#include "core/metrics/append_file.h"
#include "core/metrics/metric_sink.h"

namespace tamiz::detail {

/// log.txt, for people: log lines, marks and state changes with their time (UTC). One thread at a time.
class LogSink final : public MetricSink
{
public:
    static Result<LogSink> open(const std::filesystem::path &path);

    Status record(const MetricEvent &event) override;
    Status flush() override;

private:
    explicit LogSink(AppendFile file)
        : m_file(std::move(file))
    {
    }

    AppendFile m_file;
};

} // namespace tamiz::detail
