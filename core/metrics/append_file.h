// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tamiz {

/// A text file that only grows, line by line. What the system takes survives the death of the process;
/// sync() makes it survive the machine's. A line that the disk has no room for waits in memory and is
/// completed by the next call, so a full disk tears no line and loses none (up to kMaxPending).
class AppendFile
{
public:
    static constexpr std::size_t kMaxPending = std::size_t { 64 } << 20;

    /// Opens or creates. A last line without its end, left by a crash, is ended first.
    static Result<AppendFile> open(const std::filesystem::path &path);

    AppendFile(AppendFile &&other) noexcept;
    AppendFile &operator=(AppendFile &&other) noexcept;
    ~AppendFile();

    /// @p line without its end. An error says that something waits (or, at the limit, was refused).
    Status appendLine(std::string_view line);
    Status sync();

private:
    AppendFile(std::filesystem::path path, int descriptor);
    Status writePending();

    std::filesystem::path m_path;
    int m_descriptor = -1;
    std::string m_pending;
};

} // namespace tamiz
