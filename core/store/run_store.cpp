// SPDX-License-Identifier: Apache-2.0
#include "core/store/run_store.h"

#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/base/files.h"
#include "core/store/detail/database.h"
#include "core/store/detail/migrations.h"
#include "core/store/detail/sqlite_run_store.h"

namespace tamiz {

namespace {

using detail::Database;

/// Other processes may open the file in the same moment; SQLite does not wait by itself for the
/// exclusive lock that this change needs.
Status switchToWriteAheadLog(Database &database)
{
    constexpr auto kPause = std::chrono::milliseconds(20);
    constexpr int kAttempts = 250;
    Status status;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        status = database.execute("PRAGMA journal_mode = WAL");
        if (status || status.error().code != ErrorCode::Busy)
            break;
        std::this_thread::sleep_for(kPause);
    }
    return status;
}

Result<std::unique_ptr<RunStore>> prepare(std::unique_ptr<Database> database,
                                          const std::filesystem::path &file)
{
    TAMIZ_CHECK(database->execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF"));
    TAMIZ_CHECK(detail::checkSchema(*database, file, detail::schemaMigrations()));
    TAMIZ_CHECK(switchToWriteAheadLog(*database));
    TAMIZ_CHECK(database->execute("PRAGMA synchronous = NORMAL"));
    TAMIZ_CHECK(detail::migrate(*database, file, detail::schemaMigrations()));
    return std::make_unique<detail::SqliteRunStore>(std::move(database));
}

std::filesystem::path environmentPath(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

} // namespace

Result<std::unique_ptr<RunStore>> RunStore::open(const std::filesystem::path &file)
{
    if (file.has_parent_path())
        TAMIZ_CHECK(makeWritableFolder(file.parent_path()));
    TAMIZ_TRY(auto database, Database::open(file, Database::Access::Create));
    return prepare(std::move(database), file);
}

Result<std::unique_ptr<RunStore>> RunStore::openInMemory()
{
    TAMIZ_TRY(auto database, Database::openInMemory());
    return prepare(std::move(database), {});
}

std::filesystem::path defaultHome()
{
    if (auto home = environmentPath("TAMIZ_HOME"); !home.empty())
        return home;
    if (const auto data = environmentPath("XDG_DATA_HOME"); data.is_absolute())
        return data / "tamiz";
    return environmentPath("HOME") / ".local/share/tamiz";
}

} // namespace tamiz
