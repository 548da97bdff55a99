// SPDX-License-Identifier: Apache-2.0
#include "core/store/event_import.h"

#include "core/metrics/event_file.h"
#include "core/store/run_store.h"

namespace tamiz {

Result<ImportReport> importMissingEvents(RunStore &store, RunId id,
                                         const std::filesystem::path &eventsFile)
{
    constexpr std::size_t kEventsPerTransaction = 5000;
    TAMIZ_TRY(std::uint64_t position, store.eventsEnd(id));
    ImportReport report;
    for (bool isAtEnd = false; !isAtEnd;) {
        Result<EventChunk> chunk = readEvents(eventsFile, position, kEventsPerTransaction);
        if (!chunk && chunk.error().code == ErrorCode::NotFound)
            break;
        if (!chunk && chunk.error().code == ErrorCode::Mismatch && position > 0) {
            position = 0; // the disk lost its last writes, or a person edited the file
            continue;
        }
        if (!chunk)
            return tl::unexpected<Error>(std::move(chunk).error());

        if (chunk->end != position)
            TAMIZ_CHECK(store.importEvents(id, chunk->events, chunk->end));
        if (chunk->damagedLines > 0 && report.damagedLines == 0)
            report.firstDamaged = chunk->firstDamaged;
        report.damagedLines += chunk->damagedLines;
        report.events += chunk->events.size();
        position = chunk->end;
        isAtEnd = chunk->isAtEnd;
    }
    return report;
}

} // namespace tamiz
