// SPDX-License-Identifier: Apache-2.0
#include "core/engine/bench/train_bench.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <numbers>
#include <vector>

#include <ATen/Parallel.h>

#include "core/engine/data/batch.h"
#include "core/engine/engine.h"
#include "core/engine/model/gemm_rate.h"
#include "core/engine/model/model.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"
#include "core/engine/train/optimizer.h"

namespace tamiz::engine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kPositions = 512; // of every preset

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The 64-bit generator of the benchmark's definition (Knuth's MMIX constants).
class BenchRandom
{
public:
    explicit BenchRandom(std::uint64_t seed)
        : m_state(seed * 2862933555777941757ULL + 3037000493ULL)
    {
    }

    double uniform()
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return (static_cast<double>(m_state >> 11) + 0.5) * 0x1p-53;
    }

    double normal()
    {
        const double u1 = uniform();
        const double u2 = uniform();
        return std::sqrt(-2 * std::log(u1)) * std::cos(2 * std::numbers::pi * u2);
    }

private:
    std::uint64_t m_state;
};

Result<ModelConfig> presetConfig(const std::string &preset)
{
    ModelConfig config;
    config.modelType = "bert";
    config.vocabSize = 30522;
    config.maxPositions = kPositions;
    if (preset == "bert-mini") {
        config.hiddenSize = 256;
        config.layers = 4;
        config.heads = 4;
    } else if (preset == "bert-base") {
        config.hiddenSize = 768;
        config.layers = 12;
        config.heads = 12;
    } else {
        return fail(ErrorCode::Unsupported, "unknown preset '" + preset + "'", "--preset",
                    "Known presets: bert-mini, bert-base");
    }
    config.intermediateSize = 4 * config.hiddenSize;
    for (std::int64_t label = 0; label < 2; ++label)
        config.id2label[label] = "LABEL_" + std::to_string(label);
    return config;
}

Result<LayersSection> modeLayers(const std::string &mode, std::int64_t layerCount)
{
    LayersSection layers;
    if (mode == "lora") {
        layers.lora.rank = 8;
        layers.lora.alpha = 16;
        return layers;
    }
    if (mode.starts_with("freeze:")) {
        int count = 0;
        const auto [end, error]
            = std::from_chars(mode.data() + 7, mode.data() + mode.size(), count);
        if (error == std::errc {} && end == mode.data() + mode.size() && count >= 0
            && count <= layerCount) {
            layers.freezeEmbeddings = true;
            for (int layer = 0; layer < count; ++layer)
                layers.freezeLayers.push_back(layer);
            return layers;
        }
    } else if (mode == "full") {
        return layers;
    }
    return fail(ErrorCode::InvalidArgument, "unknown mode '" + mode + "'", "--mode",
                "Use full, freeze:K with K up to " + std::to_string(layerCount) + ", or lora");
}

/// Batches one after the other from two streams: lengths and ids.
class BenchBatches
{
public:
    BenchBatches(const TrainBenchOptions &options, std::int64_t vocabSize)
        : m_options(options)
        , m_vocabSize(vocabSize)
        , m_lengths(options.seed)
        , m_ids(options.seed + 1)
    {
    }

    Batch next()
    {
        Batch batch;
        batch.rows = m_options.batchSize;
        for (std::int64_t row = 0; row < batch.rows; ++row)
            batch.lengths.push_back(m_options.hasVariableLengths ? variableLength()
                                                                 : m_options.length);
        batch.length = *std::max_element(batch.lengths.begin(), batch.lengths.end());
        const bool isMlm = m_options.task == "mlm";
        for (std::int64_t row = 0; row < batch.rows; ++row) {
            std::int64_t sum = 0;
            for (std::int64_t column = 0; column < batch.length; ++column) {
                const bool isReal = column < batch.lengths[static_cast<std::size_t>(row)];
                std::int64_t id = 0;
                if (isReal)
                    id = 5
                        + static_cast<std::int64_t>(m_ids.uniform()
                                                    * static_cast<double>(m_vocabSize - 5));
                sum += id;
                const bool isMasked = isMlm && isReal && (7 * row + 13 * column) % 100 < 15;
                if (isMlm)
                    batch.labels.push_back(isMasked ? id : kIgnoredLabel);
                batch.inputIds.push_back(isMasked ? 4 : id);
                batch.tokenTypeIds.push_back(0);
                batch.attentionMask.push_back(isReal ? 1 : 0);
            }
            if (!isMlm)
                batch.labels.push_back(sum % 2);
        }
        return batch;
    }

private:
    std::int64_t variableLength()
    {
        const double wanted = std::round(0.30 * static_cast<double>(m_options.length)
                                         * std::exp(0.6 * m_lengths.normal()));
        return std::max<std::int64_t>(
            4, std::min(m_options.length, static_cast<std::int64_t>(wanted)));
    }

    const TrainBenchOptions &m_options;
    std::int64_t m_vocabSize;
    BenchRandom m_lengths;
    BenchRandom m_ids;
};

/// Operations that a real token's and a label's share of a step need: 2 a weight forward, 2 more for the
/// gradient of its input, 2 more for the weight's own.
struct StepFlops
{
    double perToken = 0; ///< in the layers
    double perLabel = 0; ///< in the vocabulary head, which only labelled positions pass
};

StepFlops flopsOf(const ModelConfig &config, const LayersSection &layers, bool isMlm)
{
    const auto c = static_cast<double>(config.hiddenSize);
    const auto f = static_cast<double>(config.intermediateSize);
    const double layer = 4 * c * c + 2 * c * f; // weights
    const bool isLora = layers.lora.rank > 0;
    const auto frozen = std::min(static_cast<double>(layers.freezeLayers.size()),
                                 static_cast<double>(config.layers));
    StepFlops flops;
    flops.perToken = isLora
        ? 4 * layer * static_cast<double>(config.layers)
        : layer * (2 * frozen + 6 * (static_cast<double>(config.layers) - frozen));
    if (isMlm) {
        // The decoder is the matrix of the word vectors: frozen with them.
        const bool isDecoderFrozen = isLora || layers.freezeEmbeddings;
        flops.perLabel
            = 6 * c * c + (isDecoderFrozen ? 4 : 6) * c * static_cast<double>(config.vocabSize);
    }
    return flops;
}

std::int64_t labelCount(const Batch &batch)
{
    return static_cast<std::int64_t>(batch.labels.size())
        - std::count(batch.labels.begin(), batch.labels.end(), kIgnoredLabel);
}

Status check(const TrainBenchOptions &options)
{
    if (options.task != "cls" && options.task != "mlm")
        return fail(ErrorCode::InvalidArgument, "unknown task '" + options.task + "'", "--task",
                    "Use cls or mlm");
    if (options.steps < 1 || options.warmup < 0)
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(options.steps) + " steps after " + std::to_string(options.warmup)
                        + " of warm-up",
                    "--steps, --warmup", "At least one step, and none or more before");
    if (options.batchSize < 1 || options.length < 4 || options.length > kPositions)
        return fail(ErrorCode::InvalidArgument,
                    std::to_string(options.batchSize) + " rows of " + std::to_string(options.length)
                        + " tokens",
                    "-B, -T",
                    "At least one row, of 4 to " + std::to_string(kPositions) + " tokens");
    if (options.threads < 0)
        return fail(ErrorCode::InvalidArgument, std::to_string(options.threads) + " threads",
                    "--threads", "0 is automatic");
    return checkPrecision(options.precision);
}

Result<TrainBenchResult> bench(const TrainBenchOptions &options, RunControl &control)
{
    TAMIZ_CHECK(check(options));
    TAMIZ_TRY(const ModelConfig config, presetConfig(options.preset));
    TAMIZ_TRY(const LayersSection layers, modeLayers(options.mode, config.layers));
    const HeadKind head
        = options.task == "mlm" ? HeadKind::MaskedLm : HeadKind::SequenceClassification;
    TAMIZ_TRY(const auto model, Model::create(config, head, options.seed));
    TAMIZ_CHECK(model->configure(layers, options.seed));
    model->setArithmetic(arithmeticOf(options.precision));

    TrainingSection settings;
    settings.learningRate = 2e-5;
    Optimizer optimizer(model->trainableParameters(), settings);
    BenchBatches batches(options, config.vocabSize);
    TrainBenchResult result;
    for (const NamedTensor &parameter : optimizer.parameters())
        result.trainableParameters += parameter.tensor.numel();

    std::vector<double> seconds;
    std::int64_t tokens = 0;
    std::int64_t labels = 0;
    for (int step = 0; step < options.warmup + options.steps; ++step) {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped on request");
        const Batch batch = batches.next();
        ForwardContext context;
        context.isTraining = true;
        context.needsLogits = false;
        context.dropout = CounterRandom(options.seed).at(static_cast<std::uint64_t>(step));
        const Clock::time_point begin = Clock::now();
        optimizer.zeroGrad();
        const torch::Tensor loss = model->forward(toTensors(batch), context).loss;
        loss.backward();
        optimizer.step(settings.learningRate);
        const double taken = secondsSince(begin);
        result.lossLast = loss.item<double>();
        if (step == 0)
            result.lossFirst = result.lossLast;
        if (step >= options.warmup) {
            seconds.push_back(taken);
            tokens += batch.realTokens();
            labels += labelCount(batch);
        }
    }
    double sum = 0;
    for (const double value : seconds)
        sum += value;
    std::sort(seconds.begin(), seconds.end());
    result.tokensPerSecond = static_cast<double>(tokens) / sum;
    result.msPerStepMin = seconds.front() * 1e3;
    result.msPerStepMedian = seconds[seconds.size() / 2] * 1e3;
    result.peakRssMb = static_cast<double>(peakResidentBytes()) / 1e6;
    const StepFlops flops = flopsOf(config, layers, options.task == "mlm");
    const double rate = gemmRate(options.batchSize * options.length, config.hiddenSize,
                                 config.intermediateSize, model->arithmetic());
    result.gemmShare = (static_cast<double>(tokens) * flops.perToken
                        + static_cast<double>(labels) * flops.perLabel)
        / sum / rate;
    result.gemmGflops = rate / 1e9;
    result.precision = toString(model->arithmetic());
    result.threads = at::get_num_threads();
    return result;
}

} // namespace

Result<TrainBenchResult> benchTraining(const TrainBenchOptions &options, RunControl &control)
{
    return guarded([&] {
        tuneAllocator();
        const ThreadCount threads(options.threads);
        return bench(options, control);
    });
}

} // namespace tamiz::engine
