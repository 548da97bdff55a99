// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/heads.h"

#include <ATen/core/Reduction.h>
#include <torch/types.h>

#include "core/engine/data/batch.h"

namespace tamiz::engine {

torch::Tensor apply(const MaskedLmHead &head, const torch::Tensor &words,
                    const torch::Tensor &hidden, const Encoder &encoder, const Pass &pass)
{
    torch::Tensor x = apply(encoder.activation, apply(head.transform, hidden, pass)); // [N, C]
    x = apply(head.norm, x, encoder.normEps, pass); // [N, C]
    const torch::Tensor &decoder = head.decoder.defined() ? head.decoder : words; // [V, C]
    return linear(x, decoder, head.bias, pass.arithmetic); // [N, V]
}

torch::Tensor pool(const Linear &pooler, const torch::Tensor &hidden, const Pass &pass)
{
    const torch::Tensor first
        = hidden.view({ pass.rows, pass.length, hidden.size(1) }).select(1, 0); // [B, C]
    return torch::tanh(apply(pooler, first, pass)); // [B, C]
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
    return torch::cross_entropy_loss(logits, labels, {}, at::Reduction::Mean, kIgnoredLabel,
                                     labelSmoothing); // scalar
}

} // namespace tamiz::engine
