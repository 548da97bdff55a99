// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/engine/model/model_facts.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Counts of one model under one recipe, from its configuration alone.
struct ParameterCount
{
    ModelFacts model;
    std::vector<std::int64_t> adapters; ///< LoRA of each layer
    std::int64_t adapter = 0; ///< of all layers
    std::int64_t trainable = 0;
    std::int64_t total = 0;
    std::int64_t vocabulary = 0; ///< word embeddings and head, where tokens are added
};
/// @p hasPooler: the base brings one, which an adapter leaves frozen; a new one trains. @p newTokens are
/// those that the recipe adds to the base's.
ParameterCount countParameters(const ModelConfig &base, const Recipe &recipe, std::int64_t labels,
                               bool hasPooler, std::int64_t newTokens = 0);

/// Peak bytes of a training and of an evaluation step above the program itself and the data: weights,
/// gradients, moments, what autograd keeps (counted per tensor), and the largest temporaries.
/// @p length is the padded length of a row.
std::uint64_t trainingBytes(const ModelConfig &config, const Recipe &recipe,
                            const ParameterCount &count, std::int64_t length);
std::uint64_t evaluationBytes(const ModelConfig &config, const Recipe &recipe,
                              const ParameterCount &count, std::int64_t length);

/// States of @p tokens that the frozen lower layers leave in memory for the next epoch (frozen_states.h).
std::uint64_t frozenCacheBytes(const ModelConfig &config, const Recipe &recipe,
                               const ParameterCount &count, std::int64_t tokens);

/// Tokenised rows in memory.
std::uint64_t dataBytes(std::int64_t rows, std::int64_t tokens);

/// Floating-point operations of one training micro-step: 2 a parameter and token forward, the same
/// again for the input's and for the weights' gradient where those are needed.
double trainingFlops(const ModelConfig &config, const Recipe &recipe, const ParameterCount &count,
                     std::int64_t rows, std::int64_t length);

/// Size on disk of what a run keeps: checkpoints x (weights + moments) + final.
std::uint64_t diskBytes(const Recipe &recipe, const ParameterCount &count);

} // namespace tamiz::engine
