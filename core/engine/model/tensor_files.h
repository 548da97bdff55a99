// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <torch/types.h>

#include "core/base/result.h"
#include "core/engine/model/model.h"
#include "core/engine/model/safetensors.h"

namespace tamiz::engine {

/// A float tensor of its own memory from a view of type F32, F16, BF16 or F64. Fails on another type,
/// on another shape than @p shape and on values that are not finite; messages name @p name and
/// @p file.
Result<torch::Tensor> loadFloatTensor(const TensorView &view, const std::string &name,
                                      const std::vector<std::int64_t> &shape,
                                      const std::filesystem::path &file);

/// Any of the types above or I64 as it is: f64 stays f64, i64 stays i64, the others become f32.
Result<torch::Tensor> loadTensor(const TensorView &view, const std::string &name,
                                 const std::filesystem::path &file);

/// Writes tensors in their own type (f32, f16, f64, i64).
Status saveTensors(const std::filesystem::path &path, const std::vector<NamedTensor> &tensors);

} // namespace tamiz::engine
