// SPDX-License-Identifier: Apache-2.0
#include "app/cli/run_lookup.h"

#include <array>
#include <charconv>
#include <ctime>

#include "core/runs/run_recovery.h"

namespace tamiz::cli {

namespace fs = std::filesystem;

Result<std::unique_ptr<RunStore>> openStore(const fs::path &home)
{
    const fs::path file = home / "tamiz.db";
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return nullptr;
    TAMIZ_TRY(auto store, RunStore::open(file));
    TAMIZ_CHECK(recoverRuns(*store));
    return store;
}

Result<RunRecord> findRun(RunStore &store, const std::string &text)
{
    RunId id = 0;
    const char *end = text.data() + text.size();
    if (const auto [stop, problem] = std::from_chars(text.data(), end, id);
        problem == std::errc() && stop == end)
        return store.run(id);

    std::error_code ignored;
    if (fs::is_directory(text, ignored)) {
        if (auto record = store.findByFolder(fs::weakly_canonical(text, ignored)))
            return record;
    }
    TAMIZ_TRY(std::vector<RunRecord> runs, store.runs(true));
    std::erase_if(runs, [&text](const RunRecord &run) { return run.name != text; });
    if (runs.empty())
        return fail(ErrorCode::NotFound, "no run has this number, folder or name", text,
                    "`tamiz runs` lists them");
    if (runs.size() > 1)
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(runs.size()) + " runs have this name", text, "Use the number");
    return std::move(runs.front());
}

std::string timeText(std::chrono::system_clock::time_point time)
{
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts {};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text {};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

} // namespace tamiz::cli
