// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"

namespace tamiz::engine {

/// `tamiz forward`: a tensor-level check against other programs.
struct ForwardFileOptions
{
    std::filesystem::path model;
    std::filesystem::path input; ///< safetensors: <prefix>input_ids [B, T] and the like
    std::string prefix;
    std::filesystem::path output; ///< logits or start_logits and end_logits, loss, grad.<parameter>
    std::filesystem::path adapter; ///< empty = none
    bool needsGradients = false;
    std::string head; ///< "masked-lm" ...; empty = the model's own, or the adapter's task
};

struct ForwardFileReport
{
    std::vector<std::string> tensors; ///< written
    std::optional<double> loss;
    std::vector<Problem> problems; ///< new heads and the like
};

/// One pass without dropout in float32 over the plain path. Gradients have the names that
/// transformers (with an adapter: PEFT, in memory) gives the parameters. Ids, labels and positions
/// out of range are errors that name the tensor and the value.
Result<ForwardFileReport> forwardFile(const ForwardFileOptions &options);

} // namespace tamiz::engine
