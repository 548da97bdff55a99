// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/cost_model.h"

#include <algorithm>

#include "core/engine/train/training_setup.h"
#include "core/recipe/lora_plan.h"

namespace tamiz::engine {

namespace {

constexpr std::uint64_t kFloat = 4;

bool isLayerFrozen(const Recipe &recipe, std::int64_t layer)
{
    const auto &frozen = recipe.layers.freezeLayers;
    return usesLora(recipe.layers.lora)
        || std::find(frozen.begin(), frozen.end(), layer) != frozen.end();
}

/// Parameters of LoRA in one layer, as the plan of the recipe ranks them.
std::int64_t loraParameters(const ModelFacts &model, const Recipe &recipe, std::int64_t layer)
{
    std::int64_t sum = 0;
    for (const Projection &projection : model.projections)
        sum += loraRank(recipe.layers.lora, static_cast<int>(layer), projection.name)
            * (projection.inFeatures + projection.outFeatures);
    return sum;
}

/// How many steps through the encoder, from below, need no gradient.
std::size_t frozenPasses(const Recipe &recipe, const ParameterCount &count)
{
    const bool isLora = usesLora(recipe.layers.lora);
    if (!isLora && !recipe.layers.freezeEmbeddings)
        return 0;
    const auto &passes = count.model.passes;
    const auto trains = [&](std::int64_t layer) {
        return isLora ? count.adapters[static_cast<std::size_t>(layer)] > 0
                      : !isLayerFrozen(recipe, layer);
    };
    return static_cast<std::size_t>(std::find_if(passes.begin(), passes.end(), trains)
                                    - passes.begin());
}

/// The same of a decoder's layer: the norms' inputs and outputs, queries, keys and values before and
/// after rotation, context, probabilities, and the wide states of the experts that a token visits.
std::uint64_t decoderActivations(const ModelConfig &config, std::int64_t rows, std::int64_t length)
{
    const DecoderConfig &decoder = *config.decoder;
    const auto tokens = static_cast<std::uint64_t>(rows * length);
    const auto c = static_cast<std::uint64_t>(config.hiddenSize);
    const auto attention = static_cast<std::uint64_t>(
        (2 * config.heads + 3 * decoder.keyValueHeads + config.heads) * decoder.headSize);
    const auto visits
        = static_cast<std::uint64_t>(decoder.experts > 0 ? decoder.expertsPerToken : 1);
    const std::uint64_t wide = 4 * visits * static_cast<std::uint64_t>(config.intermediateSize);
    const auto scores = static_cast<std::uint64_t>(rows * config.heads * length * length);
    return kFloat * (tokens * (6 * c + attention + wide) + 2 * scores);
}

/// Bytes that autograd keeps of one layer: input, q, k, v, scores, probabilities and their dropout
/// mask, context, two sub-layer outputs with masks and norms, the feed-forward before and after gelu.
std::uint64_t layerActivations(const ModelConfig &config, std::int64_t rows, std::int64_t length)
{
    if (config.decoder)
        return decoderActivations(config, rows, length);
    const auto tokens = static_cast<std::uint64_t>(rows * length);
    const auto c = static_cast<std::uint64_t>(config.hiddenSize);
    const auto f = static_cast<std::uint64_t>(config.intermediateSize);
    const auto scores = static_cast<std::uint64_t>(rows * config.heads * length * length);
    // Of each further kind of scores: the folded queries or keys, and their products with positions.
    const auto kinds = static_cast<std::uint64_t>(config.disentangled.terms() - 1);
    const auto positions = static_cast<std::uint64_t>(2 * config.disentangled.span());
    const auto heads = static_cast<std::uint64_t>(config.heads);
    return kFloat
        * (tokens * (12 * c + 2 * f) + 3 * scores + kinds * tokens * (c + heads * positions));
}

/// Share of the positions that go through a head as wide as the vocabulary.
double labelledShare(const Recipe &recipe)
{
    if (recipe.task.type == TaskType::MaskedLm)
        return recipe.task.mlmProbability;
    return recipe.task.type == TaskType::CausalLm ? 1 : 0;
}

std::uint64_t headTemporaries(const ModelConfig &config, const Recipe &recipe, std::int64_t rows,
                              std::int64_t length)
{
    const double labelled = static_cast<double>(rows * length) * labelledShare(recipe);
    return static_cast<std::uint64_t>(labelled * static_cast<double>(config.vocabSize)) * kFloat
        * 3;
}

} // namespace

ParameterCount countParameters(const ModelConfig &config, const Recipe &recipe, std::int64_t labels)
{
    ParameterCount count;
    count.model = factsOf(config, headOf(recipe.task.type), labels);
    const ModelFacts &model = count.model;
    count.total = model.embeddings + model.layers * model.layer + model.finalNorm + model.head;
    // As PEFT has it: beside LoRA the head of a language model that reads from left to right is frozen.
    const bool isHeadFrozen
        = usesLora(recipe.layers.lora) && recipe.task.type == TaskType::CausalLm;
    count.trainable = isHeadFrozen ? 0 : model.head;
    for (std::int64_t layer = 0; layer < model.layers; ++layer) {
        count.adapters.push_back(loraParameters(model, recipe, layer));
        count.adapter += count.adapters.back();
    }
    if (usesLora(recipe.layers.lora)) {
        count.trainable += count.adapter;
        return count;
    }
    count.trainable += model.finalNorm;
    if (!recipe.layers.freezeEmbeddings)
        count.trainable += model.embeddings;
    for (std::int64_t layer = 0; layer < model.layers; ++layer) {
        if (!isLayerFrozen(recipe, layer))
            count.trainable += model.layer;
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
    const std::uint64_t kept = count.model.passes.size() - frozenPasses(recipe, count);
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
    const std::size_t frozen = frozenPasses(recipe, count);
    const double product = 2 * static_cast<double>(count.model.activeLayer) * tokens
        + 4 * tokens * static_cast<double>(length * config.hiddenSize)
        + 4 * tokens * (config.disentangled.terms() - 1)
            * static_cast<double>(config.disentangled.span() * config.hiddenSize);
    double flops = 0;
    for (std::size_t pass = 0; pass < count.model.passes.size(); ++pass) {
        double directions = 1;
        if (pass >= frozen)
            directions += isLayerFrozen(recipe, count.model.passes[pass]) ? 1 : 2;
        flops += product * directions;
    }
    flops += 6 * labelledShare(recipe) * tokens
        * static_cast<double>(config.vocabSize * config.embeddingWidth());
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
