// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/cost_model.h"

#include <algorithm>
#include <map>
#include <string>

#include "core/recipe/lora_plan.h"

namespace tamiz::engine {

namespace {

constexpr std::uint64_t kFloat = 4;

/// Features in and out of the projections of a layer, by the suffix that LoRA targets name.
std::map<std::string, std::pair<std::int64_t, std::int64_t>> projections(const ModelConfig &config)
{
    const std::int64_t c = config.hiddenSize;
    const std::int64_t f = config.intermediateSize;
    return { { "query", { c, c } },
             { "key", { c, c } },
             { "value", { c, c } },
             { "attention.output.dense", { c, c } },
             { "intermediate.dense", { c, f } },
             { "output.dense", { f, c } } };
}

bool isLayerFrozen(const Recipe &recipe, std::int64_t layer)
{
    const auto &frozen = recipe.layers.freezeLayers;
    return usesLora(recipe.layers.lora)
        || std::find(frozen.begin(), frozen.end(), layer) != frozen.end();
}

/// Parameters of LoRA in one layer, as the plan of the recipe ranks them.
std::int64_t loraParameters(const ModelConfig &config, const Recipe &recipe, std::int64_t layer)
{
    std::int64_t sum = 0;
    for (const auto &[projection, features] : projections(config))
        sum += loraRank(recipe.layers.lora, static_cast<int>(layer), projection)
            * (features.first + features.second);
    return sum;
}

/// Lowest layer that needs a gradient; config.layers when only the head trains.
std::int64_t lowestTrainableLayer(const ModelConfig &config, const Recipe &recipe)
{
    const bool isLora = usesLora(recipe.layers.lora);
    if (!isLora && !recipe.layers.freezeEmbeddings)
        return 0;
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
        if (isLora ? loraParameters(config, recipe, layer) > 0 : !isLayerFrozen(recipe, layer))
            return layer;
    }
    return config.layers;
}

/// Bytes that autograd keeps of one layer: input, q, k, v, scores, probabilities and their dropout
/// mask, context, two sub-layer outputs with masks and norms, the feed-forward before and after gelu.
std::uint64_t layerActivations(const ModelConfig &config, std::int64_t rows, std::int64_t length)
{
    const auto tokens = static_cast<std::uint64_t>(rows * length);
    const auto c = static_cast<std::uint64_t>(config.hiddenSize);
    const auto f = static_cast<std::uint64_t>(config.intermediateSize);
    const auto scores = static_cast<std::uint64_t>(rows * config.heads * length * length);
    return kFloat * (tokens * (12 * c + 2 * f) + 3 * scores);
}

std::uint64_t headTemporaries(const ModelConfig &config, const Recipe &recipe, std::int64_t rows,
                              std::int64_t length)
{
    if (recipe.task.type != TaskType::MaskedLm)
        return 0;
    const double labelled = static_cast<double>(rows * length) * recipe.task.mlmProbability;
    return static_cast<std::uint64_t>(labelled * static_cast<double>(config.vocabSize)) * kFloat
        * 3;
}

} // namespace

ParameterCount countParameters(const ModelConfig &config, const Recipe &recipe, std::int64_t labels)
{
    const std::int64_t c = config.hiddenSize;
    const std::int64_t f = config.intermediateSize;
    ParameterCount count;
    count.embeddings = (config.vocabSize + config.maxPositions + config.typeVocabSize) * c + 2 * c;
    count.layer = 4 * (c * c + c) + 2 * c + (c * f + f) + (f * c + c) + 2 * c;
    switch (recipe.task.type) {
    case TaskType::Classification:
        count.head = c * c + c + c * labels + labels; // pooler and classifier
        break;
    case TaskType::TokenClassification:
        count.head = c * labels + labels;
        break;
    case TaskType::MaskedLm:
        count.head = c * c + c + 2 * c + config.vocabSize; // the decoder is tied to the embeddings
        break;
    }
    count.total = count.embeddings + config.layers * count.layer + count.head;
    count.trainable = count.head;
    for (std::int64_t layer = 0; layer < config.layers; ++layer)
        count.adapter += loraParameters(config, recipe, layer);
    if (usesLora(recipe.layers.lora)) {
        count.trainable += count.adapter;
        return count;
    }
    if (!recipe.layers.freezeEmbeddings)
        count.trainable += count.embeddings;
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
        if (!isLayerFrozen(recipe, layer))
            count.trainable += count.layer;
    }
    return count;
}

std::uint64_t trainingBytes(const ModelConfig &config, const Recipe &recipe,
                            const ParameterCount &count, std::int64_t length)
{
    const std::int64_t rows = recipe.training.batchSize;
    const auto weights = static_cast<std::uint64_t>(count.total + count.adapter) * kFloat;
    const std::uint64_t moments = recipe.training.optimizer == OptimizerKind::AdamW ? 2 : 1;
    const std::uint64_t states
        = static_cast<std::uint64_t>(count.trainable) * kFloat * (1 + moments);
    const auto kept
        = static_cast<std::uint64_t>(config.layers - lowestTrainableLayer(config, recipe));
    return weights + states
        + std::max<std::uint64_t>(kept, 1) * layerActivations(config, rows, length)
        + headTemporaries(config, recipe, rows, length);
}

std::uint64_t evaluationBytes(const ModelConfig &config, const Recipe &recipe,
                              const ParameterCount &count, std::int64_t length)
{
    const std::int64_t rows = recipe.evaluation.batchSize;
    const std::uint64_t moments = recipe.training.optimizer == OptimizerKind::AdamW ? 2 : 1;
    return static_cast<std::uint64_t>(count.total + count.adapter) * kFloat
        + static_cast<std::uint64_t>(count.trainable) * kFloat * (1 + moments)
        + layerActivations(config, rows, length) + headTemporaries(config, recipe, rows, length);
}

double trainingFlops(const ModelConfig &config, const Recipe &recipe, const ParameterCount &count,
                     std::int64_t rows, std::int64_t length)
{
    const auto tokens = static_cast<double>(rows * length);
    const std::int64_t lowest = lowestTrainableLayer(config, recipe);
    double flops = 0;
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
        const double product = 2 * static_cast<double>(count.layer) * tokens
            + 4 * tokens * static_cast<double>(length * config.hiddenSize);
        double passes = 1;
        if (layer >= lowest)
            passes += isLayerFrozen(recipe, layer) ? 1 : 2;
        flops += product * passes;
    }
    if (recipe.task.type == TaskType::MaskedLm)
        flops += 6 * recipe.task.mlmProbability * tokens
            * static_cast<double>(config.vocabSize * config.hiddenSize);
    return flops;
}

std::uint64_t diskBytes(const Recipe &recipe, const ParameterCount &count)
{
    const std::uint64_t moments = recipe.training.optimizer == OptimizerKind::AdamW ? 2 : 1;
    const bool isAdapter = usesLora(recipe.layers.lora);
    const auto weights
        = static_cast<std::uint64_t>(isAdapter ? count.trainable : count.total) * kFloat;
    const std::uint64_t checkpoint
        = weights + static_cast<std::uint64_t>(count.trainable) * kFloat * moments;
    // The newest n, the best, and the one that is being written.
    return checkpoint * static_cast<std::uint64_t>(recipe.training.keepCheckpoints + 2) + weights;
}

} // namespace tamiz::engine
