// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <utility>

#include <unistd.h>

#include "core/base/result.h"

namespace tamiz {

/// Owns a file descriptor; close() reports the error that a delayed write may bring.
class FileDescriptor
{
public:
    explicit FileDescriptor(int descriptor = -1)
        : m_descriptor(descriptor)
    {
    }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    FileDescriptor &operator=(FileDescriptor &&) = delete;
    ~FileDescriptor()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }

    int get() const { return m_descriptor; }
    bool isOpen() const { return m_descriptor >= 0; }
    int close() { return ::close(std::exchange(m_descriptor, -1)); }

private:
    int m_descriptor;
};

/// Fills @p bytes from @p offset on; fewer only at the end of the file. Returns how many. Errors name
/// @p path.
Result<std::size_t> readAt(const FileDescriptor &file, const std::filesystem::path &path,
                           std::uint64_t offset, std::span<std::byte> bytes);

/// Writes all of @p bytes at @p offset.
Status writeAt(const FileDescriptor &file, const std::filesystem::path &path, std::uint64_t offset,
               std::span<const std::byte> bytes);

} // namespace tamiz
