// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/result.h"

namespace tamiz::engine {

/// A file mapped read-only.
class MappedFile
{
public:
    MappedFile() = default;
    ~MappedFile();
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;

    /// Once; fails on anything but a regular file.
    Status open(const std::filesystem::path &path);

    std::span<const std::byte> bytes() const;

private:
    void *m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace tamiz::engine
