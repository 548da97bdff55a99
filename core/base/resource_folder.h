// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace tamiz {

/// The folder of bundled models, data and recipes: $TAMIZ_RESOURCES, else share/tamiz/resources of
/// the installation that the program is in, else the source tree of this build.
std::filesystem::path findResourceFolder();

} // namespace tamiz
