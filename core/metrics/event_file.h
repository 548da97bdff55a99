// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/metrics/metric_event.h"

namespace tamiz {

/// An event and the byte at which its line begins, which identifies it within the file.
struct StoredEvent
{
    std::uint64_t position = 0;
    MetricEvent event;
};

/// Some whole lines of an events.jsonl.
struct EventChunk
{
    std::vector<StoredEvent> events;
    std::uint64_t end = 0; ///< where the next read begins: after the last whole line read
    std::size_t damagedLines = 0; ///< whole lines that are no event; skipped
    std::uint64_t firstDamaged = 0; ///< byte of the first of them
    bool isAtEnd = false; ///< no further whole line
    bool hasTornEnd = false; ///< a last line without its end: being written, or a crash
};

/// Reads up to @p maxEvents from byte @p begin on; a file that is being written may be read.
/// Lines over 1 MiB count as damaged. Fails when the file cannot be read, or with Mismatch when it
/// is shorter than @p begin.
Result<EventChunk> readEvents(const std::filesystem::path &file, std::uint64_t begin,
                              std::size_t maxEvents);

/// The whole file as one chunk.
Result<EventChunk> replayEvents(const std::filesystem::path &file);

} // namespace tamiz
