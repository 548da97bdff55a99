// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/runs/run_backend.h"

namespace tamiz::detail {

/// "Clínica: sin puntuación" -> "clinica-sin-puntuacion": lower-case ASCII letters, digits and single
/// hyphens, at most 40; "run" when nothing is left. Safe as a folder's name anywhere.
std::string slug(std::string_view name);

/// "14-clinica-sin-puntuacion"
std::string runFolderName(RunId id, std::string_view name);

} // namespace tamiz::detail
