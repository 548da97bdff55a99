// SPDX-License-Identifier: Apache-2.0
// What the fuzzers share. Each is one file with libFuzzer's entry point, which gives a file of any
// content to one reader; what the reader accepts has to keep what its header promises.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "tests/support/temporary_folder.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace tamiz::test {

/// Ends the process, which the fuzzer reports with the input.
inline void require(bool holds)
{
    if (!holds)
        std::abort();
}

inline std::string_view textOf(const std::uint8_t *data, std::size_t size)
{
    return { reinterpret_cast<const char *>(data), size };
}

/// A folder in which one file is the fuzzer's and the others stay as they are.
class FuzzedFolder
{
public:
    FuzzedFolder(std::string file,
                 std::initializer_list<std::pair<std::string, std::string>> others = {})
        : m_file(std::move(file))
    {
        for (const auto &[name, content] : others)
            m_folder.write(name, content);
    }

    /// The folder with @p data as its file.
    const std::filesystem::path &with(const std::uint8_t *data, std::size_t size) const
    {
        m_folder.write(m_file, std::string(textOf(data, size)));
        return m_folder.path();
    }

private:
    TemporaryFolder m_folder;
    std::string m_file;
};

} // namespace tamiz::test
