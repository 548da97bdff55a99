// SPDX-License-Identifier: Apache-2.0
#include "core/base/file_descriptor.h"

#include <cerrno>

#include "core/base/files.h"

namespace tamiz {

namespace fs = std::filesystem;

namespace {

/// Calls pread or pwrite until all is done, or nothing is left to do; how much was done, -1 on failure.
template<typename Byte, typename Transfer>
std::ptrdiff_t transferAll(const Transfer &transfer, std::uint64_t offset, std::span<Byte> bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count
            = transfer(bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return -1;
        if (count == 0)
            break;
        done += static_cast<std::size_t>(count);
    }
    return static_cast<std::ptrdiff_t>(done);
}

} // namespace

Result<std::size_t> readAt(const FileDescriptor &file, const fs::path &path, std::uint64_t offset,
                           std::span<std::byte> bytes)
{
    const auto read = [&file](std::byte *data, std::size_t size, off_t from) {
        return ::pread(file.get(), data, size, from);
    };
    const std::ptrdiff_t count = transferAll(read, offset, bytes);
    if (count < 0)
        return tl::unexpected<Error>(systemError("read the file", path));
    return static_cast<std::size_t>(count);
}

Status writeAt(const FileDescriptor &file, const fs::path &path, std::uint64_t offset,
               std::span<const std::byte> bytes)
{
    const auto write = [&file](const std::byte *data, std::size_t size, off_t to) {
        return ::pwrite(file.get(), data, size, to);
    };
    if (transferAll(write, offset, bytes) != std::ssize(bytes))
        return tl::unexpected<Error>(systemError("write the file", path));
    return {};
}

} // namespace tamiz
