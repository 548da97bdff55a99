// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/event_json.h"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

namespace tamiz {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::system_clock;

constexpr std::array kMarkKinds {
    MarkKind::Pause, MarkKind::Resume,     MarkKind::Checkpoint,
    MarkKind::Best,  MarkKind::Evaluation, MarkKind::SettingChange,
};
constexpr std::array kLogLevels { LogLevel::Info, LogLevel::Warning, LogLevel::Error };

Json numberToJson(double value)
{
    if (std::isnan(value))
        return "nan";
    if (std::isinf(value))
        return value > 0 ? "inf" : "-inf";
    return value;
}

/// Adds the fields of one kind of event; empty texts and unset counts are left out.
struct FieldWriter
{
    Json &json;

    void text(const char *name, const std::string &value) const
    {
        if (!value.empty())
            json[name] = value;
    }

    void operator()(const Scalar &scalar) const
    {
        json["kind"] = "scalar";
        json["name"] = scalar.series.name;
        text("split", scalar.series.split);
        text("class", scalar.series.tokenClass);
        text("reference", scalar.series.referenceSet);
        json["step"] = scalar.step;
        json["value"] = numberToJson(scalar.value);
        json["epoch"] = numberToJson(scalar.epoch);
        json["tokens"] = scalar.tokens;
        json["seconds"] = numberToJson(scalar.seconds);
        if (scalar.count != 0)
            json["count"] = scalar.count;
    }
    void operator()(const Progress &progress) const
    {
        json["kind"] = "progress";
        json["phase"] = progress.phase;
        json["step"] = progress.step;
        json["total_steps"] = progress.totalSteps;
        json["phase_done"] = numberToJson(progress.phaseDone);
        json["seconds_left"] = numberToJson(progress.secondsLeft);
    }
    void operator()(const Mark &mark) const
    {
        json["kind"] = "mark";
        json["mark"] = toString(mark.kind);
        json["step"] = mark.step;
        text("text", mark.text);
    }
    void operator()(const LogLine &line) const
    {
        json["kind"] = "log";
        json["level"] = toString(line.level);
        json["text"] = line.text;
    }
    void operator()(const StateChange &change) const
    {
        json["kind"] = "state";
        json["state"] = toString(change.state);
        text("message", change.message);
    }
};

/// Reads typed fields; keeps the first problem instead of throwing.
class FieldReader
{
public:
    explicit FieldReader(const Json &json)
        : m_json(json)
    {
    }

    std::string text(const char *name, bool isRequired = false)
    {
        const Json *field = find(name, isRequired);
        if (!field)
            return {};
        if (!field->is_string())
            return problem(name, *field, "a text"), std::string();
        return field->get<std::string>();
    }

    std::int64_t integer(const char *name, bool isRequired = true)
    {
        const Json *field = find(name, isRequired);
        if (!field)
            return 0;
        const bool isTooLarge = field->is_number_unsigned()
            && field->get<std::uint64_t>()
                > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (!field->is_number_integer() || isTooLarge)
            return problem(name, *field, "a whole number"), 0;
        return field->get<std::int64_t>();
    }

    double number(const char *name)
    {
        const Json *field = find(name, true);
        if (!field)
            return 0;
        if (field->is_number())
            return field->get<double>();
        if (*field == "nan")
            return std::numeric_limits<double>::quiet_NaN();
        if (*field == "inf")
            return std::numeric_limits<double>::infinity();
        if (*field == "-inf")
            return -std::numeric_limits<double>::infinity();
        return problem(name, *field, "a number"), 0;
    }

    /// A name out of a fixed set.
    template<typename Value>
    Value named(const char *name, std::optional<Value> (*fromString)(std::string_view))
    {
        const std::string value = text(name, true);
        const std::optional<Value> found = fromString(value);
        if (!found && !m_error)
            m_error
                = Error { ErrorCode::InvalidInput, "unknown value '" + value + "'", name, {}, {} };
        return found.value_or(Value {});
    }

    const std::optional<Error> &error() const { return m_error; }

private:
    const Json *find(const char *name, bool isRequired)
    {
        const auto field = m_json.find(name);
        if (field != m_json.end())
            return &*field;
        if (isRequired && !m_error)
            m_error = Error { ErrorCode::InvalidInput, "the field is missing", name, {}, {} };
        return nullptr;
    }

    void problem(const char *name, const Json &value, const char *expected)
    {
        if (m_error)
            return;
        std::string shown = value.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (shown.size() > 60)
            shown = shown.substr(0, 60) + "...";
        m_error = Error { ErrorCode::InvalidInput,
                          std::string("expected ") + expected + ", found " + shown,
                          name,
                          {},
                          {} };
    }

    const Json &m_json;
    std::optional<Error> m_error;
};

Scalar readScalar(FieldReader &fields)
{
    Scalar scalar;
    scalar.series = { fields.text("name", true), fields.text("split"), fields.text("class"),
                      fields.text("reference") };
    scalar.step = fields.integer("step");
    scalar.epoch = fields.number("epoch");
    scalar.tokens = fields.integer("tokens");
    scalar.seconds = fields.number("seconds");
    scalar.value = fields.number("value");
    scalar.count = fields.integer("count", false);
    return scalar;
}

Progress readProgress(FieldReader &fields)
{
    Progress progress;
    progress.phase = fields.text("phase");
    progress.step = fields.integer("step");
    progress.totalSteps = fields.integer("total_steps");
    progress.phaseDone = fields.number("phase_done");
    progress.secondsLeft = fields.number("seconds_left");
    return progress;
}

template<typename Values>
auto findNamed(const Values &values, std::string_view name)
{
    std::optional<typename Values::value_type> found;
    for (const auto value : values) {
        if (name == toString(value))
            found = value;
    }
    return found;
}

} // namespace

std::string toJson(const MetricEvent &event)
{
    using Microseconds = std::chrono::duration<std::int64_t, std::micro>;
    const auto time = std::chrono::duration_cast<Microseconds>(event.time.time_since_epoch());
    Json json;
    json["time"] = static_cast<double>(time.count()) / 1e6;
    std::visit(FieldWriter { json }, event.what);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<MetricEvent> eventFromJson(std::string_view line)
{
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::InvalidInput, "not a JSON object");

    FieldReader fields(json);
    const double seconds = fields.number("time");
    // The range of the clock (nanoseconds in 64 bits), with room to spare.
    constexpr double kLatest = 9.0e9;
    if (!(std::abs(seconds) < kLatest))
        return fail(ErrorCode::InvalidInput, "time is out of range: " + std::to_string(seconds));
    MetricEvent event;
    event.time = Clock::time_point(std::chrono::microseconds(std::llround(seconds * 1e6)));

    const std::string kind = fields.text("kind", true);
    if (kind == "scalar")
        event.what = readScalar(fields);
    else if (kind == "progress")
        event.what = readProgress(fields);
    else if (kind == "mark")
        event.what = Mark { fields.named("mark", markKindFromString), fields.integer("step"),
                            fields.text("text") };
    else if (kind == "log")
        event.what
            = LogLine { fields.named("level", logLevelFromString), fields.text("text", true) };
    else if (kind == "state")
        event.what
            = StateChange { fields.named("state", runStateFromString), fields.text("message") };
    else if (!fields.error())
        return fail(ErrorCode::Unsupported, "unknown kind of event '" + kind + "'", "kind");

    if (fields.error())
        return tl::unexpected<Error>(*fields.error());
    return event;
}

const char *toString(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Pause:
        return "pause";
    case MarkKind::Resume:
        return "resume";
    case MarkKind::Checkpoint:
        return "checkpoint";
    case MarkKind::Best:
        return "best";
    case MarkKind::Evaluation:
        return "evaluation";
    case MarkKind::SettingChange:
        break;
    }
    return "setting-change";
}

const char *toString(LogLevel level)
{
    switch (level) {
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        break;
    }
    return "error";
}

std::optional<MarkKind> markKindFromString(std::string_view name)
{
    return findNamed(kMarkKinds, name);
}

std::optional<LogLevel> logLevelFromString(std::string_view name)
{
    return findNamed(kLogLevels, name);
}

} // namespace tamiz
