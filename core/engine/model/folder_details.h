// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/runs/model_details.h"

namespace tamiz::engine {

/// What a person wants to know about a model or adapter folder. Fails where it cannot be used at all.
Result<ModelDetails> describeFolder(const std::filesystem::path &folder);

} // namespace tamiz::engine
