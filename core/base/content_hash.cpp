// SPDX-License-Identifier: Apache-2.0
#include "core/base/content_hash.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include "core/base/file_descriptor.h"
#include "core/base/files.h"

namespace tamiz {

std::uint64_t checksum(std::string_view bytes, std::uint64_t seed)
{
    return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

void ContentHash::mix(std::string_view bytes)
{
    for (std::uint64_t &state : m_state)
        state = checksum(bytes, state);
}

ContentHash &ContentHash::add(std::string_view part)
{
    mix(part);
    return *this;
}

Status ContentHash::addFile(const std::filesystem::path &path, RunControl &control)
{
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen())
        return tl::unexpected<Error>(systemError("open the file", path));
    std::string block(std::size_t { 1 } << 20, '\0');
    for (bool isEnd = false; !isEnd;) {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while reading", path.string());
        std::size_t filled = 0;
        while (filled < block.size() && !isEnd) {
            const ssize_t count = ::read(file.get(), block.data() + filled, block.size() - filled);
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return tl::unexpected<Error>(systemError("read the file", path));
            filled += static_cast<std::size_t>(count);
            isEnd = count == 0;
        }
        mix(std::string_view(block).substr(0, filled));
    }
    return {};
}

std::string ContentHash::name() const
{
    std::array<char, 33> text {};
    std::snprintf(text.data(), text.size(), "%016llx%016llx",
                  static_cast<unsigned long long>(m_state[0]),
                  static_cast<unsigned long long>(m_state[1]));
    return text.data();
}

} // namespace tamiz
