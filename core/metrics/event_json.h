// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/metrics/metric_event.h"

namespace tamiz {

/// One line of events.jsonl, without the line end. `time` is in seconds since 1970, to the microsecond.
/// Values that JSON has no number for are written as "nan", "inf" and "-inf"; bytes that are not
/// UTF-8 become U+FFFD.
std::string toJson(const MetricEvent &event);

/// Fails with InvalidInput, naming the field and its value. Unknown fields are ignored, so that an
/// older program reads a newer one's file; an unknown kind of event is Unsupported.
Result<MetricEvent> eventFromJson(std::string_view line);

/// Names used in JSON and in the store: "checkpoint", "setting-change", "warning" ...
const char *toString(MarkKind kind);
const char *toString(LogLevel level);
std::optional<MarkKind> markKindFromString(std::string_view name);
std::optional<LogLevel> logLevelFromString(std::string_view name);

} // namespace tamiz
