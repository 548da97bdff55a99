// SPDX-License-Identifier: Apache-2.0
#include "core/runs/run_recovery.h"

#include <limits>

#include "core/metrics/event_file.h"
#include "core/runs/run_folder.h"
#include "core/store/event_import.h"

namespace tamiz {

std::optional<StateChange> lastRecordedState(const std::filesystem::path &eventsFile)
{
    // State changes are rare and the last one is at the end, but a warning or two may follow it.
    constexpr std::uint64_t kTailBytes = 1 << 16;
    std::error_code status;
    const std::uint64_t size = std::filesystem::file_size(eventsFile, status);
    if (status)
        return std::nullopt;
    const std::uint64_t begin = size > kTailBytes ? size - kTailBytes : 0;
    const auto tail = readEvents(eventsFile, begin, std::numeric_limits<std::size_t>::max());
    if (!tail)
        return std::nullopt;
    for (auto event = tail->events.rbegin(); event != tail->events.rend(); ++event) {
        if (const auto *change = std::get_if<StateChange>(&event->event.what))
            return *change;
    }
    return std::nullopt;
}

Result<std::vector<RunRecord>> recoverRuns(RunStore &store)
{
    TAMIZ_TRY(const std::vector<RunRecord> swept, store.sweepInterrupted());
    std::vector<RunRecord> interrupted;
    for (const RunRecord &found : swept) {
        const RunFolder folder { found.folder };
        // An unreadable run folder must not keep the others, or the program, from going on.
        (void)importMissingEvents(store, found.id, folder.events());
        const auto last = lastRecordedState(folder.events());
        if (last && isTerminal(last->state) && canChange(found.state, last->state))
            (void)store.changeState(found.id, last->state, last->message);
        TAMIZ_TRY(RunRecord now, store.run(found.id));
        if (now.state == RunState::Interrupted)
            interrupted.push_back(std::move(now));
    }
    return interrupted;
}

} // namespace tamiz
