// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/heads.h"

#include <ATen/core/Reduction.h>
#include <torch/types.h>

#include "core/engine/data/batch.h"

namespace tamiz::engine {

torch::Tensor transform(const MaskedLmHead &head, const torch::Tensor &hidden, const Pass &pass)
{
    const torch::Tensor x
        = apply(head.activation, apply(head.transform, hidden, pass), pass); // [N, E]
    return apply(head.norm, x, pass); // [N, E]
}

torch::Tensor pool(const Linear &pooler, Activation activation, const torch::Tensor &hidden,
                   const Pass &pass)
{
    torch::Tensor first = hidden.index_select(0, pass.layout.rowStarts.to(pass.device)); // [B, C]
    first = pass.drop(first, pass.dropout.headInput, kHeadInputSite); // [B, C]
    return apply(activation, apply(pooler, first, pass), pass); // [B, C]
}

torch::Tensor labelledPositions(const torch::Tensor &labels)
{
    return torch::nonzero(labels != kIgnoredLabel).squeeze(1); // [L]
}

torch::Tensor crossEntropy(const torch::Tensor &logits, const torch::Tensor &labels,
                           double labelSmoothing)
{
    if (!(labels != kIgnoredLabel).any().item<bool>())
        return logits.sum() * 0; // scalar
    return torch::cross_entropy_loss(logits, labels.to(logits.device()), {}, at::Reduction::Mean,
                                     kIgnoredLabel, labelSmoothing); // scalar
}

torch::Tensor rowLoss(const torch::Tensor &logits, const BatchTensors &batch, ProblemType problem,
                      double labelSmoothing)
{
    if (problem == ProblemType::SingleLabel)
        return crossEntropy(logits, batch.labels.reshape({ -1 }), labelSmoothing);
    const torch::Tensor targets = batch.targets.to(logits.device()); // [B, K]
    return problem == ProblemType::Regression
        ? torch::mse_loss(logits, targets)
        : torch::binary_cross_entropy_with_logits(logits, targets); // scalar
}

torch::Tensor spanLoss(const torch::Tensor &start, const torch::Tensor &end,
                       const BatchTensors &batch, double labelSmoothing)
{
    const auto loss = [&](const torch::Tensor &scores, const torch::Tensor &positions) {
        const torch::Tensor labels = positions.reshape({ -1 }); // [B]
        const torch::Tensor isOutside = (labels < 0).logical_or(labels >= scores.size(1));
        return crossEntropy(scores, labels.masked_fill(isOutside, kIgnoredLabel), labelSmoothing);
    };
    return (loss(start, batch.startPositions) + loss(end, batch.endPositions)) / 2; // scalar
}

} // namespace tamiz::engine
