// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/jsonl_sink.h"

#include "core/metrics/event_json.h"

namespace tamiz {

Result<JsonlSink> JsonlSink::open(const std::filesystem::path &path)
{
    TAMIZ_TRY(AppendFile file, AppendFile::open(path));
    return JsonlSink(std::move(file));
}

Status JsonlSink::record(const MetricEvent &event)
{
    return m_file.appendLine(toJson(event));
}

Status JsonlSink::flush()
{
    return m_file.sync();
}

} // namespace tamiz
