// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/cost_model.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "core/engine/engine.h"
#include "core/recipe/lora_plan.h"

namespace tamiz::engine {

namespace {

constexpr std::uint64_t kFloat = 4;
constexpr std::uint64_t kHalf = 2;

// What the heap takes for each byte that lives at once: blocks of many sizes come and go, and glibc
// leaves holes. Live tensors were within 7 % of the counts below; resident memory was 1.4 to 2 times as
// much in training and 1.8 to 3.7 times in evaluation (tests/engine/train/cost_model_test.cpp).
constexpr double kTrainingHeap = 1.7;
constexpr double kEvaluationHeap = 2.6;

constexpr std::int64_t kLossChunk = 512; // positions that evaluation scores at once (model.cpp)

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
    // Where an adapter from a file sits is not looked up: the lowest layer is the safe answer.
    if (!recipe.model.adapter.empty() || (!isLora && !recipe.layers.freezeEmbeddings))
        return 0;
    for (std::int64_t layer = 0; layer < config.layers; ++layer) {
        if (isLora ? loraParameters(config, recipe, layer) > 0 : !isLayerFrozen(recipe, layer))
            return layer;
    }
    return config.layers;
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
    const Precision precision = recipe.training.precision;
    return precision == Precision::Bf16
        || (precision == Precision::Auto && inspectMachine().hasBf16);
}

std::uint64_t wordElements(const ModelConfig &config)
{
    return static_cast<std::uint64_t>(config.vocabSize * config.hiddenSize);
}

/// Labelled positions of a masked-LM batch times the vocabulary: [L, V].
std::uint64_t vocabularyScores(const ModelConfig &config, const Recipe &recipe,
                               const StepSizes &sizes)
{
    const double labelled = static_cast<double>(sizes.tokens) * recipe.task.mlmProbability;
    return static_cast<std::uint64_t>(labelled * static_cast<double>(config.vocabSize));
}

/// Tensors of the wide size that a layer holds at once: in and out of gelu, with LoRA there the
/// product, its update and their sum.
std::uint64_t wideCopies(const Recipe &recipe)
{
    return loraRank(recipe.layers.lora, 0, "intermediate.dense") > 0 ? 3 : 2;
}

std::uint64_t onHeap(std::uint64_t bytes, double factor)
{
    return static_cast<std::uint64_t>(static_cast<double>(bytes) * factor);
}

/// Weights with the adapter and the masked-LM head that is kept beside a task's, moments, and what
/// gradients there are.
std::uint64_t stateBytes(const ModelConfig &config, const Recipe &recipe,
                         const ParameterCount &count, bool withGradients)
{
    const std::int64_t c = config.hiddenSize;
    const std::int64_t keptHead
        = recipe.task.type == TaskType::MaskedLm ? 0 : c * c + 3 * c + config.vocabSize;
    const std::int64_t moments = recipe.training.optimizer == OptimizerKind::AdamW ? 2 : 1;
    return kFloat
        * static_cast<std::uint64_t>(count.total + count.adapter + keptHead
                                     + count.trainable * (moments + (withGradients ? 1 : 0)));
}

/// Inputs that the products of a layer keep for the gradients of their weights: of LoRA's A where the
/// weights are frozen. In bf16 each product has a copy; in f32 the tensor itself is shared.
std::uint64_t keptInputs(const ModelConfig &config, const Recipe &recipe, const StepSizes &sizes,
                         std::int64_t layer)
{
    const bool isBf16 = usesBf16(recipe);
    if (!isLayerFrozen(recipe, layer)) // query, key, value, attention output, intermediate, output
        return isBf16 ? kHalf * (5 * sizes.hidden + sizes.wide)
                      : kFloat * (3 * sizes.hidden + sizes.wide);
    const bool isCopied = isBf16 || recipe.layers.lora.dropout > 0;
    std::uint64_t elements = 0;
    bool isInputCounted = false;
    for (const auto &[projection, features] : projections(config)) {
        if (loraRank(recipe.layers.lora, static_cast<int>(layer), projection) == 0)
            continue;
        const bool isAttentionInput = projection.find("dense") == std::string::npos;
        if (!isCopied && isAttentionInput && std::exchange(isInputCounted, true))
            continue;
        elements += sizes.tokens * static_cast<std::uint64_t>(features.first);
    }
    return elements * (isBf16 ? kHalf : kFloat);
}

/// Bytes that autograd keeps of one layer: inputs of products, query, key and value, probabilities,
/// inputs of both norms and of gelu; in bf16 copies of the operands, the weights among them.
std::uint64_t keptBytes(const ModelConfig &config, const Recipe &recipe, const StepSizes &sizes,
                        std::int64_t layer)
{
    const bool isBf16 = usesBf16(recipe);
    const bool hasDropout = recipe.training.dropout.value_or(config.attentionDropout) > 0;
    std::uint64_t bytes = keptInputs(config, recipe, sizes, layer);
    bytes += 3 * sizes.hidden * (isBf16 ? kHalf : kFloat);
    bytes += kFloat * (2 * sizes.hidden + sizes.wide + sizes.scores);
    if (isBf16) {
        const std::int64_t c = config.hiddenSize;
        const std::int64_t weights = 4 * c * c + 2 * c * config.intermediateSize;
        bytes += kHalf * (sizes.scores + static_cast<std::uint64_t>(weights));
    } else if (hasDropout) {
        bytes += kFloat * sizes.scores;
    }
    return bytes;
}

} // namespace

ParameterCount countParameters(const ModelConfig &config, const Recipe &recipe, std::int64_t labels,
                               bool hasPooler)
{
    const std::int64_t c = config.hiddenSize;
    const std::int64_t f = config.intermediateSize;
    const bool isFrozen = hasAdapter(recipe);
    ParameterCount count;
    count.embeddings = (config.vocabSize + config.maxPositions + config.typeVocabSize) * c + 2 * c;
    count.layer = 4 * (c * c + c) + 2 * c + (c * f + f) + (f * c + c) + 2 * c;
    std::int64_t trainedHead = 0;
    switch (recipe.task.type) {
    case TaskType::Classification: {
        const std::int64_t pooler = c * c + c;
        count.head = pooler + c * labels + labels;
        trainedHead = count.head - (isFrozen && hasPooler ? pooler : 0);
        break;
    }
    case TaskType::TokenClassification:
        count.head = trainedHead = c * labels + labels;
        break;
    case TaskType::MaskedLm: {
        const std::int64_t transform = c * c + c + 2 * c;
        const std::int64_t decoder // tied to the embeddings but for its bias
            = config.vocabSize * (config.tieWordEmbeddings ? 1 : c + 1);
        count.head = transform + decoder;
        trainedHead = transform + (isFrozen ? 0 : decoder);
        break;
    }
    }
    count.total = count.embeddings + config.layers * count.layer + count.head;
    count.trainable = trainedHead;
    for (std::int64_t layer = 0; layer < config.layers; ++layer)
        count.adapter += loraParameters(config, recipe, layer);
    if (isFrozen) {
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
    const StepSizes sizes(config, recipe.training.batchSize, length);
    const bool isMaskedLm = recipe.task.type == TaskType::MaskedLm;
    const bool trainsWords = !hasAdapter(recipe) && !recipe.layers.freezeEmbeddings;
    const auto gradients = static_cast<std::uint64_t>(count.trainable) * kFloat;

    std::uint64_t kept = trainsWords ? kFloat * sizes.hidden : 0; // the embeddings' norm
    for (std::int64_t layer = lowestTrainableLayer(config, recipe); layer < config.layers; ++layer)
        kept += keptBytes(config, recipe, sizes, layer);
    // Of a layer in forward or backward, and of the loss over the vocabulary.
    std::uint64_t temporary
        = kFloat * (std::max(2 * sizes.scores, wideCopies(recipe) * sizes.wide) + 4 * sizes.hidden);
    if (isMaskedLm) {
        temporary = std::max(temporary, 3 * kFloat * vocabularyScores(config, recipe, sizes));
        kept += usesBf16(recipe) ? kHalf * wordElements(config) : 0;
    }
    // Gradients come while activations go. Words that are embedding and decoder have two for a while.
    const std::uint64_t forward = onHeap(kept + temporary, kTrainingHeap)
        + (recipe.training.accumulation > 1 ? gradients : 0);
    const std::uint64_t backward
        = gradients + (isMaskedLm && trainsWords ? kFloat * wordElements(config) : 0);
    return stateBytes(config, recipe, count, false) + std::max(forward, backward);
}

std::uint64_t evaluationBytes(const ModelConfig &config, const Recipe &recipe,
                              const ParameterCount &count, std::int64_t length)
{
    const StepSizes sizes(config, recipe.evaluation.batchSize, length);
    const std::uint64_t attention = 5 * sizes.hidden + 5 * sizes.scores / 2;
    const std::uint64_t feedForward = 3 * sizes.hidden + wideCopies(recipe) * sizes.wide;
    std::uint64_t temporary = kFloat * std::max(attention, feedForward);
    const bool isMaskedLm = recipe.task.type == TaskType::MaskedLm
        || (recipe.evaluation.forgetting && !recipe.data.reference.empty());
    if (isMaskedLm) {
        const std::uint64_t scores
            = std::min(vocabularyScores(config, recipe, sizes),
                       static_cast<std::uint64_t>(kLossChunk * config.vocabSize));
        const std::uint64_t words = usesBf16(recipe) ? kHalf * wordElements(config) : 0;
        temporary = std::max(temporary, kFloat * (sizes.hidden + 2 * scores) + words);
    }
    return stateBytes(config, recipe, count, true) + onHeap(temporary, kEvaluationHeap);
}

std::uint64_t dataBytes(std::int64_t rows, std::int64_t tokens)
{
    constexpr std::uint64_t kToken = 8 + 1 + 1 + 8 + 8; // TokenRow
    constexpr std::uint64_t kRow = 250; // the row itself and the allocator's share of its vectors
    return static_cast<std::uint64_t>(tokens) * kToken + static_cast<std::uint64_t>(rows) * kRow;
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
    const bool isAdapter = hasAdapter(recipe);
    const auto weights
        = static_cast<std::uint64_t>(isAdapter ? count.trainable : count.total) * kFloat;
    const std::uint64_t checkpoint
        = weights + static_cast<std::uint64_t>(count.trainable) * kFloat * moments;
    // The newest n, the best, and the one that is being written.
    return checkpoint * static_cast<std::uint64_t>(recipe.training.keepCheckpoints + 2) + weights;
}

} // namespace tamiz::engine
