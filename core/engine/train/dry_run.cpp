// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/dry_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>
#include <utility>

#include "core/base/files.h"
#include "core/base/translate.h"
#include "core/engine/adapters/adapter_info.h"
#include "core/engine/data/resources.h"
#include "core/engine/data/row_cache.h"
#include "core/engine/engine.h"
#include "core/engine/evaluate/evaluator.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/family.h"
#include "core/engine/model/gemm_rate.h"
#include "core/engine/model/libtorch.h"
#include "core/engine/model/model_parts.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/model/weight_files.h"
#include "core/engine/process.h"
#include "core/engine/train/cost_model.h"
#include "core/engine/train/training_setup.h"
#include "core/store/run_store.h"

namespace tamiz::engine {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kFp32Share = 0.35;
constexpr double kBf16Share = 0.35;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Floating-point operations a second that training reaches, from one product of this process in the
/// arithmetic of the run. The shares are what full training of small encoders reached of the product's
/// rate; bf16 has more beside its products that it does not make faster.
double trainingRate(Arithmetic arithmetic, Device device)
{
    static std::mutex mutex;
    static std::map<std::pair<Arithmetic, Device>, double> rates;
    const std::lock_guard lock(mutex);
    const auto [rate, isNew] = rates.try_emplace({ arithmetic, device });
    if (isNew)
        rate->second = (arithmetic == Arithmetic::Bf16 ? kBf16Share : kFp32Share)
            * gemmRate(768, 768, 768, arithmetic, device);
    return rate->second;
}

/// The most memory that this process has taken on a device since restart(), above what it had when this
/// was made.
class MemoryPeak
{
public:
    explicit MemoryPeak(Device device)
        : m_isOnGpu(device == Device::Cuda)
    {
        if (m_isOnGpu)
            return; // nothing there yet: not even the device's own context
        restart();
        m_before = ownBytes();
    }

    void restart() { m_isOnGpu ? libtorch::restartGpuPeak() : restartMemoryPeak(); }

    std::uint64_t bytes() const
    {
        const std::uint64_t peak = m_isOnGpu ? libtorch::peakGpuBytes() : peakOwnBytes();
        return peak - std::min(m_before, peak);
    }

private:
    const bool m_isOnGpu;
    std::uint64_t m_before = 0;
};

/// Free space and memory, and what does not fit.
void addLimits(Estimate &estimate, const Recipe &recipe)
{
    // How much of a GPU is free cannot be asked without taking some of it.
    const bool isOnGpu = resolveDevice(recipe.training.device) == Device::Cuda;
    estimate.freeMemoryBytes = isOnGpu ? findGpu()->memoryBytes : availableMemoryBytes();
    estimate.freeDiskBytes = freeDiskBytes(
        recipe.output.folder.empty() ? defaultHome() : std::filesystem::path(recipe.output.folder));
    const std::uint64_t peak = std::max(estimate.trainMemoryBytes, estimate.evaluationMemoryBytes);
    if (peak > estimate.freeMemoryBytes) {
        estimate.problems.push_back(
            { Severity::Warning, "training.batch_size",
              fillIn(
                  translate("Run", "needs about %1 MB of memory, %2 MB are free"),
                  { std::to_string(peak >> 20), std::to_string(estimate.freeMemoryBytes >> 20) }),
              translate("Run", "Lower the batch size or max_length, or freeze more layers") });
    }
    if (estimate.diskBytes > estimate.freeDiskBytes) {
        estimate.problems.push_back(
            { Severity::Error, "output.folder",
              fillIn(translate("Run", "needs about %1 MB on disk, %2 MB are free"),
                     { std::to_string(estimate.diskBytes >> 20),
                       std::to_string(estimate.freeDiskBytes >> 20) }),
              translate("Run",
                        "Free some space, choose another folder or keep fewer checkpoints") });
    }
}

Result<ParameterCount> countOf(const ModelConfig &config, const Recipe &recipe, std::int64_t labels)
{
    TAMIZ_TRY(WeightFiles weights, WeightFiles::open(recipe.model.path));
    bool hasPooler = false;
    if (const EncoderFamily *family = findFamily(config.modelType)) {
        weights.canonicaliseNames(bodyNames(config.modelType));
        const SequenceHead head = rowHead(*family, headOf(recipe.task.type));
        hasPooler = weights.tensors().contains(std::string(head.dense) + ".weight");
    }
    TAMIZ_TRY(const std::int64_t newTokens, countDomainTokens(recipe.vocabulary));
    ParameterCount count = countParameters(config, recipe, labels, hasPooler, newTokens);
    if (!recipe.model.adapter.empty()) {
        TAMIZ_TRY(const AdapterInfo adapter, inspectAdapter(recipe.model.adapter));
        count.adapter = count.trainable = adapter.parameters; // its head among them
    }
    return count;
}

/// Tokens of the longest training row, as far as the histogram of lengths tells.
std::int64_t longestRow(const Recipe &recipe, const DataInfo &data)
{
    const auto buckets = static_cast<std::int64_t>(data.lengthHistogram.size());
    const std::int64_t limit = recipe.task.maxLength;
    return buckets == 0 ? limit : std::min(limit, 8 * buckets - 1);
}

/// Memory of the rows of all splits, each of a mean @p length. Those of large files stay in files.
std::uint64_t rowsInMemory(const Recipe &recipe, const DataInfo &data, std::int64_t choices,
                           std::int64_t length)
{
    constexpr std::uint64_t kRowInFile = 5; // its place in an epoch and in the file
    const DataSection &files = recipe.data;
    std::uint64_t bytes = 0;
    for (const auto &[paths, rows] : { std::pair { &files.train, data.trainRows },
                                       std::pair { &files.validation, data.validationRows },
                                       std::pair { &files.test, data.testRows } }) {
        const bool isInFile
            = bytesOf({ paths->begin(), paths->end() }) >= userRowCache().leastBytes;
        bytes += isInFile ? static_cast<std::uint64_t>(rows * choices) * kRowInFile
                          : dataBytes(rows * choices, rows * choices * length);
    }
    return bytes;
}

/// Evaluations of a run: before, during and after, each over the validation set once and once a class
/// for reliance, in units of a forward pass over the validation rows.
double evaluationPasses(const Recipe &recipe, const RunPlan &plan)
{
    const double evaluations = static_cast<double>(plan.totalSteps / plan.evaluationSteps) + 1;
    const double passes = recipe.evaluation.reliance && recipe.evaluation.relianceDuringTraining
        ? 1 + static_cast<double>(recipe.masking.classes.size())
        : 1;
    return evaluations * passes;
}

} // namespace

Result<Estimate> estimateCost(const Recipe &unresolved, const std::filesystem::path &resources,
                              const DataInfo &data)
{
    const TrainingSection &training = unresolved.training;
    TAMIZ_CHECK(checkDevice(training.device));
    const double flopsPerSecond = trainingRate(arithmeticOf(training.precision, training.device),
                                               resolveDevice(training.device));
    Recipe recipe = resolvePaths(unresolved, resources);
    TAMIZ_TRY(const ModelConfig config, ModelConfig::load(recipe.model.path));
    TAMIZ_TRY(const ParameterCount count,
              countOf(config, recipe, static_cast<std::int64_t>(data.labels.size())));
    const RunPlan plan = RunPlan::of(recipe, std::max<std::int64_t>(data.trainRows, 1));

    Estimate estimate;
    estimate.trainableParameters = count.trainable;
    estimate.totalParameters = count.total;
    estimate.optimizerSteps = plan.totalSteps;
    estimate.diskBytes = diskBytes(recipe, count);
    // Each choice of a row is a sequence of its own.
    const std::int64_t choices = recipe.task.type == TaskType::MultipleChoice
        ? std::max<std::int64_t>(std::ssize(data.labels), 1)
        : 1;
    recipe.training.batchSize *= static_cast<int>(choices);
    recipe.evaluation.batchSize *= static_cast<int>(choices);
    const std::int64_t sequences = data.trainRows * choices;
    const double meanLength = data.trainRows > 0
        ? static_cast<double>(data.trainTokens) / static_cast<double>(sequences)
        : recipe.task.maxLength;
    const std::int64_t length = std::llround(meanLength);
    const std::int64_t cachedRows = (data.trainRows + data.validationRows) * choices;
    const std::uint64_t dataSize = rowsInMemory(recipe, data, choices, length)
        + frozenCacheBytes(config, recipe, count, cachedRows * length);
    const std::int64_t longest = longestRow(recipe, data);
    estimate.trainMemoryBytes = dataSize + trainingBytes(config, recipe, count, longest);
    estimate.evaluationMemoryBytes = dataSize + evaluationBytes(config, recipe, count, longest);
    const double epochFlops = trainingFlops(config, recipe, count, sequences, length);
    const double forwardFlops = 2 * static_cast<double>(count.model.activeLayer)
        * static_cast<double>(count.model.passes.size())
        * static_cast<double>(data.validationRows * choices) * meanLength;
    const double epochs = static_cast<double>(plan.totalSteps)
        / std::max(1.0, static_cast<double>(plan.stepsPerEpoch));
    estimate.secondsPerEpoch = epochFlops / flopsPerSecond;
    estimate.secondsPerStep
        = estimate.secondsPerEpoch / std::max(1.0, static_cast<double>(plan.stepsPerEpoch));
    estimate.secondsTotal = estimate.secondsPerEpoch * epochs
        + evaluationPasses(recipe, plan) * forwardFlops / flopsPerSecond;
    addLimits(estimate, recipe);
    return estimate;
}

Result<Estimate> dryRun(const Recipe &unresolved, const std::filesystem::path &resources,
                        RunControl &control)
{
    return guarded([&]() -> Result<Estimate> {
        tuneAllocator();
        const Recipe recipe = resolvePaths(unresolved, resources);
        const ThreadCount threads(recipe.training.threads);
        MemoryPeak memory(resolveDevice(recipe.training.device));
        TAMIZ_TRY(const auto setup,
                  prepareTraining(recipe, control, [](const std::string &, double) {}));

        memory.restart(); // what loading took for a moment is not a step's
        double stepSeconds = 0;
        for (int attempt = 0; attempt < 2; ++attempt) {
            const Clock::time_point begin = Clock::now();
            setup->optimizer->zeroGrad();
            for (int micro = 0; micro < recipe.training.accumulation; ++micro) {
                if (control.isStopRequested())
                    return fail(ErrorCode::Cancelled, "stopped while timing a step");
                TAMIZ_TRY(const Batch batch, setup->batches->batch(micro, 0));
                (setup->model->forward(toTensors(batch), setup->context(micro)).loss
                 / recipe.training.accumulation)
                    .backward();
            }
            clipGradNorm(setup->optimizer->parameters(), recipe.training.maxGradNorm);
            setup->optimizer->step(0); // a rate of 0: the timing of a step without its effect
            synchronize(setup->model->device());
            stepSeconds = secondsSince(begin);
        }
        const std::uint64_t trainPeak = memory.bytes();

        memory.restart();
        double evaluationSeconds = 0;
        if (setup->data.validation.size() > 0) {
            const Evaluator evaluator(*setup->model, setup->data, recipe);
            TAMIZ_TRY(const Dataset sample,
                      evenlySpaced(setup->data.validation, recipe.evaluation.batchSize));
            const Clock::time_point begin = Clock::now();
            TAMIZ_TRY(const Evaluation ignored, evaluator.evaluate(sample, -1, [&control](double) {
                return !control.isStopRequested();
            }));
            static_cast<void>(ignored);
            evaluationSeconds = secondsSince(begin) / static_cast<double>(sample.size());
        }
        const std::uint64_t evaluationPeak = memory.bytes();

        Estimate estimate;
        estimate.isMeasured = true;
        estimate.trainableParameters = setup->trainableParameters();
        estimate.totalParameters = setup->totalParameters();
        estimate.optimizerSteps = setup->plan.totalSteps;
        estimate.trainMemoryBytes = trainPeak;
        estimate.evaluationMemoryBytes = evaluationPeak;
        TAMIZ_TRY(const ModelConfig base, ModelConfig::load(recipe.model.path));
        TAMIZ_TRY(const ParameterCount count, countOf(base, recipe, setup->data.labels.size()));
        estimate.diskBytes = diskBytes(recipe, count);
        estimate.secondsPerStep = stepSeconds;
        estimate.secondsPerEpoch = stepSeconds * static_cast<double>(setup->plan.stepsPerEpoch);
        estimate.secondsTotal = stepSeconds * static_cast<double>(setup->plan.totalSteps)
            + evaluationPasses(recipe, setup->plan) * evaluationSeconds
                * static_cast<double>(setup->data.validation.size());
        addLimits(estimate, recipe);
        return estimate;
    });
}

} // namespace tamiz::engine
