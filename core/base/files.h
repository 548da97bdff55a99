// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tamiz {

/// Reads a whole file; refuses one larger than @p maxBytes, naming both sizes.
Result<std::string> readFile(const std::filesystem::path &path,
                             std::uint64_t maxBytes = std::uint64_t { 1 } << 30);

/// Writes through AtomicFile (core/base/atomic_file.h), which takes a content in pieces too: after a
/// crash at any moment the file holds the old or the new content, never a part. DiskFull and Io tell
/// apart what failed; no temporary file is left.
Status writeFileAtomically(const std::filesystem::path &path, std::string_view content);

/// Flushes a file's (or a folder's entry list's) content to the disk.
Status syncToDisk(const std::filesystem::path &path);

/// Moves a finished temporary folder to its final name (replacing nothing) and flushes the parent.
Status publishFolder(const std::filesystem::path &temporary, const std::filesystem::path &final);

/// The same where a folder may have the final name: it keeps the name until the new one takes it.
Status replaceFolder(const std::filesystem::path &temporary, const std::filesystem::path &final);

/// Creates the folder and its parents, and checks that it can be written to.
Status makeWritableFolder(const std::filesystem::path &path);

/// Free bytes on the file system that holds @p path (or its nearest existing parent).
std::uint64_t freeDiskBytes(const std::filesystem::path &path);

/// Resolves @p relative below @p folder; fails when the result would leave the folder.
Result<std::filesystem::path> resolveInside(const std::filesystem::path &folder,
                                            const std::filesystem::path &relative);

/// Code and message of the last failed system call, as an Error about @p path.
Error systemError(const std::string &action, const std::filesystem::path &path);

} // namespace tamiz
