// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/cost_model.h"

#include <algorithm>
#include <set>

#include "core/engine/engine.h"
#include "core/engine/model/encoder.h"
#include "core/engine/model/vocabulary_loss.h"
#include "core/engine/train/training_setup.h"
#include "core/recipe/lora_plan.h"

namespace tamiz::engine {

namespace {

constexpr std::uint64_t kFloat = 4;
constexpr std::uint64_t kHalf = 2;

// What the heap takes for each byte that lives at once: blocks of many sizes come and go, and glibc
// leaves holes. With these factors the estimates were 0.8 to 1.2 times the resident memory in training and
// 0.7 to 1.3 times in evaluation (tests/engine/train/cost_model_test.cpp).
constexpr double kTrainingHeap = 1.5;
constexpr double kEvaluationHeap = 2.6;

/// New LoRA, or an adapter that goes on training: the base is frozen.
bool hasAdapter(const Recipe &recipe)
{
    return usesLora(recipe.layers.lora) || !recipe.model.adapter.empty();
}

bool isLayerFrozen(const Recipe &recipe, std::int64_t layer)
{
    const auto &frozen = recipe.layers.freezeLayers;
    return hasAdapter(recipe) || std::find(frozen.begin(), frozen.end(), layer) != frozen.end();
}

/// Rank on a projection, with the family's targets where the recipe names none.
int rankOn(const Projection &projection, const ModelFacts &model, const Recipe &recipe,
           std::int64_t layer)
{
    return loraRank(withDefaultTargets(recipe.layers.lora, model.loraTargets),
                    static_cast<int>(layer), projection.name);
}

/// Parameters of LoRA in one layer, as the plan of the recipe ranks them.
std::int64_t loraParameters(const ModelFacts &model, const Recipe &recipe, std::int64_t layer)
{
    std::int64_t sum = 0;
    for (const Projection &projection : model.projections)
        sum += rankOn(projection, model, recipe, layer)
            * (projection.inFeatures + projection.outFeatures);
    return sum;
}

/// How many steps through the encoder, from below, need no gradient.
std::size_t frozenPasses(const Recipe &recipe, const ParameterCount &count)
{
    const bool isLora = usesLora(recipe.layers.lora);
    // Where an adapter from a file sits is not looked up: the lowest layer is the safe answer.
    if (!recipe.model.adapter.empty() || count.vocabulary > 0
        || (!isLora && !recipe.layers.freezeEmbeddings))
        return 0;
    const auto &passes = count.model.passes;
    const auto trains = [&](std::int64_t layer) {
        return isLora ? count.adapters[static_cast<std::size_t>(layer)] > 0
                      : !isLayerFrozen(recipe, layer);
    };
    return static_cast<std::size_t>(std::find_if(passes.begin(), passes.end(), trains)
                                    - passes.begin());
}

/// Sizes of one micro-step, in elements.
struct StepSizes
{
    StepSizes(const ModelConfig &config, std::int64_t rows, std::int64_t length)
        : tokens(static_cast<std::uint64_t>(rows * length))
        , hidden(tokens * static_cast<std::uint64_t>(config.hiddenSize))
        , wide(tokens * static_cast<std::uint64_t>(config.intermediateSize))
        , scores(static_cast<std::uint64_t>(rows * config.heads * length * length))
    {
    }
    std::uint64_t tokens; ///< B*T
    std::uint64_t hidden; ///< [B*T, C]
    std::uint64_t wide; ///< [B*T, F]
    std::uint64_t scores; ///< [B, H, T, T]
};

bool usesBf16(const Recipe &recipe)
{
    return arithmeticOf(recipe.training.precision, recipe.training.device) == Arithmetic::Bf16;
}

std::uint64_t wordElements(const ModelConfig &config)
{
    return static_cast<std::uint64_t>(config.vocabSize * config.embeddingWidth());
}

/// Share of the positions that go through a head as wide as the vocabulary.
double labelledShare(const Recipe &recipe)
{
    return recipe.task.type == TaskType::CausalLm ? 1 : recipe.task.mlmProbability;
}

/// Labelled positions of a batch times the vocabulary: [L, V].
std::uint64_t vocabularyScores(const ModelConfig &config, const Recipe &recipe,
                               const StepSizes &sizes)
{
    const double labelled = static_cast<double>(sizes.tokens) * labelledShare(recipe);
    return static_cast<std::uint64_t>(labelled * static_cast<double>(config.vocabSize));
}

/// What the loss over a vocabulary holds at once. On the CPU scores of some rows and their gradients, or
/// all gradients where the vectors of the words train (vocabulary_loss.h); on a GPU scores, logarithms and
/// gradients of all.
std::uint64_t lossBytes(const ModelConfig &config, const Recipe &recipe, const StepSizes &sizes,
                        bool trainsWords)
{
    const std::uint64_t scores = vocabularyScores(config, recipe, sizes);
    if (resolveDevice(recipe.training.device) == Device::Cuda)
        return 3 * kFloat * scores;
    const std::uint64_t some = std::min(
        scores, static_cast<std::uint64_t>(scoredRowsAtOnce(config.vocabSize) * config.vocabSize));
    return kFloat * some + (usesBf16(recipe) ? kHalf : kFloat) * (trainsWords ? scores : some);
}

/// Tensors of the wide size that a layer holds at once: in and out of the activation, its gate, with
/// LoRA there the product, its update and their sum.
std::uint64_t wideCopies(const Recipe &recipe, const ModelFacts &model)
{
    const bool isAdapted = std::any_of(model.projections.begin(), model.projections.end(),
                                       [&](const Projection &projection) {
                                           return projection.input == ProjectionInput::FeedForward
                                               && rankOn(projection, model, recipe, 0) > 0;
                                       });
    return 2 + (model.hasGate ? 1 : 0) + (isAdapted ? 1 : 0);
}

/// What the projections of one layer make for attention and for the activation: the operands' type, but
/// f32 before the activation where a low-rank update is added.
std::uint64_t outputBytes(const ModelFacts &model, const Recipe &recipe, const StepSizes &sizes,
                          std::int64_t layer)
{
    double bytes = 0; // a token
    for (const Projection &projection : model.projections) {
        const bool isForActivation = projection.input == ProjectionInput::FeedForward;
        if (!isForActivation && projection.input != ProjectionInput::Attention)
            continue;
        const bool isWide = isForActivation && rankOn(projection, model, recipe, layer) > 0;
        bytes += projection.share * static_cast<double>(projection.outFeatures)
            * (usesBf16(recipe) && !isWide ? kHalf : kFloat);
    }
    return static_cast<std::uint64_t>(bytes * static_cast<double>(sizes.tokens));
}

std::uint64_t onHeap(std::uint64_t bytes, double factor)
{
    return static_cast<std::uint64_t>(static_cast<double>(bytes) * factor);
}

/// Weights of the products of a layer.
std::uint64_t productWeights(const ModelFacts &model)
{
    std::uint64_t weights = 0;
    for (const Projection &projection : model.projections)
        weights += static_cast<std::uint64_t>(projection.inFeatures * projection.outFeatures);
    return weights;
}

/// Frozen weights that bf16 products read rounded (operands.h), of all layers.
std::uint64_t roundedWeights(const Recipe &recipe, const ModelFacts &model)
{
    std::uint64_t weights = 0;
    for (std::int64_t layer = 0; usesBf16(recipe) && layer < model.layers; ++layer)
        weights += isLayerFrozen(recipe, layer) ? productWeights(model) : 0;
    return weights;
}

/// Weights with the adapter and the vocabulary's head that is kept beside a task's, moments, and what
/// gradients there are. Rounded weights are a second copy, but beside an adapter the only one.
std::uint64_t stateBytes(const ModelConfig &config, const Recipe &recipe,
                         const ParameterCount &count, bool withGradients)
{
    const HeadKind vocabulary = config.decoder ? HeadKind::CausalLm : HeadKind::MaskedLm;
    const std::int64_t keptHead
        = isLanguageModelling(recipe.task.type) ? 0 : factsOf(config, vocabulary, 0).head;
    const std::int64_t moments = recipe.training.optimizer == OptimizerKind::AdamW ? 2 : 1;
    const std::uint64_t rounded = roundedWeights(recipe, count.model);
    return kFloat
        * static_cast<std::uint64_t>(count.total + count.adapter + keptHead
                                     + count.trainable * (moments + (withGradients ? 1 : 0)))
        + kHalf * rounded - (hasAdapter(recipe) ? kFloat * rounded : 0);
}

/// Inputs that the products of a layer keep for the gradients of their weights: of LoRA's A where the
/// weights are frozen. Query, key and value share theirs, but where dropout comes between.
std::uint64_t keptInputs(const ModelFacts &model, const Recipe &recipe, const StepSizes &sizes,
                         std::int64_t layer)
{
    const bool isBf16 = usesBf16(recipe);
    const bool isFrozen = isLayerFrozen(recipe, layer);
    const bool isCopied = isFrozen && recipe.layers.lora.dropout > 0; // else modules share a copy
    double features = 0;
    std::set<ProjectionInput> counted;
    for (const Projection &projection : model.projections) {
        if (isFrozen && rankOn(projection, model, recipe, layer) == 0)
            continue;
        // Experts read tokens of their own.
        const bool isShared = !isCopied && projection.share == 1;
        if (isShared && !counted.insert(projection.input).second)
            continue;
        features += projection.share * static_cast<double>(projection.inFeatures);
    }
    return static_cast<std::uint64_t>(features * static_cast<double>(sizes.tokens))
        * (isBf16 ? kHalf : kFloat);
}

/// Bytes that autograd keeps of one layer: inputs of both norms in f32; inputs of products, query, key and
/// value, probabilities and what dropout leaves of them, inputs of the activation and of its gate in the
/// operands' type; in bf16 copies of the weights that train.
std::uint64_t keptBytes(const ModelConfig &config, const ModelFacts &model, const Recipe &recipe,
                        const StepSizes &sizes, std::int64_t layer)
{
    const bool isBf16 = usesBf16(recipe);
    const bool hasDropout = recipe.training.dropout.value_or(config.attentionDropout) > 0;
    const std::uint64_t operand = isBf16 ? kHalf : kFloat;
    std::uint64_t bytes = keptInputs(model, recipe, sizes, layer);
    bytes += outputBytes(model, recipe, sizes, layer);
    bytes += operand * sizes.scores * (hasDropout ? 2 : 1) + kFloat * 2 * sizes.hidden;
    // Of each further kind of scores: the folded queries or keys, and their products with positions.
    const auto kinds = static_cast<std::uint64_t>(config.disentangled.terms() - 1);
    const auto positions
        = static_cast<std::uint64_t>(2 * config.disentangled.span() * config.heads);
    bytes += kFloat * kinds * (sizes.hidden + sizes.tokens * positions);
    if (isBf16 && !isLayerFrozen(recipe, layer))
        bytes += kHalf * productWeights(model);
    return bytes;
}

} // namespace

ParameterCount countParameters(const ModelConfig &base, const Recipe &recipe, std::int64_t labels,
                               bool hasPooler, std::int64_t newTokens)
{
    const bool isFrozen = hasAdapter(recipe);
    ModelConfig config = base;
    config.vocabSize += newTokens;
    ParameterCount count;
    count.model = factsOf(config, headOf(recipe.task.type), labels);
    const ModelFacts &model = count.model;
    count.total = model.embeddings + model.layers * model.layer + model.finalNorm + model.head;
    count.trainable = model.head;
    for (std::int64_t layer = 0; layer < model.layers; ++layer) {
        count.adapters.push_back(loraParameters(model, recipe, layer));
        count.adapter += count.adapters.back();
    }
    // An untied head for the vocabulary grows and trains as the word embeddings do.
    const bool isUntied = isLanguageModelling(recipe.task.type) && !config.tieWordEmbeddings;
    const std::int64_t matrices = isUntied ? 2 : 1;
    if (newTokens > 0)
        count.vocabulary = matrices * static_cast<std::int64_t>(wordElements(config));
    const std::int64_t newRows = newTokens * config.embeddingWidth();
    if (isFrozen) {
        count.trainable += matrices * newRows;
        count.trainable += count.adapter - model.decoder - (hasPooler ? model.pooler : 0);
        return count;
    }
    count.trainable += model.finalNorm;
    count.trainable += recipe.layers.freezeEmbeddings ? newRows : model.embeddings;
    for (std::int64_t layer = 0; layer < model.layers; ++layer) {
        if (!isLayerFrozen(recipe, layer))
            count.trainable += model.layer;
    }
    return count;
}

std::uint64_t trainingBytes(const ModelConfig &config, const Recipe &recipe,
                            const ParameterCount &count, std::int64_t length)
{
    const StepSizes sizes(config, recipe.training.batchSize, length);
    const bool isVocabulary = isLanguageModelling(recipe.task.type);
    const bool trainsWords = !hasAdapter(recipe) && !recipe.layers.freezeEmbeddings;
    // Where few vectors of words are read only those have a gradient (encoder.h); the head of a vocabulary
    // that is tied to them makes it dense, on a GPU it is that twice for a while.
    const bool isSparse = trainsWords && resolveDevice(recipe.training.device) == Device::Cpu
        && readsFewRows(static_cast<std::int64_t>(sizes.tokens), config.vocabSize);
    const bool isTied = isVocabulary && trainsWords && config.tieWordEmbeddings;
    auto gradients = static_cast<std::uint64_t>(count.trainable) * kFloat;
    if (isSparse && !isTied)
        gradients -= kFloat * wordElements(config);

    std::uint64_t kept = trainsWords ? kFloat * sizes.hidden : 0; // the embeddings' norm
    std::uint64_t largest = 0; // of one layer
    for (std::size_t i = frozenPasses(recipe, count); i < count.model.passes.size(); ++i) {
        const std::uint64_t bytes
            = keptBytes(config, count.model, recipe, sizes, count.model.passes[i]);
        kept += recipe.training.gradientCheckpointing ? kFloat * sizes.hidden : bytes;
        largest = std::max(largest, bytes);
    }
    if (recipe.training.gradientCheckpointing)
        kept += largest; // of the layer that computes again
    // Of a layer in forward or backward, and of the loss over the vocabulary.
    std::uint64_t temporary = kFloat
        * (std::max(2 * sizes.scores, wideCopies(recipe, count.model) * sizes.wide)
           + 4 * sizes.hidden);
    if (isVocabulary) {
        temporary = std::max(temporary, lossBytes(config, recipe, sizes, trainsWords));
        kept += usesBf16(recipe) ? kHalf * wordElements(config) : 0;
    }
    // Gradients come while activations go.
    const std::uint64_t forward = onHeap(kept + temporary, kTrainingHeap)
        + (recipe.training.accumulation > 1 ? gradients : 0);
    const std::uint64_t backward
        = gradients + (isTied && !isSparse ? kFloat * wordElements(config) : 0);
    return stateBytes(config, recipe, count, false) + std::max(forward, backward);
}

std::uint64_t evaluationBytes(const ModelConfig &config, const Recipe &recipe,
                              const ParameterCount &count, std::int64_t length)
{
    const StepSizes sizes(config, recipe.evaluation.batchSize, length);
    const std::uint64_t attention = 5 * sizes.hidden + 5 * sizes.scores / 2;
    const std::uint64_t feedForward
        = 3 * sizes.hidden + wideCopies(recipe, count.model) * sizes.wide;
    std::uint64_t temporary = kFloat * std::max(attention, feedForward);
    const bool isVocabulary = isLanguageModelling(recipe.task.type)
        || (recipe.evaluation.forgetting && !recipe.data.reference.empty());
    if (isVocabulary) {
        const std::uint64_t scores
            = std::min(vocabularyScores(config, recipe, sizes),
                       static_cast<std::uint64_t>(kLossChunk * config.vocabSize));
        const std::uint64_t words = usesBf16(recipe) ? kHalf * wordElements(config) : 0;
        temporary = std::max(temporary, kFloat * (sizes.hidden + 2 * scores) + words);
    }
    return stateBytes(config, recipe, count, true) + onHeap(temporary, kEvaluationHeap);
}

std::uint64_t frozenCacheBytes(const ModelConfig &config, const Recipe &recipe,
                               const ParameterCount &count, std::int64_t tokens)
{
    const bool neverRepeats = recipe.task.type == TaskType::MaskedLm; // new masks in each epoch
    if (!recipe.training.cacheFrozen || neverRepeats || frozenPasses(recipe, count) == 0)
        return 0;
    const std::uint64_t state = (usesBf16(recipe) ? kHalf : kFloat)
        * static_cast<std::uint64_t>(config.hiddenSize); // of a token
    return std::min(static_cast<std::uint64_t>(tokens) * state,
                    frozenBudget(recipe.training, {}).memoryBytes);
}

std::uint64_t dataBytes(std::int64_t rows, std::int64_t tokens)
{
    constexpr std::uint64_t kToken = 6; // packed: the id, a mark, classes
    constexpr std::uint64_t kRow = 40; // what stands before its tokens, its place in an epoch
    return static_cast<std::uint64_t>(tokens) * kToken + static_cast<std::uint64_t>(rows) * kRow;
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
        if (pass > frozen && recipe.training.gradientCheckpointing)
            directions += 1; // the lowest that trains computes once
        flops += product * directions;
    }
    if (isLanguageModelling(recipe.task.type)) {
        flops += 6 * labelledShare(recipe) * tokens
            * static_cast<double>(config.vocabSize * config.embeddingWidth());
    }
    return flops;
}

std::uint64_t diskBytes(const Recipe &recipe, const ParameterCount &count)
{
    const std::uint64_t moments = recipe.training.optimizer == OptimizerKind::AdamW ? 2 : 1;
    const bool isAdapter = hasAdapter(recipe);
    const auto weights
        = static_cast<std::uint64_t>(isAdapter ? count.trainable + count.vocabulary : count.total)
        * kFloat;
    const std::uint64_t checkpoint
        = weights + static_cast<std::uint64_t>(count.trainable) * kFloat * moments;
    // The newest n, the best, and the one that is being written.
    return checkpoint * static_cast<std::uint64_t>(recipe.training.keepCheckpoints + 2) + weights;
}

} // namespace tamiz::engine
