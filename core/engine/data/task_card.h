// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "core/base/result.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// tamiz.json beside weights that this program wrote: the task they were tuned for. A PEFT folder has
/// no place for label names; readers that do not know the file ignore it.
Status writeTaskCard(const std::filesystem::path &folder, const TaskSection &task,
                     const std::vector<std::string> &labels);

/// The task a folder's weights were tuned for; nothing when the folder has no card.
Result<std::optional<TaskSection>> readTaskCard(const std::filesystem::path &folder);

} // namespace tamiz::engine
