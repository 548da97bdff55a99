// SPDX-License-Identifier: Apache-2.0
#include "core/base/content_hash.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

#include "core/base/file_descriptor.h"
#include "core/base/files.h"

namespace tamiz {

namespace {

constexpr std::size_t kWord = sizeof(std::uint64_t);

/// One to one in @p state for any @p word, and in @p word for any state: no word is ever lost.
constexpr std::uint64_t step(std::uint64_t state, std::uint64_t word)
{
    state = (state ^ word) * 0x9E3779B97F4A7C15ULL;
    return state ^ (state >> 32);
}

} // namespace

std::uint64_t checksum(std::string_view bytes, std::uint64_t seed)
{
    // The length first: a tail is read with zeros behind it.
    std::uint64_t state = step(seed + 1, bytes.size());
    std::uint64_t word = 0;
    std::size_t at = 0;
    for (; at + kWord <= bytes.size(); at += kWord) {
        std::memcpy(&word, bytes.data() + at, kWord);
        state = step(state, word);
    }
    word = 0;
    if (at < bytes.size())
        std::memcpy(&word, bytes.data() + at, bytes.size() - at);
    return step(state, word);
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
