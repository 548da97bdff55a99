// SPDX-License-Identifier: Apache-2.0
#include "core/base/atomic_file.h"

#include <cerrno>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "core/base/files.h"

namespace tamiz {

namespace fs = std::filesystem;

Result<AtomicFile> AtomicFile::create(const fs::path &path)
{
    Result<TemporaryFile> file = makeTemporaryFile(path.string() + ".tmp-");
    if (!file) {
        file.error().where = path.string();
        return tl::unexpected<Error>(std::move(file).error());
    }
    return AtomicFile(path, std::move(*file));
}

AtomicFile::AtomicFile(fs::path path, TemporaryFile file)
    : m_path(std::move(path))
    , m_file(std::move(file))
{
}

Status AtomicFile::write(std::span<const std::byte> content)
{
    while (!content.empty()) {
        const ssize_t written = ::write(m_file.descriptor.get(), content.data(), content.size());
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
    const bool isWritten = ::fchmod(m_file.descriptor.get(), 0644) == 0
        && ::fsync(m_file.descriptor.get()) == 0 && m_file.descriptor.close() == 0
        && ::rename(m_file.name.path().c_str(), m_path.c_str()) == 0;
    if (!isWritten)
        return tl::unexpected<Error>(systemError("write the file", m_path));
    m_file.name.release();
    return syncToDisk(m_path.has_parent_path() ? m_path.parent_path() : fs::path("."));
}

} // namespace tamiz
