// SPDX-License-Identifier: Apache-2.0
#include "core/runs/detail/log_sink.h"

#include <array>
#include <ctime>
#include <string>

#include "core/metrics/event_json.h"

namespace tamiz::detail {

namespace {

std::string timeText(std::chrono::system_clock::time_point time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts {};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text {};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

std::string lineOf(const LogLine &line)
{
    return std::string(toString(line.level)) + ": " + line.text;
}

std::string lineOf(const StateChange &change)
{
    const std::string state = std::string("state: ") + tamiz::toString(change.state);
    return change.message.empty() ? state : state + ": " + change.message;
}

std::string lineOf(const Mark &mark)
{
    const std::string text = toString(mark.kind) + (" at step " + std::to_string(mark.step));
    return mark.text.empty() ? text : text + ": " + mark.text;
}

std::string lineOf(const Scalar & /*scalar*/)
{
    return {};
}

std::string lineOf(const Progress & /*progress*/)
{
    return {};
}

} // namespace

Result<LogSink> LogSink::open(const std::filesystem::path &path)
{
    TAMIZ_TRY(AppendFile file, AppendFile::open(path));
    return LogSink(std::move(file));
}

Status LogSink::record(const MetricEvent &event)
{
    const std::string line = std::visit([](const auto &what) { return lineOf(what); }, event.what);
    return line.empty() ? Status() : m_file.appendLine(timeText(event.time) + ' ' + line);
}

Status LogSink::flush()
{
    return m_file.sync();
}

} // namespace tamiz::detail
