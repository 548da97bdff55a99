// SPDX-License-Identifier: Apache-2.0
#include "core/base/user_cache.h"

#include <cstdlib>

namespace tamiz {

namespace fs = std::filesystem;

fs::path userCacheFolder()
{
    const char *cache = std::getenv("XDG_CACHE_HOME");
    const char *home = std::getenv("HOME");
    // The base directory specification has a relative path ignored.
    const fs::path base = cache && fs::path(cache).is_absolute()
        ? fs::path(cache)
        : fs::path(home ? home : ".") / ".cache";
    return base / "tamiz";
}

} // namespace tamiz
