// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace tamiz {

/// Per-user folder of what can be made again: $XDG_CACHE_HOME/tamiz, else ~/.cache/tamiz.
std::filesystem::path userCacheFolder();

} // namespace tamiz
