// SPDX-License-Identifier: Apache-2.0
// The list of runs: creating, reading, describing and changing state.
#include <cstring>
#include <span>

#include "core/store/detail/sqlite_run_store.h"

namespace tamiz::detail {

namespace {

#define TAMIZ_RUN_COLUMNS                                                                          \
    "id, name, run_group, state, message, folder, recipe, tags, notes, is_archived, parent, "      \
    "created_at, started_at, ended_at, step, total_steps, sparkline"

std::optional<std::int64_t>
toMicroseconds(const std::optional<std::chrono::system_clock::time_point> &time)
{
    return time ? std::optional(detail::toMicroseconds(*time)) : std::nullopt;
}

std::optional<std::chrono::system_clock::time_point>
fromMicroseconds(const std::optional<std::int64_t> &microseconds)
{
    return microseconds ? std::optional(detail::fromMicroseconds(*microseconds)) : std::nullopt;
}

std::vector<double> toDoubles(std::span<const std::byte> bytes)
{
    std::vector<double> values(bytes.size() / sizeof(double));
    if (!values.empty())
        std::memcpy(values.data(), bytes.data(), values.size() * sizeof(double));
    return values;
}

Result<RunState> readState(const std::string &name)
{
    const std::optional<RunState> state = runStateFromString(name);
    if (!state)
        return fail(ErrorCode::InvalidInput, "run store: unknown state '" + name + "'");
    return *state;
}

Result<RunRecord> readRecord(const Query &row)
{
    RunRecord record;
    record.id = row.integer(0);
    record.name = row.text(1);
    record.group = row.text(2);
    TAMIZ_TRY(record.state, readState(row.text(3)));
    record.message = row.text(4);
    record.folder = row.text(5);
    record.recipeYaml = row.text(6);
    record.tags = row.text(7);
    record.notes = row.text(8);
    record.isArchived = row.integer(9) != 0;
    record.parent = row.optionalInteger(10);
    record.createdAt = detail::fromMicroseconds(row.integer(11));
    record.startedAt = fromMicroseconds(row.optionalInteger(12));
    record.endedAt = fromMicroseconds(row.optionalInteger(13));
    record.step = row.integer(14);
    record.totalSteps = row.integer(15);
    record.sparkline = toDoubles(row.blob(16));
    return record;
}

Error noSuchRun(RunId id)
{
    return Error { ErrorCode::NotFound, "there is no run " + std::to_string(id), {}, {}, {} };
}

} // namespace

std::int64_t toMicroseconds(std::chrono::system_clock::time_point time)
{
    using Microseconds = std::chrono::duration<std::int64_t, std::micro>;
    return std::chrono::duration_cast<Microseconds>(time.time_since_epoch()).count();
}

std::chrono::system_clock::time_point fromMicroseconds(std::int64_t microseconds)
{
    return std::chrono::system_clock::time_point(std::chrono::microseconds(microseconds));
}

std::int64_t nowMicroseconds()
{
    return toMicroseconds(std::chrono::system_clock::now());
}

Result<RunId> SqliteRunStore::create(const RunRecord &record)
{
    if (isActive(record.state)) {
        return fail(ErrorCode::InvalidArgument,
                    std::string("a new run cannot be ") + tamiz::toString(record.state));
    }
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    const std::span<const double> sparkline = record.sparkline;
    TAMIZ_CHECK(m_database->run(
        "INSERT INTO runs (name, run_group, state, message, folder, recipe, tags, notes, "
        "is_archived,"
        " parent, created_at, started_at, ended_at, step, total_steps, sparkline)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        std::string_view(record.name), std::string_view(record.group),
        std::string_view(tamiz::toString(record.state)), std::string_view(record.message),
        std::string_view(record.folder.native()), std::string_view(record.recipeYaml),
        std::string_view(record.tags), std::string_view(record.notes),
        std::int64_t { record.isArchived }, record.parent, nowMicroseconds(),
        toMicroseconds(record.startedAt), toMicroseconds(record.endedAt), record.step,
        record.totalSteps, std::as_bytes(sparkline)));
    const RunId id = m_database->lastInsertId();
    if (record.state == RunState::Queued)
        TAMIZ_CHECK(setOwner(id));
    TAMIZ_CHECK(transaction.commit());
    return id;
}

Result<std::vector<RunRecord>> SqliteRunStore::readRuns(Query &rows)
{
    std::vector<RunRecord> records;
    for (;;) {
        TAMIZ_TRY(const bool hasRow, rows.next());
        if (!hasRow)
            return records;
        TAMIZ_TRY(RunRecord record, readRecord(rows));
        records.push_back(std::move(record));
    }
}

Result<std::vector<RunRecord>> SqliteRunStore::readRuns(const std::vector<RunId> &ids)
{
    std::vector<RunRecord> records;
    for (const RunId id : ids) {
        TAMIZ_TRY(RunRecord record, run(id));
        records.push_back(std::move(record));
    }
    return records;
}

Result<RunRecord> SqliteRunStore::run(RunId id)
{
    TAMIZ_TRY(Query row,
              m_database->query("SELECT " TAMIZ_RUN_COLUMNS " FROM runs WHERE id = ?", id));
    TAMIZ_TRY(std::vector<RunRecord> records, readRuns(row));
    if (records.empty())
        return tl::unexpected<Error>(noSuchRun(id));
    return std::move(records.front());
}

Result<RunRecord> SqliteRunStore::findByFolder(const std::filesystem::path &folder)
{
    TAMIZ_TRY(Query row,
              m_database->query("SELECT " TAMIZ_RUN_COLUMNS
                                " FROM runs WHERE folder = ? ORDER BY id DESC LIMIT 1",
                                std::string_view(folder.native())));
    TAMIZ_TRY(std::vector<RunRecord> records, readRuns(row));
    if (records.empty())
        return fail(ErrorCode::NotFound, "no run of the store has this folder", folder.string());
    return std::move(records.front());
}

Result<std::vector<RunRecord>> SqliteRunStore::runs(bool withArchived)
{
    TAMIZ_TRY(Query rows,
              m_database->query("SELECT " TAMIZ_RUN_COLUMNS
                                " FROM runs WHERE is_archived <= ? ORDER BY id DESC",
                                std::int64_t { withArchived }));
    return readRuns(rows);
}

Status SqliteRunStore::requireChanged(const Result<std::int64_t> &changed, RunId id) const
{
    if (!changed)
        return tl::unexpected<Error>(changed.error());
    return *changed > 0 ? Status() : Status(tl::unexpected<Error>(noSuchRun(id)));
}

Status SqliteRunStore::updateDetails(const RunRecord &record)
{
    return requireChanged(
        m_database->run(
            "UPDATE runs SET name = ?, run_group = ?, tags = ?, notes = ?, is_archived = ?"
            " WHERE id = ?",
            std::string_view(record.name), std::string_view(record.group),
            std::string_view(record.tags), std::string_view(record.notes),
            std::int64_t { record.isArchived }, record.id),
        record.id);
}

Status SqliteRunStore::setFolder(RunId id, const std::filesystem::path &folder)
{
    return requireChanged(m_database->run("UPDATE runs SET folder = ? WHERE id = ?",
                                          std::string_view(folder.native()), id),
                          id);
}

Status SqliteRunStore::changeState(RunId id, RunState state, const std::string &message)
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    TAMIZ_TRY(const Ownership before, ownership(id));
    if (!canChange(before.state, state)) {
        return fail(ErrorCode::InvalidArgument,
                    "run " + std::to_string(id) + " is " + tamiz::toString(before.state)
                        + " and cannot become " + tamiz::toString(state));
    }
    const std::optional<std::int64_t> endedAt
        = isTerminal(state) ? std::optional(nowMicroseconds()) : std::nullopt;
    TAMIZ_CHECK(m_database->run("UPDATE runs SET state = ?, message = ?, ended_at = ? WHERE id = ?",
                                std::string_view(tamiz::toString(state)), std::string_view(message),
                                endedAt, id));
    if (isTerminal(state)) {
        TAMIZ_CHECK(m_database->run("UPDATE runs SET owner_pid = NULL, owner_started = NULL,"
                                    " owner_boot = NULL, owner_host = NULL, heartbeat_at = NULL"
                                    " WHERE id = ?",
                                    id));
    }
    return transaction.commit();
}

Status SqliteRunStore::setProgress(RunId id, std::int64_t step, std::int64_t totalSteps)
{
    return requireChanged(m_database->run("UPDATE runs SET step = ?, total_steps = ? WHERE id = ?",
                                          step, totalSteps, id),
                          id);
}

Status SqliteRunStore::remove(RunId id)
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    TAMIZ_TRY(const Ownership before, ownership(id));
    if (isActive(before.state) && before.isAlive) {
        return fail(ErrorCode::Busy,
                    "run " + std::to_string(id) + " is " + tamiz::toString(before.state) + " in "
                        + before.owner,
                    {}, "Stop it first");
    }
    TAMIZ_CHECK(m_database->run("DELETE FROM runs WHERE id = ?", id));
    return transaction.commit();
}

} // namespace tamiz::detail
