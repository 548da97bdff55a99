// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/engine/model/model_config.h"

namespace tamiz::engine {

/// A PEFT adapter folder as far as it can be told without its base model.
struct AdapterInfo
{
    std::string baseModel; ///< base_model_name_or_path as written
    HeadKind head = HeadKind::None; ///< from task_type
    std::int64_t labels = 0; ///< rows of its classifier; 0 = it brings none
    std::int64_t rank = 0; ///< the general one
    double alpha = 0;
    std::vector<std::string> targetModules; ///< or the one regular expression
    std::int64_t parameters = 0; ///< elements of all its tensors

    /// The base model's folder: baseModel, relative to the adapter's folder where that exists.
    std::filesystem::path basePath(const std::filesystem::path &folder) const;
};

/// Whether the folder holds an adapter rather than a model.
bool isAdapterFolder(const std::filesystem::path &folder);

Result<AdapterInfo> inspectAdapter(const std::filesystem::path &folder);

} // namespace tamiz::engine
