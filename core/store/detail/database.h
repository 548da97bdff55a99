// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tamiz::detail {

struct StatementDeleter
{
    void operator()(sqlite3_stmt *statement) const;
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, StatementDeleter>;

/// A running statement of a Database; gives it back when it goes. Columns count from 0.
class Query
{
public:
    Query(sqlite3_stmt *statement, const std::filesystem::path *file);
    Query(Query &&other) noexcept;
    Query &operator=(Query &&) = delete;
    ~Query();

    /// Moves to the next row; false after the last.
    Result<bool> next();

    std::int64_t integer(int column) const;
    std::optional<std::int64_t> optionalInteger(int column) const;
    double number(int column) const; ///< NULL = not a number
    std::string text(int column) const;
    std::span<const std::byte> blob(int column) const; ///< until the next call of next()

    Status bind(int parameter, std::int64_t value);
    Status bind(int parameter, double value);
    Status bind(int parameter, std::string_view value);
    Status bind(int parameter, std::span<const std::byte> value);
    Status bind(int parameter, const std::optional<std::int64_t> &value);

private:
    Status check(int code) const;

    sqlite3_stmt *m_statement;
    const std::filesystem::path *m_file;
};

/// One connection. Statements are compiled once and kept. One thread at a time.
class Database
{
public:
    enum class Access { ReadWrite, Create };

    static Result<std::unique_ptr<Database>> open(const std::filesystem::path &file, Access access);
    static Result<std::unique_ptr<Database>> openInMemory();

    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// Starts a statement with its parameters; the same text must not be running already.
    template<typename... Values>
    Result<Query> query(std::string_view sql, const Values &...values)
    {
        TAMIZ_TRY(Query query, prepare(sql));
        int parameter = 0;
        Status status;
        ((status = status ? query.bind(++parameter, values) : status), ...);
        TAMIZ_CHECK(status);
        return query;
    }

    /// Runs a statement that gives no rows; returns how many rows it changed.
    template<typename... Values>
    Result<std::int64_t> run(std::string_view sql, const Values &...values)
    {
        TAMIZ_TRY(Query statement, query(sql, values...));
        TAMIZ_CHECK(statement.next());
        return changedRows();
    }

    /// The first column of the first row.
    Result<std::int64_t> integer(std::string_view sql);

    /// Runs a script of several statements.
    Status execute(const std::string &script);

    std::int64_t lastInsertId() const;

    /// Writes a consistent copy, while others may read and write.
    Status backUpTo(const std::filesystem::path &file);

private:
    Database(sqlite3 *handle, std::filesystem::path file);
    static Result<std::unique_ptr<Database>> openFile(const std::filesystem::path &file, int flags);
    Result<Query> prepare(std::string_view sql);
    std::int64_t changedRows() const;

    sqlite3 *m_handle;
    std::filesystem::path m_file;
    std::map<std::string, StatementHandle, std::less<>> m_statements;
};

/// Everything or nothing: rolled back unless commit() succeeded.
class Transaction
{
public:
    /// Takes the write lock at once.
    static Result<Transaction> begin(Database &database);
    /// Reads that all see the same state of the database.
    static Result<Transaction> beginReading(Database &database);
    Transaction(Transaction &&other) noexcept
        : m_database(std::exchange(other.m_database, nullptr))
    {
    }
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();

    Status commit();

private:
    explicit Transaction(Database &database)
        : m_database(&database)
    {
    }
    Database *m_database;
};

} // namespace tamiz::detail
