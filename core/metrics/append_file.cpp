// SPDX-License-Identifier: Apache-2.0
#include "core/metrics/append_file.h"

#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/files.h"

namespace tamiz {

namespace {

/// Whether the file ends within a line.
bool endsTorn(int descriptor)
{
    struct stat status = {};
    char last = '\n';
    if (::fstat(descriptor, &status) == 0 && status.st_size > 0
        && ::pread(descriptor, &last, 1, status.st_size - 1) != 1)
        return false;
    return last != '\n';
}

} // namespace

Result<AppendFile> AppendFile::open(const std::filesystem::path &path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return tl::unexpected<Error>(systemError("open the file for appending", path));
    AppendFile file(path, descriptor);
    if (endsTorn(descriptor))
        file.m_pending = "\n";
    TAMIZ_CHECK(file.writePending());
    return file;
}

AppendFile::AppendFile(std::filesystem::path path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

AppendFile::AppendFile(AppendFile &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_pending(std::move(other.m_pending))
{
}

AppendFile &AppendFile::operator=(AppendFile &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_pending, other.m_pending);
    return *this;
}

AppendFile::~AppendFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Status AppendFile::appendLine(std::string_view line)
{
    if (m_pending.size() + line.size() > kMaxPending) {
        // Room may have come back by now; otherwise this line is lost, and the caller is told.
        TAMIZ_CHECK(writePending());
    }
    m_pending.append(line);
    m_pending += '\n';
    return writePending();
}

Status AppendFile::sync()
{
    TAMIZ_CHECK(writePending());
    if (::fdatasync(m_descriptor) != 0)
        return tl::unexpected<Error>(systemError("flush to disk", m_path));
    return {};
}

Status AppendFile::writePending()
{
    std::size_t done = 0;
    while (done < m_pending.size()) {
        const ssize_t count
            = ::write(m_descriptor, m_pending.data() + done, m_pending.size() - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            Error error = systemError("write the file", m_path);
            m_pending.erase(0, done);
            return tl::unexpected<Error>(std::move(error));
        }
        done += static_cast<std::size_t>(count);
    }
    m_pending.clear();
    return {};
}

} // namespace tamiz
