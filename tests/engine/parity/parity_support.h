// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include "core/engine/model/model.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine::parity {

/// A case below $TAMIZ_HF_FIXTURES, else below ../shared/fixtures/hf beside the checkout; what is not
/// there is taken from tests/data.
std::filesystem::path caseFolder(const std::string &name);

/// Whether a case comes from tests/data, which leaves some files out.
bool isBundled(const std::string &name);

/// Cases of both places that hold a model, sorted.
std::vector<std::string> modelCases();

/// Reason to skip a case by name; empty for one that must pass.
std::string skipReason(const std::string &name, Device device = Device::Cpu);

/// gtest parameter names allow letters, digits and underscores.
std::string testName(const std::string &text);

using Tensors = std::map<std::string, torch::Tensor>;
Tensors readTensors(const std::filesystem::path &file);
nlohmann::json readJson(const std::filesystem::path &file);

/// All batches "b<i>." of an io file.
std::vector<BatchTensors> readBatches(const Tensors &io);

/// With the lengths of its rows, so that the model packs them, where padding stands behind each.
BatchTensors withLengths(BatchTensors batch);

/// Largest absolute difference; with @p mask [B, T] only at its real tokens.
double largestDifference(const torch::Tensor &a, const torch::Tensor &b,
                         const torch::Tensor &mask = {});

/// Largest difference relative to the largest element of @p expected. A gradient that vanishes in
/// exact arithmetic (key biases; output biases before
/// a softmax over positions) is judged against a hundredth of @p scale.
double relativeDifference(const torch::Tensor &actual, const torch::Tensor &expected, double scale);

/// Settings of a recorded training run.
TrainingSection trainingSettings(const nlohmann::json &run);

struct RunDifference
{
    double loss = 0;
    double norm = 0; ///< relative
    double rate = 0;
};
/// Repeats a recorded run on the model's trainable parameters.
RunDifference repeatRun(Model &model, const nlohmann::json &run,
                        const std::vector<BatchTensors> &batches);

/// Keeps the worst difference of a case for the table that is printed at the end.
void record(const std::string &row, const std::string &column, double difference);

} // namespace tamiz::engine::parity
