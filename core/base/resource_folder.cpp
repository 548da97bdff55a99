// SPDX-License-Identifier: Apache-2.0
#include "core/base/resource_folder.h"

#include <cstdlib>
#include <system_error>

namespace tamiz {

std::filesystem::path findResourceFolder()
{
    if (const char *chosen = std::getenv("TAMIZ_RESOURCES"); chosen && *chosen)
        return chosen;
    std::error_code status;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", status).parent_path();
    const auto installed = program / "../share/tamiz/resources";
    if (std::filesystem::is_directory(installed, status))
        return std::filesystem::weakly_canonical(installed, status);
    return TAMIZ_SOURCE_RESOURCES;
}

} // namespace tamiz
