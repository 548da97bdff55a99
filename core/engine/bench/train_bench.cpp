// SPDX-License-Identifier: Apache-2.0
#include "core/engine/bench/train_bench.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <numbers>
#include <string_view>
#include <vector>

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include "core/engine/data/batch.h"
#include "core/engine/engine.h"
#include "core/engine/model/gemm_rate.h"
#include "core/engine/model/libtorch.h"
#include "core/engine/model/model.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"
#include "core/engine/train/optimizer.h"
#include "core/recipe/recipe_io.h"

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

/// A model of the benchmark's page: its config.json beyond what all have, and what LoRA adapts in it.
struct Preset
{
    std::string_view name;
    bool isDecoder;
    std::string_view config;
    std::vector<std::string> loraTargets;
};

const std::vector<Preset> &presets()
{
    static const std::vector<Preset> all {
        { "bert-mini",
          false,
          R"("model_type":"bert","vocab_size":30522,"hidden_size":256,"num_hidden_layers":4,)"
          R"("num_attention_heads":4,"intermediate_size":1024,"max_position_embeddings":512)",
          { "query", "value" } },
        { "distil",
          false,
          R"("model_type":"distilbert","vocab_size":30522,"dim":768,"n_layers":6,"n_heads":12,)"
          R"("hidden_dim":3072,"max_position_embeddings":512)",
          { "q_lin", "v_lin" } },
        { "bert-base",
          false,
          R"("model_type":"bert","vocab_size":30522,"hidden_size":768,"num_hidden_layers":12,)"
          R"("num_attention_heads":12,"intermediate_size":3072,"max_position_embeddings":512)",
          { "query", "value" } },
        { "gpt2-small",
          true,
          R"("model_type":"gpt2","vocab_size":50257,"n_embd":768,"n_layer":12,"n_head":12,)"
          R"("n_positions":1024)",
          { "c_attn" } },
        { "llama-small",
          true,
          R"("model_type":"llama","vocab_size":32000,"hidden_size":512,"num_hidden_layers":8,)"
          R"("num_attention_heads":8,"num_key_value_heads":4,"intermediate_size":1376,)"
          R"("max_position_embeddings":2048)",
          { "q_proj", "v_proj" } },
    };
    return all;
}

Result<const Preset *> findPreset(const std::string &name)
{
    std::string known;
    for (const Preset &preset : presets()) {
        if (preset.name == name)
            return &preset;
        known += (known.empty() ? "" : ", ") + std::string(preset.name);
    }
    return fail(ErrorCode::Unsupported, "unknown preset '" + name + "'", "--preset",
                "Known presets: " + known);
}

Result<LayersSection> modeLayers(const std::string &mode, const Preset &preset,
                                 std::int64_t layerCount)
{
    LayersSection layers;
    if (mode == "lora") {
        layers.lora.targets = preset.loraTargets;
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
    BenchBatches(const TrainBenchOptions &options, bool isDecoder, std::int64_t vocabSize)
        : m_options(options)
        , m_isDecoder(isDecoder)
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
        const bool isMlm = !m_isDecoder && m_options.task == "mlm";
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
                if (isMlm || m_isDecoder)
                    batch.labels.push_back(isMasked || (m_isDecoder && isReal) ? id
                                                                               : kIgnoredLabel);
                batch.inputIds.push_back(isMasked ? 4 : id);
                batch.tokenTypeIds.push_back(0);
                batch.attentionMask.push_back(isReal ? 1 : 0);
            }
            if (!isMlm && !m_isDecoder)
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
    bool m_isDecoder;
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

StepFlops flopsOf(const Model &model, const TrainBenchOptions &options)
{
    const bool isLora = options.mode == "lora";
    StepFlops flops;
    for (const NamedTensor &parameter : model.parameters()) {
        const bool isOfLayer = parameter.name.find("layer") != std::string::npos
            || parameter.name.find(".h.") != std::string::npos;
        if (parameter.tensor.dim() != 2 || !isOfLayer)
            continue;
        const double whenFrozen = options.isCached ? 0 : 2;
        flops.perToken += static_cast<double>(parameter.tensor.numel())
            * (isLora                                 ? 4
                   : parameter.tensor.requires_grad() ? 6
                                                      : whenFrozen);
    }
    const bool predictsWords
        = model.head() == HeadKind::MaskedLm || model.head() == HeadKind::CausalLm;
    if (predictsWords) {
        // The decoder is mostly the matrix of the word vectors: frozen with them.
        const ModelConfig &config = model.config();
        flops.perLabel = (isLora || options.mode != "full" ? 4 : 6)
            * static_cast<double>(config.hiddenSize * config.vocabSize);
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
    TAMIZ_CHECK(checkDevice(options.device));
    return checkPrecision(options.precision, options.device);
}

Result<TrainBenchResult> bench(const TrainBenchOptions &options, RunControl &control)
{
    TAMIZ_CHECK(check(options));
    TAMIZ_TRY(const Preset *const preset, findPreset(options.preset));
    TAMIZ_TRY(ModelConfig config,
              ModelConfig::parse("{" + std::string(preset->config) + "}", options.preset));
    for (std::int64_t label = 0; label < 2; ++label)
        config.id2label[label] = "LABEL_" + std::to_string(label);
    TAMIZ_TRY(const LayersSection layers, modeLayers(options.mode, *preset, config.layers));
    const HeadKind head = preset->isDecoder ? HeadKind::CausalLm
        : options.task == "mlm"             ? HeadKind::MaskedLm
                                            : HeadKind::SequenceClassification;
    TAMIZ_TRY(const auto model, Model::create(config, head, options.seed));
    TAMIZ_CHECK(model->configure(layers, options.seed));
    const Device device = resolveDevice(options.device);
    TAMIZ_CHECK(model->moveTo(device));
    model->setArithmetic(arithmeticOf(options.precision, device));
    if (model->hasAdapter())
        model->roundFrozenWeights();

    TrainingSection settings;
    settings.learningRate = 2e-5;
    Optimizer optimizer(model->trainableParameters(), settings);
    BenchBatches source(options, preset->isDecoder, config.vocabSize);
    std::vector<Batch> batches;
    for (int step = 0; step < options.warmup + options.steps; ++step)
        batches.push_back(source.next());
    if (options.isCached) {
        model->keepFrozenStates(FrozenStates::Budget {
            .memoryBytes = availableMemoryBytes() / 2, .diskBytes = 0, .folder = {} });
        const torch::NoGradGuard noGrad; // the first epoch, as far as the cache sees it
        for (const Batch &batch : batches)
            model->forward(toTensors(batch), {});
    }
    TrainBenchResult result;
    for (const NamedTensor &parameter : optimizer.parameters())
        result.trainableParameters += parameter.tensor.numel();

    std::vector<double> seconds;
    std::int64_t tokens = 0;
    std::int64_t labels = 0;
    for (int step = 0; step < options.warmup + options.steps; ++step) {
        if (control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped on request");
        const Batch &batch = batches[static_cast<std::size_t>(step)];
        ForwardContext context;
        context.isTraining = true;
        context.needsLogits = false;
        context.checkpointsLayers = options.checkpointsLayers;
        context.dropout = CounterRandom(options.seed).at(static_cast<std::uint64_t>(step));
        const Clock::time_point begin = Clock::now();
        optimizer.zeroGrad();
        const torch::Tensor loss = model->forward(toTensors(batch), context).loss;
        loss.backward();
        optimizer.step(settings.learningRate);
        synchronize(device);
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
    if (device == Device::Cuda)
        result.peakGpuMb = static_cast<double>(libtorch::peakGpuBytes()) / 1e6;
    result.device = toString(device);
    const StepFlops flops = flopsOf(*model, options);
    const double rate = gemmRate(options.batchSize * options.length, config.hiddenSize,
                                 config.intermediateSize, model->arithmetic(), device);
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
