// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/run_control.h"

namespace tamiz {

/// XXH3, 64 bits: another content has them by chance only, the same in every version of the library and on
/// every machine. Against accidents, not against somebody who looks for two contents with the same value.
std::uint64_t checksum(std::string_view bytes, std::uint64_t seed = 0);

/// Names what a result is made of, part by part: other parts, or the same in another order, have
/// another name. Against accidents too. One thread.
class ContentHash
{
public:
    ContentHash &add(std::string_view part);
    /// The content of a file, not its name. Fails when it cannot be read, or when stopped.
    Status addFile(const std::filesystem::path &path, RunControl &control);

    /// 32 hexadecimal digits.
    std::string name() const;

private:
    void mix(std::string_view bytes);

    std::array<std::uint64_t, 2> m_state { 1, 2 };
};

} // namespace tamiz
