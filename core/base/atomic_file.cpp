// SPDX-License-Identifier: Apache-2.0
#include "core/base/atomic_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/files.h"

namespace tamiz {

namespace fs = std::filesystem;

Result<AtomicFile> AtomicFile::create(const fs::path &path)
{
    std::string temporary = path.string() + ".tmp-XXXXXX";
    FileDescriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.isOpen())
        return tl::unexpected<Error>(systemError("create the file", path));
    return AtomicFile(path, std::move(temporary), std::move(file));
}

AtomicFile::AtomicFile(fs::path path, std::string temporary, FileDescriptor file)
    : m_path(std::move(path))
    , m_temporary(std::move(temporary))
    , m_file(std::move(file))
{
}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_temporary(std::exchange(other.m_temporary, {}))
    , m_file(std::move(other.m_file))
{
}

AtomicFile::~AtomicFile()
{
    if (!m_temporary.empty())
        ::unlink(m_temporary.c_str());
}

Status AtomicFile::write(std::span<const std::byte> content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(m_file.get(), content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return tl::unexpected<Error>(systemError("write the file", m_path));
        content = content.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Status AtomicFile::commit()
{
    const bool isWritten = ::fchmod(m_file.get(), 0644) == 0 && ::fsync(m_file.get()) == 0
        && m_file.close() == 0 && ::rename(m_temporary.c_str(), m_path.c_str()) == 0;
    if (!isWritten)
        return tl::unexpected<Error>(systemError("write the file", m_path));
    m_temporary.clear();
    return syncToDisk(m_path.has_parent_path() ? m_path.parent_path() : fs::path("."));
}

} // namespace tamiz
