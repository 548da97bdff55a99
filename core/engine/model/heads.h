// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <string>

#include <torch/types.h>

#include "core/engine/model/encoder.h"
#include "core/engine/model/model.h"

namespace tamiz::engine {

/// Predicts the vocabulary from a hidden state; the decoder is the word embedding unless untied.
struct MaskedLmHead
{
    Linear transform; ///< C -> E
    Activation activation = Activation::Gelu;
    Norm norm;
    std::string biasName;
    torch::Tensor bias; ///< [V]
    std::string decoderName;
    torch::Tensor decoder; ///< [V, E]; undefined = the word embeddings
    TrainedRows trained; ///< of the decoder
};

/// What its decoder reads: [N, C] -> [N, E]
torch::Tensor transform(const MaskedLmHead &head, const torch::Tensor &hidden, const Pass &pass);

/// Dense layer and activation on each row's first token: [N, C] -> [B, C].
torch::Tensor pool(const Linear &pooler, Activation activation, const torch::Tensor &hidden,
                   const Pass &pass);

/// Mean cross-entropy in nats over the labels that are not -100, with label smoothing as
/// torch.nn.CrossEntropyLoss and transformers' LabelSmoother have it. Without any label: 0, and a
/// gradient of 0. logits [M, K], labels [M] i64 -> scalar.
torch::Tensor crossEntropy(const torch::Tensor &logits, const torch::Tensor &labels,
                           double labelSmoothing = 0);

/// Mean loss of one answer a row as transformers has it for each kind of problem: squared error, binary
/// cross-entropy of each output, or cross-entropy. logits [B, K]; labels [B], targets [B, K] -> scalar.
torch::Tensor rowLoss(const torch::Tensor &logits, const BatchTensors &batch, ProblemType problem,
                      double labelSmoothing);

/// Mean of the cross-entropies of start and end: [B, T] each, positions [B] -> scalar. A position past the
/// row's end means "no answer here" and is ignored, as in transformers.
torch::Tensor spanLoss(const torch::Tensor &start, const torch::Tensor &end,
                       const BatchTensors &batch, double labelSmoothing);

/// Indices of the labels that are not -100: [M] i64 -> [L] i64.
torch::Tensor labelledPositions(const torch::Tensor &labels);

} // namespace tamiz::engine
