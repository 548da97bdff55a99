// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/row_codec.h"
#include "core/engine/data/token_row.h"

namespace tamiz::engine {

/// The rows of a data set, packed, in memory or in a file; each is made when it is asked for. Copies
/// share them. Immutable: any thread.
class TokenRows
{
public:
    TokenRows() = default;

    std::int64_t size() const;
    std::int64_t tokens() const;
    const RowLimits &limits() const; ///< of rows that are there

    /// Fails when the file cannot be read, or is no longer what it was when it was opened.
    Result<TokenRow> at(std::int64_t index) const;

    /// Every row in order; ends with the first failure, of @p use too.
    Status forEach(const std::function<Status(const TokenRow &)> &use) const;

private:
    friend class RowWriter;
    friend struct RowFile;
    struct Packed;
    explicit TokenRows(std::shared_ptr<const Packed> packed);

    std::shared_ptr<const Packed> m_packed; ///< null: none
};

/// What a file of rows says beside them.
struct RowFileNotes
{
    std::string key; ///< of what the rows were made of
    std::int64_t choices = 1;
    std::int64_t questions = 0;
    std::vector<std::string> labels; ///< in id order
};

/// A file of rows, open for reading.
struct RowFile
{
    TokenRows rows;
    RowFileNotes notes;

    /// Reads all of it once: what is cut, damaged, of another version or key, or holds ids from
    /// @p vocabSize on is refused, so that it can be made anew.
    static Result<RowFile> open(const std::filesystem::path &path, const std::string &key,
                                std::int64_t vocabSize, RunControl &control);
};

/// Takes rows one by one. Its memory does not grow with those of a file, but for 8 bytes in 16 rows.
class RowWriter
{
public:
    /// Keeps them in memory.
    explicit RowWriter(const RowLimits &limits);
    /// Writes a file that has its name when it is whole; what is not finished leaves nothing behind.
    static Result<RowWriter> toFile(const RowLimits &limits, const std::filesystem::path &path);
    RowWriter(RowWriter &&) noexcept;
    RowWriter &operator=(RowWriter &&) = delete;
    ~RowWriter();

    Status add(const TokenRow &row);
    std::int64_t size() const;
    bool isFile() const { return m_file.has_value(); }

    Result<TokenRows> finish(const RowFileNotes &notes) &&;

private:
    void endGroup();
    Status flush();

    std::unique_ptr<TokenRows::Packed> m_packed;
    std::optional<AtomicFile> m_file;
    std::string m_bytes; ///< not written yet
    std::size_t m_groupBegin = 0; ///< in m_bytes
};

} // namespace tamiz::engine
