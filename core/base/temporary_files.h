// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <utility>

#include "core/base/file_descriptor.h"
#include "core/base/result.h"

namespace tamiz {

/// A name that only its owner knows: what has it goes with the owner, unless release() was called.
class TemporaryName
{
public:
    explicit TemporaryName(std::filesystem::path path)
        : m_path(std::move(path))
    {
    }
    TemporaryName(TemporaryName &&other) noexcept
        : m_path(std::exchange(other.m_path, {}))
    {
    }
    TemporaryName &operator=(TemporaryName &&) = delete;
    ~TemporaryName();

    const std::filesystem::path &path() const { return m_path; }

    /// What had the name has got another one.
    void release() { m_path.clear(); }

private:
    std::filesystem::path m_path; ///< empty: nothing to remove
};

/// A new empty folder named @p prefix and six characters, which only this user may read. Errors name the
/// folder it should be in.
Result<TemporaryName> makeTemporaryFolder(const std::filesystem::path &prefix);

struct TemporaryFile
{
    TemporaryName name;
    FileDescriptor descriptor; ///< for reading and writing
};

/// The same as a file.
Result<TemporaryFile> makeTemporaryFile(const std::filesystem::path &prefix);

/// A file in @p folder without a name, for reading and writing: nothing is left of it, however the process
/// ends.
Result<FileDescriptor> openUnnamedFile(const std::filesystem::path &folder);

} // namespace tamiz
