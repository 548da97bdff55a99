// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/files.h"

namespace tamiz::engine {

MappedFile::~MappedFile()
{
    if (m_data)
        ::munmap(m_data, m_size);
}

Status MappedFile::open(const std::filesystem::path &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return tl::unexpected<Error>(systemError("open the file", path));
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return fail(ErrorCode::InvalidInput, "is not a regular file", path.string());
    }
    m_size = static_cast<std::size_t>(status.st_size);
    if (m_size > 0) {
        void *data = ::mmap(nullptr, m_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (data == MAP_FAILED) {
            const Error error = systemError("map the file", path);
            ::close(descriptor);
            return tl::unexpected<Error>(error);
        }
        m_data = data;
    }
    ::close(descriptor);
    return {};
}

std::span<const std::byte> MappedFile::bytes() const
{
    return { static_cast<const std::byte *>(m_data), m_size };
}

} // namespace tamiz::engine
