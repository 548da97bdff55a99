// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/engine/data/token_rows.h"

namespace tamiz::engine {

/// Where tokenised rows are kept, and which of them.
struct RowCacheSettings
{
    std::filesystem::path folder;
    /// Rows of fewer bytes of data files are made in memory, where they are as soon ready.
    std::uint64_t leastBytes = std::uint64_t { 16 } << 20;
    /// Rows of at most as many may be made in memory where the folder cannot be written to.
    std::uint64_t mostInMemory = std::uint64_t { 512 } << 20;
    /// Of all files together; those used longest ago go first, never the newest.
    std::uint64_t budgetBytes = std::uint64_t { 20 } << 30;
};

/// rows/ in the user's cache.
RowCacheSettings userRowCache();

/// Bytes of the files that are there.
std::uint64_t bytesOf(const std::vector<std::filesystem::path> &files);

/// Files of tokenised rows, each named by what it was made of. Several processes may use the folder at
/// once: a file is never changed, has its name when it is whole, and whoever reads one keeps it when it
/// is removed. One thread.
class RowCache
{
public:
    explicit RowCache(RowCacheSettings settings);

    /// The rows made of @p key. Nothing where there are none, or none that are right: those are removed.
    /// Fails when stopped.
    Result<std::optional<RowFile>> find(const std::string &key, std::int64_t vocabSize,
                                        RunControl &control) const;

    /// A file for the rows of @p key.
    Result<RowWriter> writer(const std::string &key, const RowLimits &limits) const;

    /// Keeps the budget, once a file is there: removes others, and what was never finished.
    void makeRoom(const std::string &key) const;

    const RowCacheSettings &settings() const { return m_settings; }

private:
    std::filesystem::path pathOf(const std::string &key) const;

    const RowCacheSettings m_settings;
};

} // namespace tamiz::engine
