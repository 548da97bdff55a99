// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/engine/model/model_parts.h"

namespace tamiz::engine {

/// Reads a PEFT LoRA adapter (formats.md section 1) onto a base without one; its tensors, the head
/// and the biases of its bias option train afterwards. Modules and ranks come from the tensors, and
/// must agree with adapter_config.json. On an error the model is unchanged.
Status readPeftAdapter(ModelParts &parts, const std::filesystem::path &folder);

/// Writes adapter_config.json and adapter_model.safetensors, reads both back and compares.
Status writePeftAdapter(const ModelParts &parts, const std::filesystem::path &folder,
                        const std::string &baseModelPath);

} // namespace tamiz::engine
