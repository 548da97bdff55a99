// SPDX-License-Identifier: Apache-2.0
#include "core/store/detail/migrations.h"

#include <cstdio>

#include "core/base/files.h"

namespace tamiz::detail {

namespace {

namespace fs = std::filesystem;

Status checkIntegrity(Database &database, const fs::path &file)
{
    TAMIZ_TRY(Query report, database.query("PRAGMA integrity_check(3)"));
    std::string findings;
    for (;;) {
        TAMIZ_TRY(const bool hasRow, report.next());
        if (!hasRow)
            break;
        if (const std::string line = report.text(0); line != "ok")
            findings += (findings.empty() ? "" : "; ") + line;
    }
    if (findings.empty())
        return {};
    return fail(
        ErrorCode::InvalidInput, "the run store is damaged: " + findings, file.string(),
        "It was left as it is. Move it away to start with an empty list; the run folders keep "
        "everything that was recorded");
}

Status leaveBackup(Database &database, const fs::path &file, std::int64_t version)
{
    // An older backup is never overwritten: it may be the only good one.
    const std::string base = file.string() + ".v" + std::to_string(version) + "-backup";
    fs::path backup = base;
    for (int number = 2; fs::exists(backup); ++number)
        backup = base + "-" + std::to_string(number);

    const fs::path temporary = backup.string() + ".tmp";
    std::error_code ignored;
    fs::remove(temporary, ignored);
    Status status = database.backUpTo(temporary);
    if (status)
        status = syncToDisk(temporary);
    if (status && std::rename(temporary.c_str(), backup.c_str()) != 0)
        status = tl::unexpected<Error>(systemError("name the backup", backup));
    if (!status) {
        fs::remove(temporary, ignored);
        return failWith(status.error(), "backing up the run store before a migration");
    }
    return syncToDisk(backup.parent_path().empty() ? fs::path(".") : backup.parent_path());
}

/// Whatever another process did meanwhile: looks at the version again under the write lock.
Status apply(Database &database, const Migration &migration)
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(database));
    TAMIZ_TRY(const std::int64_t version, database.integer("PRAGMA user_version"));
    if (version >= migration.version)
        return {};
    const std::string setVersion = ";\nPRAGMA user_version = " + std::to_string(migration.version);
    if (Status status = database.execute(migration.script + setVersion); !status) {
        return failWith(status.error(),
                        "migrating the run store to schema " + std::to_string(migration.version));
    }
    return transaction.commit();
}

} // namespace

Status checkSchema(Database &database, const fs::path &file,
                   const std::vector<Migration> &migrations)
{
    // Another process may be creating the store in this moment.
    TAMIZ_TRY(const Transaction transaction, Transaction::beginReading(database));
    TAMIZ_TRY(const std::int64_t version, database.integer("PRAGMA user_version"));
    TAMIZ_TRY(const std::int64_t application, database.integer("PRAGMA application_id"));
    TAMIZ_TRY(const std::int64_t tables, database.integer("SELECT count(*) FROM sqlite_schema"));
    const int newest = migrations.back().version;
    if (application != kApplicationId && (tables > 0 || version > 0)) {
        return fail(ErrorCode::InvalidInput, "the file is a database of another program",
                    file.string(), "Choose another folder with --home");
    }
    if (version > newest) {
        return fail(ErrorCode::Unsupported,
                    "the run store was written by a newer Tamiz (schema " + std::to_string(version)
                        + ", this one knows " + std::to_string(newest) + ")",
                    file.string(), "Update Tamiz, or choose another folder with --home");
    }
    return {};
}

Status migrate(Database &database, const fs::path &file, const std::vector<Migration> &migrations)
{
    TAMIZ_TRY(const std::int64_t version, database.integer("PRAGMA user_version"));
    if (version == migrations.back().version)
        return {};
    if (version > 0) {
        TAMIZ_CHECK(checkIntegrity(database, file));
        TAMIZ_CHECK(leaveBackup(database, file, version));
    }
    for (const Migration &migration : migrations)
        TAMIZ_CHECK(apply(database, migration));
    return {};
}

} // namespace tamiz::detail
