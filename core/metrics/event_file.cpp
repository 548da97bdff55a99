// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/event_file.h"

#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/files.h"
#include "core/metrics/event_json.h"

namespace tamiz {

namespace {

constexpr std::size_t kBlockBytes = std::size_t { 1 } << 18;
constexpr std::size_t kMaxLineBytes = std::size_t { 1 } << 20;

void addDamaged(EventChunk &chunk, std::uint64_t position)
{
    if (chunk.damagedLines++ == 0)
        chunk.firstDamaged = position;
}

void addLine(EventChunk &chunk, std::uint64_t position, std::string_view line)
{
    if (line.empty())
        return;
    if (Result<MetricEvent> event = eventFromJson(line))
        chunk.events.push_back({ position, std::move(*event) });
    else if (event.error().code != ErrorCode::Unsupported) // a newer program's kind is no damage
        addDamaged(chunk, position);
}

} // namespace

Result<EventChunk> readEvents(const std::filesystem::path &file, std::uint64_t begin,
                              std::size_t maxEvents)
{
    std::error_code status;
    const std::uint64_t size = std::filesystem::file_size(file, status);
    std::ifstream stream(file, std::ios::binary);
    if (status || !stream)
        return tl::unexpected<Error>(systemError("read the events", file));
    if (size < begin) {
        return fail(ErrorCode::Mismatch,
                    "the file has " + std::to_string(size) + " bytes, but " + std::to_string(begin)
                        + " were read before",
                    file.string());
    }
    stream.seekg(static_cast<std::streamoff>(begin));

    EventChunk chunk;
    chunk.end = begin;
    std::string text; // from chunk.end on, unless a giant line is being skipped
    std::uint64_t skipped = 0; // bytes of a giant line thrown away so far
    std::string block(kBlockBytes, '\0');
    while (chunk.events.size() < maxEvents) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        const auto count = static_cast<std::size_t>(stream.gcount());
        if (stream.bad())
            return tl::unexpected<Error>(systemError("read the events", file));
        if (count == 0) {
            chunk.isAtEnd = true;
            chunk.hasTornEnd = !text.empty() || skipped > 0;
            break;
        }
        text.append(block, 0, count);

        std::size_t lineBegin = 0;
        while (chunk.events.size() < maxEvents) {
            const std::size_t lineEnd = text.find('\n', lineBegin);
            if (lineEnd == std::string::npos)
                break;
            const std::uint64_t length = skipped + lineEnd - lineBegin;
            if (length > kMaxLineBytes)
                addDamaged(chunk, chunk.end);
            else
                addLine(chunk, chunk.end,
                        std::string_view(text).substr(lineBegin, lineEnd - lineBegin));
            chunk.end += length + 1;
            skipped = 0;
            lineBegin = lineEnd + 1;
        }
        text.erase(0, lineBegin);
        if (text.size() > kMaxLineBytes && text.find('\n') == std::string::npos)
            skipped += std::exchange(text, {}).size();
    }
    return chunk;
}

Result<EventChunk> replayEvents(const std::filesystem::path &file)
{
    return readEvents(file, 0, std::numeric_limits<std::size_t>::max());
}

} // namespace tamiz
