// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/row_cache.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/base/files.h"
#include "core/base/user_cache.h"

namespace tamiz::engine {

namespace fs = std::filesystem;

namespace {

constexpr const char *kExtension = ".rows";
constexpr const char *kUnfinished = ".tmp-"; // AtomicFile's
constexpr std::chrono::hours kForgotten { 24 }; // whoever still writes a file does so all the time

struct CachedFile
{
    fs::path path;
    fs::file_time_type used;
    std::uint64_t bytes = 0;
};

void removeQuietly(const fs::path &path)
{
    std::error_code ignored; // another process was faster, or it stays: both do no harm
    fs::remove(path, ignored);
}

} // namespace

RowCacheSettings userRowCache()
{
    RowCacheSettings settings;
    settings.folder = userCacheFolder() / "rows";
    return settings;
}

std::uint64_t bytesOf(const std::vector<fs::path> &files)
{
    std::uint64_t bytes = 0;
    for (const fs::path &file : files) {
        std::error_code status;
        const std::uintmax_t size = fs::file_size(file, status);
        bytes += status ? 0 : size;
    }
    return bytes;
}

RowCache::RowCache(RowCacheSettings settings)
    : m_settings(std::move(settings))
{
}

fs::path RowCache::pathOf(const std::string &key) const
{
    return m_settings.folder / (key + kExtension);
}

Result<std::optional<RowFile>> RowCache::find(const std::string &key, std::int64_t vocabSize,
                                              RunControl &control) const
{
    const fs::path path = pathOf(key);
    Result<RowFile> file = RowFile::open(path, key, vocabSize, control);
    if (file) {
        std::error_code ignored;
        fs::last_write_time(path, fs::file_time_type::clock::now(), ignored); // used just now
        return std::optional(std::move(*file));
    }
    if (file.error().code == ErrorCode::Cancelled)
        return tl::unexpected<Error>(std::move(file).error());
    if (file.error().code == ErrorCode::Mismatch)
        removeQuietly(path);
    return std::nullopt;
}

Result<RowWriter> RowCache::writer(const std::string &key, const RowLimits &limits) const
{
    TAMIZ_CHECK(makeWritableFolder(m_settings.folder));
    return RowWriter::toFile(limits, pathOf(key));
}

void RowCache::makeRoom(const std::string &key) const
{
    std::vector<CachedFile> files;
    std::uint64_t bytes = 0;
    std::error_code ignored;
    for (const fs::directory_entry &entry : fs::directory_iterator(m_settings.folder, ignored)) {
        std::error_code status;
        const CachedFile file { entry.path(), entry.last_write_time(status),
                                entry.is_regular_file(status) ? entry.file_size(status) : 0 };
        if (status || file.bytes == 0)
            continue;
        const bool isForgotten = fs::file_time_type::clock::now() - file.used > kForgotten;
        if (file.path.filename().string().find(kUnfinished) != std::string::npos && isForgotten)
            removeQuietly(file.path);
        if (file.path.extension() != kExtension)
            continue;
        bytes += file.bytes;
        if (file.path != pathOf(key))
            files.push_back(file);
    }
    std::sort(files.begin(), files.end(),
              [](const CachedFile &a, const CachedFile &b) { return a.used < b.used; });
    for (const CachedFile &file : files) {
        if (bytes <= m_settings.budgetBytes)
            return;
        removeQuietly(file.path);
        bytes -= file.bytes;
    }
}

} // namespace tamiz::engine
