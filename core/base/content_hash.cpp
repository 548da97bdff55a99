// SPDX-License-Identifier: Apache-2.0
#include "core/base/content_hash.h"

#include <cstdio>
#include <span>

#include <fcntl.h>
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
    std::size_t filled = block.size();
    for (std::uint64_t offset = 0; filled == block.size(); offset += filled) {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped while reading", path.string());
        TAMIZ_TRY(filled, readAt(file, path, offset, std::as_writable_bytes(std::span(block))));
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
