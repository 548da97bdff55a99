// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/engine/model/model_parts.h"

namespace tamiz::engine {

/// The head that predicts the vocabulary as PEFT sees it: a dense layer of its own, tied or not.
struct OutputEmbedding
{
    std::string name; ///< "lm_head", "cls.predictions.decoder"
    torch::Tensor *weight = nullptr; ///< [V, C]; the word embeddings where they are tied
    torch::Tensor *bias = nullptr; ///< [V]; nullptr = none
    std::string biasName; ///< the model's own: "cls.predictions.bias"
};

/// Nothing where the model's head predicts something else.
std::optional<OutputEmbedding> outputEmbedding(ModelParts &parts);

/// Parameters of the model and of the kept head that have a row for each token.
std::vector<ParameterRef> vocabularyParameters(ModelParts &parts);

/// Gives the tokens from @p first on a row each. A row, and its bias, starts as the mean of those of its
/// @p pieces; without pieces, and in the kept head, of all tokens before @p first. Rows that the model had
/// there, as padding of its vocabulary, are overwritten. No adapter yet.
void growVocabulary(ModelParts &parts, std::int64_t first,
                    const std::vector<std::vector<std::int64_t>> &pieces);

/// The rows of @p brought [V', C] from the first one on that @p base [V, C] does not have.
std::optional<NewRows> rowsThatDiffer(const torch::Tensor &base, const torch::Tensor &brought);

/// Brings every vocabulary parameter to @p size rows; new ones are the mean of the old ones.
void resizeVocabulary(ModelParts &parts, std::int64_t size);

/// A matrix of the vocabulary whose new rows may train by themselves.
struct VocabularyMatrix
{
    std::string name; ///< of the parameter
    torch::Tensor *weight = nullptr; ///< [V, C]
    TrainedRows *trained = nullptr;
};

/// The word embeddings, and the model's head for the vocabulary where it has weights of its own.
std::vector<VocabularyMatrix> vocabularyMatrices(ModelParts &parts);

/// Lets the new rows train in the matrices that are frozen otherwise; to be called when it is settled
/// what trains.
void trainNewRows(ModelParts &parts);

} // namespace tamiz::engine
