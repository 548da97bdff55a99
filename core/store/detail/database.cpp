// SPDX-License-Identifier: Apache-2.0
#include "core/store/detail/database.h"

#include <cerrno>
#include <limits>

#include <sqlite3.h>

namespace tamiz::detail {

namespace {

constexpr int kBusyTimeoutMs = 5000;

/// The message of the connection's last failure as an Error about @p file.
Error errorOf(sqlite3 *handle, int code, const std::filesystem::path &file)
{
    Error error;
    error.message
        = std::string("run store: ") + (handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
    error.where = file.string();
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.code = ErrorCode::Busy;
        error.hint = "Another program has held the file for over 5 s; close it or try again";
        break;
    case SQLITE_FULL:
        error.code = ErrorCode::DiskFull;
        error.hint = "Free some space on this disk";
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        error.code = ErrorCode::InvalidInput;
        error.hint
            = "The file is damaged. Move it away to start with an empty list; the run folders "
              "keep everything that was recorded";
        break;
    case SQLITE_NOMEM:
        error.code = ErrorCode::OutOfMemory;
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        error.code = ErrorCode::Io;
        error.hint = "Check the permissions of the folder";
        break;
    case SQLITE_IOERR: {
        const int number = handle ? sqlite3_system_errno(handle) : 0;
        error.code = number == ENOSPC || number == EDQUOT ? ErrorCode::DiskFull : ErrorCode::Io;
        break;
    }
    default:
        error.code = ErrorCode::Internal;
    }
    return error;
}

} // namespace

void StatementDeleter::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Query::Query(sqlite3_stmt *statement, const std::filesystem::path *file)
    : m_statement(statement)
    , m_file(file)
{
}

Query::Query(Query &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr))
    , m_file(other.m_file)
{
}

Query::~Query()
{
    if (m_statement) {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement);
    }
}

Result<bool> Query::next()
{
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE)
        return false;
    return tl::unexpected<Error>(errorOf(sqlite3_db_handle(m_statement), code, *m_file));
}

std::int64_t Query::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::optional<std::int64_t> Query::optionalInteger(int column) const
{
    if (sqlite3_column_type(m_statement, column) == SQLITE_NULL)
        return std::nullopt;
    return integer(column);
}

double Query::number(int column) const
{
    if (sqlite3_column_type(m_statement, column) == SQLITE_NULL)
        return std::numeric_limits<double>::quiet_NaN();
    return sqlite3_column_double(m_statement, column);
}

std::string Query::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    const auto count = static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column));
    return bytes ? std::string(bytes, count) : std::string();
}

std::span<const std::byte> Query::blob(int column) const
{
    const auto *bytes = static_cast<const std::byte *>(sqlite3_column_blob(m_statement, column));
    return { bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)) };
}

Status Query::check(int code) const
{
    if (code == SQLITE_OK)
        return {};
    return tl::unexpected<Error>(errorOf(sqlite3_db_handle(m_statement), code, *m_file));
}

// The values outlive the query in every caller's full expression or scope, but copies are cheap and
// cannot dangle (SQLITE_TRANSIENT).
Status Query::bind(int parameter, std::int64_t value)
{
    return check(sqlite3_bind_int64(m_statement, parameter, value));
}

Status Query::bind(int parameter, double value)
{
    return check(sqlite3_bind_double(m_statement, parameter, value)); // NaN is stored as NULL
}

Status Query::bind(int parameter, std::string_view value)
{
    return check(sqlite3_bind_text64(m_statement, parameter, value.data() ? value.data() : "",
                                     value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Status Query::bind(int parameter, std::span<const std::byte> value)
{
    if (value.empty())
        return check(sqlite3_bind_zeroblob(m_statement, parameter, 0));
    return check(
        sqlite3_bind_blob64(m_statement, parameter, value.data(), value.size(), SQLITE_TRANSIENT));
}

Status Query::bind(int parameter, const std::optional<std::int64_t> &value)
{
    return value ? bind(parameter, *value) : check(sqlite3_bind_null(m_statement, parameter));
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path &file, Access access)
{
    const int create = access == Access::Create ? SQLITE_OPEN_CREATE : 0;
    return openFile(file, SQLITE_OPEN_READWRITE | create);
}

Result<std::unique_ptr<Database>> Database::openInMemory()
{
    return openFile(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY);
}

Result<std::unique_ptr<Database>> Database::openFile(const std::filesystem::path &file, int flags)
{
    sqlite3 *handle = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &handle,
                                     flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) {
        Error error = errorOf(handle, code, file);
        sqlite3_close_v2(handle);
        return tl::unexpected<Error>(std::move(error));
    }
    sqlite3_busy_timeout(handle, kBusyTimeoutMs);
    return std::unique_ptr<Database>(new Database(handle, file));
}

Database::Database(sqlite3 *handle, std::filesystem::path file)
    : m_handle(handle)
    , m_file(std::move(file))
{
}

Database::~Database()
{
    m_statements.clear();
    sqlite3_close_v2(m_handle);
}

Result<Query> Database::prepare(std::string_view sql)
{
    auto place = m_statements.find(sql);
    if (place == m_statements.end()) {
        sqlite3_stmt *statement = nullptr;
        const int code = sqlite3_prepare_v3(m_handle, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK)
            return tl::unexpected<Error>(errorOf(m_handle, code, m_file));
        place = m_statements.emplace(std::string(sql), StatementHandle(statement)).first;
    }
    if (sqlite3_stmt_busy(place->second.get()))
        return fail(ErrorCode::Internal, "statement is running already: " + std::string(sql));
    return Query(place->second.get(), &m_file);
}

Result<std::int64_t> Database::integer(std::string_view sql)
{
    TAMIZ_TRY(Query row, query(sql));
    TAMIZ_TRY(const bool hasRow, row.next());
    return hasRow ? row.integer(0) : 0;
}

Status Database::execute(const std::string &script)
{
    const int code = sqlite3_exec(m_handle, script.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        return tl::unexpected<Error>(errorOf(m_handle, code, m_file));
    return {};
}

std::int64_t Database::lastInsertId() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

std::int64_t Database::changedRows() const
{
    return sqlite3_changes64(m_handle);
}

Status Database::backUpTo(const std::filesystem::path &file)
{
    TAMIZ_TRY(const std::unique_ptr<Database> copy, open(file, Access::Create));
    sqlite3_backup *backup = sqlite3_backup_init(copy->m_handle, "main", m_handle, "main");
    if (!backup)
        return tl::unexpected<Error>(
            errorOf(copy->m_handle, sqlite3_errcode(copy->m_handle), file));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK)
        return tl::unexpected<Error>(
            errorOf(nullptr, finished != SQLITE_OK ? finished : stepped, file));
    return {};
}

Result<Transaction> Transaction::begin(Database &database)
{
    TAMIZ_CHECK(database.run("BEGIN IMMEDIATE"));
    return Transaction(database);
}

Result<Transaction> Transaction::beginReading(Database &database)
{
    TAMIZ_CHECK(database.run("BEGIN"));
    return Transaction(database);
}

Transaction::~Transaction()
{
    if (m_database)
        (void)m_database->run("ROLLBACK");
}

Status Transaction::commit()
{
    TAMIZ_CHECK(m_database->run("COMMIT"));
    m_database = nullptr;
    return {};
}

} // namespace tamiz::detail
