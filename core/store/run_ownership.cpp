// SPDX-License-Identifier: Apache-2.0
// Which process has which run: claims, heartbeats, queues, and finding the runs of dead processes.
#include "core/store/detail/sqlite_run_store.h"

namespace tamiz::detail {

namespace {

/// After this long without a heartbeat a process that cannot be looked at counts as dead.
constexpr std::int64_t kSilenceMicroseconds = 60 * std::int64_t { 1'000'000 };

bool isAlive(const ProcessIdentity &owner, std::int64_t heartbeatAt)
{
    switch (livenessOf(owner)) {
    case Liveness::Alive:
        return true;
    case Liveness::Dead:
        return false;
    case Liveness::Elsewhere:
        break;
    }
    return nowMicroseconds() - heartbeatAt <= kSilenceMicroseconds;
}

} // namespace

Result<SqliteRunStore::Ownership> SqliteRunStore::ownership(RunId id)
{
    TAMIZ_TRY(Query row,
              m_database->query("SELECT state, owner_pid, owner_started, owner_boot, owner_host,"
                                " heartbeat_at FROM runs WHERE id = ?",
                                id));
    TAMIZ_TRY(const bool hasRow, row.next());
    if (!hasRow)
        return fail(ErrorCode::NotFound, "there is no run " + std::to_string(id));

    Ownership found;
    const std::optional<RunState> state = runStateFromString(row.text(0));
    if (!state)
        return fail(ErrorCode::InvalidInput, "run store: unknown state '" + row.text(0) + "'");
    found.state = *state;
    const std::optional<std::int64_t> pid = row.optionalInteger(1);
    if (pid) {
        const ProcessIdentity owner { *pid, row.integer(2), row.text(3), row.text(4) };
        found.isOwned = true;
        found.isOurs = owner == ProcessIdentity::current();
        found.isAlive = isAlive(owner, row.integer(5));
        found.owner = "process " + std::to_string(*pid) + " on "
            + owner.host.substr(0, owner.host.find(' '));
    }
    return found;
}

Status SqliteRunStore::setOwner(RunId id)
{
    const ProcessIdentity ours = ProcessIdentity::current();
    return requireChanged(
        m_database->run("UPDATE runs SET owner_pid = ?, owner_started = ?, owner_boot = ?,"
                        " owner_host = ?, heartbeat_at = ? WHERE id = ?",
                        ours.pid, ours.startedTicks, std::string_view(ours.boot),
                        std::string_view(ours.host), nowMicroseconds(), id),
        id);
}

Status SqliteRunStore::claim(RunId id)
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    TAMIZ_TRY(const Ownership before, ownership(id));
    const std::string run = "run " + std::to_string(id);
    if (before.isAlive && (isActive(before.state) || !before.isOurs)) {
        return fail(ErrorCode::Busy,
                    run + " is " + tamiz::toString(before.state) + " in " + before.owner, {},
                    "Stop it there first");
    }
    // An active run of a dead process is an interrupted one that nobody has swept yet.
    const RunState state = isActive(before.state) ? RunState::Interrupted : before.state;
    if (!canChange(state, RunState::Running)) {
        return fail(ErrorCode::InvalidArgument,
                    run + " is " + tamiz::toString(before.state) + " and cannot be started");
    }
    TAMIZ_CHECK(m_database->run("UPDATE runs SET state = 'running', message = '', ended_at = NULL,"
                                " started_at = coalesce(started_at, ?) WHERE id = ?",
                                nowMicroseconds(), id));
    TAMIZ_CHECK(setOwner(id));
    return transaction.commit();
}

Status SqliteRunStore::heartbeat(RunId id)
{
    const ProcessIdentity ours = ProcessIdentity::current();
    TAMIZ_TRY(const std::int64_t changed,
              m_database->run("UPDATE runs SET heartbeat_at = ? WHERE id = ? AND owner_pid = ?"
                              " AND owner_started = ? AND owner_boot = ? AND owner_host = ?",
                              nowMicroseconds(), id, ours.pid, ours.startedTicks,
                              std::string_view(ours.boot), std::string_view(ours.host)));
    if (changed == 0)
        return fail(ErrorCode::Mismatch, "run " + std::to_string(id) + " has another owner by now");
    return {};
}

Status SqliteRunStore::takeIntoQueue(RunId id)
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    TAMIZ_TRY(const Ownership before, ownership(id));
    const std::string run = "run " + std::to_string(id);
    if (before.isAlive && (isActive(before.state) || !before.isOurs)) {
        return fail(ErrorCode::Busy,
                    run + " is " + tamiz::toString(before.state) + " in " + before.owner);
    }
    const RunState state = isActive(before.state) ? RunState::Interrupted : before.state;
    if (state != RunState::Queued && !canChange(state, RunState::Queued)) {
        return fail(ErrorCode::InvalidArgument,
                    run + " is " + tamiz::toString(before.state) + " and cannot be queued");
    }
    TAMIZ_CHECK(m_database->run(
        "UPDATE runs SET state = 'queued', message = '', ended_at = NULL WHERE id = ?", id));
    TAMIZ_CHECK(setOwner(id));
    return transaction.commit();
}

Result<std::vector<RunRecord>> SqliteRunStore::adoptQueued()
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    std::vector<RunId> candidates;
    {
        TAMIZ_TRY(Query rows,
                  m_database->query("SELECT id FROM runs WHERE state = 'queued' ORDER BY id"));
        for (;;) {
            TAMIZ_TRY(const bool hasRow, rows.next());
            if (!hasRow)
                break;
            candidates.push_back(rows.integer(0));
        }
    }
    std::vector<RunId> adopted;
    for (const RunId id : candidates) {
        TAMIZ_TRY(const Ownership before, ownership(id));
        if (before.isAlive)
            continue;
        TAMIZ_CHECK(setOwner(id));
        adopted.push_back(id);
    }
    TAMIZ_TRY(std::vector<RunRecord> records, readRuns(adopted));
    TAMIZ_CHECK(transaction.commit());
    return records;
}

Result<std::vector<RunRecord>> SqliteRunStore::sweepInterrupted()
{
    TAMIZ_TRY(Transaction transaction, Transaction::begin(*m_database));
    std::vector<RunId> active;
    {
        TAMIZ_TRY(
            Query rows,
            m_database->query("SELECT id FROM runs"
                              " WHERE state IN ('running', 'paused', 'stopping') ORDER BY id"));
        for (;;) {
            TAMIZ_TRY(const bool hasRow, rows.next());
            if (!hasRow)
                break;
            active.push_back(rows.integer(0));
        }
    }
    std::vector<RunId> swept;
    for (const RunId id : active) {
        TAMIZ_TRY(const Ownership before, ownership(id));
        if (before.isAlive)
            continue;
        // It ended when it was last heard of.
        TAMIZ_CHECK(m_database->run(
            "UPDATE runs SET state = 'interrupted', ended_at = coalesce(heartbeat_at, ?),"
            " owner_pid = NULL, owner_started = NULL, owner_boot = NULL, owner_host = NULL,"
            " heartbeat_at = NULL WHERE id = ?",
            nowMicroseconds(), id));
        swept.push_back(id);
    }
    TAMIZ_TRY(std::vector<RunRecord> records, readRuns(swept));
    TAMIZ_CHECK(transaction.commit());
    return records;
}

} // namespace tamiz::detail
