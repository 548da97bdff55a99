// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <vector>

#include <torch/types.h>

#include "core/engine/model/model_parts.h"

namespace tamiz::engine {

/// Where the weights are. Batches and what is decided by them (which positions have a label, whether any is
/// hidden) stay on the CPU, so that a GPU need not be waited for.
torch::Device deviceOf(const ModelParts &parts);

Pass makePass(const ModelParts &parts, const BatchTensors &batch, const ForwardContext &context);

/// A batch through encoder or decoder: [B, T] -> [N, C] as the pass lays its tokens out. @p hiddenStates receives [B, T, C] each.
torch::Tensor readBatch(const ModelParts &parts, const BatchTensors &batch, const Pass &pass,
                        std::vector<torch::Tensor> *hiddenStates);

/// The vocabulary's scores from hidden states: [N, C] -> [N, V]
torch::Tensor vocabularyLogits(const ModelParts &parts, const torch::Tensor &hidden,
                               const Pass &pass);

/// The mean cross-entropy of those scores, as crossEntropy() of heads.h has it; where it can, without all
/// of them in memory (vocabulary_loss.h). [L, C], labels [L] i64 -> scalar
torch::Tensor vocabularyLoss(const ModelParts &parts, const torch::Tensor &hidden,
                             const torch::Tensor &labels, double labelSmoothing, const Pass &pass);

/// The label that each position predicts: its own, or a decoder's next one. [B, T] -> [B * T]
torch::Tensor predictedLabels(const ModelParts &parts, const torch::Tensor &labels);

} // namespace tamiz::engine
