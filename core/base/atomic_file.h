// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

#include "core/base/result.h"
#include "core/base/temporary_files.h"

namespace tamiz {

/// Writes a file piece by piece under a temporary name beside it; commit() flushes it to the disk and
/// renames it over the final one. After a crash at any moment that holds the old or the new content,
/// never a part. What is not committed is removed. Errors name the final path; DiskFull and Io tell
/// apart what failed.
class AtomicFile
{
public:
    static Result<AtomicFile> create(const std::filesystem::path &path);

    Status write(std::span<const std::byte> content);
    Status write(std::string_view content) { return write(std::as_bytes(std::span(content))); }
    Status commit();

private:
    AtomicFile(std::filesystem::path path, TemporaryFile file);

    std::filesystem::path m_path;
    TemporaryFile m_file;
};

} // namespace tamiz
