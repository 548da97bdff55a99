// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/engine/model/tensor_view.h"

namespace tamiz::engine {

/// A file that torch.save wrote of a state dictionary (the zip form, torch 1.6 and later). Nothing in
/// it is run; see pickle_reader.h.
Result<std::shared_ptr<const TensorFile>> openTorchFile(const std::filesystem::path &path);

} // namespace tamiz::engine
