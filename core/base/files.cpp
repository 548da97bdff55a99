// SPDX-License-Identifier: Apache-2.0
#include "core/base/files.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/atomic_file.h"
#include "core/base/file_descriptor.h"

namespace tamiz {

namespace fs = std::filesystem;

namespace {

fs::path parentOf(const fs::path &path)
{
    return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

} // namespace

Error systemError(const std::string &action, const fs::path &path)
{
    const int number = errno;
    Error error;
    error.message = "cannot " + action + ": " + std::strerror(number);
    error.where = path.string();
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        error.code = ErrorCode::DiskFull;
        error.hint = "Free some space or choose another folder";
        break;
    case ENOENT:
        error.code = ErrorCode::NotFound;
        break;
    case EACCES:
    case EPERM:
    case EROFS:
        error.code = ErrorCode::Io;
        error.hint = "Check the permissions of the folder";
        break;
    default:
        error.code = ErrorCode::Io;
    }
    return error;
}

Result<std::string> readFile(const fs::path &path, std::uint64_t maxBytes)
{
    std::error_code status;
    if (fs::is_directory(path, status))
        return fail(ErrorCode::InvalidInput, "is a folder, a file was expected", path.string());
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return tl::unexpected<Error>(systemError("open the file", path));

    std::string content;
    std::string block(1 << 16, '\0');
    for (;;) {
        const ssize_t count = ::read(file.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return tl::unexpected<Error>(systemError("read the file", path));
        if (count == 0)
            return content;
        content.append(block, 0, static_cast<std::size_t>(count));
        if (content.size() > maxBytes) {
            return fail(ErrorCode::InvalidInput,
                        "file is larger than the limit of " + std::to_string(maxBytes) + " bytes",
                        path.string());
        }
    }
}

Status writeFileAtomically(const fs::path &path, std::string_view content)
{
    TAMIZ_TRY(AtomicFile file, AtomicFile::create(path));
    TAMIZ_CHECK(file.write(content));
    return file.commit();
}

Status syncToDisk(const fs::path &path)
{
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return tl::unexpected<Error>(systemError("open for flushing", path));
    // Some file systems cannot flush a folder (EINVAL): the rename itself is still atomic there.
    if (::fsync(file.get()) != 0 && errno != EINVAL)
        return tl::unexpected<Error>(systemError("flush to disk", path));
    return {};
}

Status publishFolder(const fs::path &temporary, const fs::path &final)
{
    if (::rename(temporary.c_str(), final.c_str()) != 0)
        return tl::unexpected<Error>(systemError("rename " + temporary.string() + " to", final));
    return syncToDisk(parentOf(final));
}

Status replaceFolder(const fs::path &temporary, const fs::path &final)
{
    const fs::path old = parentOf(final) / (".old-" + final.filename().string());
    std::error_code status;
    if (fs::exists(final, status)) {
        if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, final.c_str(), RENAME_EXCHANGE)
            == 0) {
            TAMIZ_CHECK(syncToDisk(parentOf(final)));
            fs::remove_all(temporary, status); // what had the final name
            return {};
        }
        if (errno != EINVAL && errno != ENOSYS)
            return tl::unexpected<Error>(
                systemError("exchange " + temporary.string() + " with", final));
        // A file system that cannot (NFS): for a moment both are whole under other names.
        fs::remove_all(old, status);
        TAMIZ_CHECK(publishFolder(final, old));
    }
    Status published = publishFolder(temporary, final);
    if (published)
        fs::remove_all(old, status);
    else
        fs::rename(old, final, status);
    return published;
}

Status makeWritableFolder(const fs::path &path)
{
    std::error_code status;
    fs::create_directories(path, status);
    if (status) {
        errno = status.value();
        return tl::unexpected<Error>(systemError("create the folder", path));
    }
    if (::access(path.c_str(), W_OK | X_OK) != 0)
        return tl::unexpected<Error>(systemError("write to the folder", path));
    return {};
}

std::uint64_t freeDiskBytes(const fs::path &path)
{
    std::error_code status;
    fs::path existing = fs::absolute(path, status);
    while (!fs::exists(existing, status) && existing.has_relative_path())
        existing = existing.parent_path();
    const fs::space_info space = fs::space(existing, status);
    return status ? 0 : space.available;
}

Result<fs::path> resolveInside(const fs::path &folder, const fs::path &relative)
{
    std::error_code status;
    const fs::path root = fs::weakly_canonical(folder, status);
    const fs::path target = status ? fs::path() : fs::weakly_canonical(root / relative, status);
    if (status) { // a loop of links, a folder that may not be entered
        errno = status.value();
        return tl::unexpected<Error>(
            systemError("resolve '" + relative.string() + "' below", folder));
    }
    const fs::path below = target.lexically_relative(root);
    if (relative.is_absolute() || below.empty() || *below.begin() == "..") {
        return fail(ErrorCode::InvalidInput, "path '" + relative.string() + "' leaves its folder",
                    folder.string());
    }
    return target;
}

} // namespace tamiz
