// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <utility>

#include "core/metrics/append_file.h"
#include "core/metrics/metric_sink.h"

namespace tamiz {

/// Appends each event to events.jsonl, the truth about a run. An event is with the system when record()
/// returns, so it survives kill -9; flush() also flushes the disk. While the disk is full it returns
/// an error and keeps what it could not write, in order. One thread at a time.
class JsonlSink final : public MetricSink
{
public:
    static Result<JsonlSink> open(const std::filesystem::path &path);

    Status record(const MetricEvent &event) override;
    Status flush() override;

private:
    explicit JsonlSink(AppendFile file)
        : m_file(std::move(file))
    {
    }

    AppendFile m_file;
};

} // namespace tamiz
