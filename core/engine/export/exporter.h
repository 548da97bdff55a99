// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/runs/workbench.h"

namespace tamiz::engine {

/// Exports the result of a run (its folder's final/), an adapter folder or a model folder as "peft"
/// (adapter_config.json, adapter_model.safetensors) or "merged" (a whole model in Hugging Face
/// layout, tokenizer included; "merged-f16" stores half precision). Written beside @p destination, read back, its logits compared with the
/// original's, and only then renamed; @p destination must not exist or be empty. @p baseModel
/// overrides the base that the adapter names. Any thread; may take long. May throw what torch throws.
Result<ExportReport> exportRun(const std::filesystem::path &source, const std::string &format,
                               const std::filesystem::path &destination,
                               const std::filesystem::path &baseModel = {});

/// Copies a model or adapter folder that another program wrote into @p library / @p name after loading
/// it once; pickles and code are left behind. @p baseModel as above.
Result<ExportReport> importFolder(const std::filesystem::path &source,
                                  const std::filesystem::path &library, const std::string &name,
                                  const std::filesystem::path &baseModel = {});

} // namespace tamiz::engine
