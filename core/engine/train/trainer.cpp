// SPDX-License-Identifier: Apache-2.0
#include "core/engine/train/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include <ATen/Parallel.h>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/translate.h"
#include "core/engine/data/resources.h"
#include "core/engine/evaluate/evaluator.h"
#include "core/engine/model/libtorch.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/process.h"
#include "core/engine/train/checkpoint.h"
#include "core/engine/train/reporter.h"
#include "core/engine/train/training_setup.h"
#include "core/recipe/recipe_io.h"
#include "core/recipe/schedules.h"

namespace tamiz::engine {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// One run, from loading to the final weights. Reads top to bottom: run() is the table of contents.
class Trainer
{
public:
    Trainer(const RunRequest &request, const std::filesystem::path &resources, RunControl &control,
            MetricSink &sink)
        : m_recipe(resolvePaths(request.recipe, resources))
        , m_folder { request.folder }
        , m_isResume(request.resume)
        , m_control(control)
        , m_reporter(sink)
        , m_checkpointer(m_folder, m_recipe)
    {
    }

    Result<RunOutcome> run()
    {
        TAMIZ_CHECK(load());
        TAMIZ_CHECK(startOrResume());
        if (m_state.position.step == 0)
            TAMIZ_CHECK(evaluate());
        while (m_state.position.step < m_setup->plan.totalSteps) {
            TAMIZ_CHECK(step());
            if (m_setup->plan.isEvaluationStep(m_state.position.step))
                TAMIZ_CHECK(evaluate());
            if (m_setup->plan.isCheckpointStep(m_state.position.step)
                || m_control.takeCheckpointRequest())
                saveCheckpoint();
        }
        return finish();
    }

    /// After a stop: keeps what was learned. Before training began there is nothing to keep.
    RunOutcome cancelled()
    {
        if (m_setup && m_state.position.step > 0)
            saveCheckpoint();
        m_reporter.log(LogLevel::Info,
                       fillIn(translate("Run", "Stopped on request after step %1"),
                              { std::to_string(m_state.position.step) }));
        return { .isCancelled = true, .steps = m_state.position.step, .finalFolder = {} };
    }

private:
    Status load()
    {
        const auto progress = [this](const std::string &what, double done) {
            m_reporter.progress(
                { .phase = "loading: " + what, .step = 0, .totalSteps = 0, .phaseDone = done });
        };
        TAMIZ_TRY(m_setup, prepareTraining(m_recipe, m_control, progress));
        m_evaluator.emplace(*m_setup->model, m_setup->data, m_recipe);
        TAMIZ_TRY(m_validation,
                  evenlySpaced(m_setup->data.validation, m_recipe.evaluation.maxRows));
        for (const Problem &problem : m_setup->model->loadReport().problems)
            m_reporter.log(LogLevel::Warning, problem.path + ": " + problem.message);
        for (const std::vector<Problem> *problems :
             { &m_setup->data.domainTokens.problems, &m_setup->data.warnings }) {
            for (const Problem &problem : *problems)
                m_reporter.log(LogLevel::Warning, problem.path + ": " + problem.message);
        }
        if (const std::size_t added = m_setup->data.domainTokens.tokens.size(); added > 0) {
            m_reporter.log(LogLevel::Info,
                           fillIn(translate("Run", "the vocabulary grows by %1 to %2 tokens"),
                                  { std::to_string(added),
                                    std::to_string(m_setup->data.tokenizer->vocabSize()) }));
        }
        m_reporter.log(
            LogLevel::Info,
            fillIn(translate("Run",
                             "%1 of %2 parameters train, %3 rows, %4 steps, products in %5 on %6"),
                   { std::to_string(m_setup->trainableParameters()),
                     std::to_string(m_setup->totalParameters()),
                     std::to_string(m_setup->data.train.size()),
                     std::to_string(m_setup->plan.totalSteps),
                     toString(m_setup->model->arithmetic()), toString(m_setup->model->device()) }));
        TAMIZ_CHECK(makeWritableFolder(m_folder.checkpoints()));
        if (m_recipe.training.cacheFrozen)
            m_setup->model->keepFrozenStates(frozenBudget(m_recipe.training, m_folder.root));
        return {};
    }

    Status startOrResume()
    {
        m_state.threads = at::get_num_threads();
        if (m_isResume) {
            TAMIZ_TRY(const auto checkpoint, m_checkpointer.newest());
            if (checkpoint) {
                TAMIZ_TRY(m_state, Checkpointer::readState(*checkpoint));
                TAMIZ_CHECK(
                    Checkpointer::restore(*checkpoint, *m_setup->model, *m_setup->optimizer));
                m_reporter.log(
                    LogLevel::Info,
                    fillIn(translate("Run", "Goes on from %1"), { checkpoint->string() }));
            }
        }
        at::set_num_threads(m_state.threads);
        return {};
    }

    /// Blocks while paused. Cancelled when a person stopped the run.
    Status listen()
    {
        if (m_control.isPauseRequested() && !m_control.isStopRequested()) {
            const Clock::time_point begin = Clock::now();
            m_reporter.mark(m_state.position, MarkKind::Pause, {});
            m_reporter.state(RunState::Paused);
            m_control.waitWhilePaused();
            m_reporter.state(m_control.isStopRequested() ? RunState::Stopping : RunState::Running);
            m_reporter.mark(m_state.position, MarkKind::Resume, {});
            m_pausedSeconds += secondsSince(begin);
        }
        if (m_control.isStopRequested())
            return fail(ErrorCode::Cancelled, "stopped on request");
        return {};
    }

    /// One optimiser step: the gradients of `accumulation` micro-steps, clipped, then AdamW or SGD.
    Status step()
    {
        const Clock::time_point begin = Clock::now();
        m_pausedSeconds = 0;
        const TrainingSection &training = m_recipe.training;
        RunPosition next = m_state.position;
        double loss = 0;
        std::int64_t tokens = 0;
        m_setup->optimizer->zeroGrad();
        for (int micro = 0; micro < training.accumulation; ++micro, ++next.microStep) {
            TAMIZ_CHECK(listen());
            TAMIZ_TRY(const Batch batch,
                      m_setup->batches->batch(next.microStep, m_state.position.step));
            const ModelOutput output
                = m_setup->model->forward(toTensors(batch), m_setup->context(next.microStep));
            const double value = output.loss.item<double>();
            if (!std::isfinite(value))
                return nonFinite("loss", value, batch);
            (output.loss / training.accumulation).backward();
            loss += value / training.accumulation;
            tokens += batch.realTokens();
            if (m_control.takeCheckpointRequest())
                saveCheckpoint(); // of the last whole step
        }
        const double norm = clipGradNorm(m_setup->optimizer->parameters(), training.maxGradNorm);
        if (!std::isfinite(norm))
            return nonFinite("gradient norm", norm, {});
        const double rate
            = learningRateAt(training, m_state.position.step, m_setup->plan.totalSteps);
        m_setup->optimizer->step(rate);

        const double seconds = secondsSince(begin) - m_pausedSeconds;
        ++next.step;
        next.epoch = m_setup->plan.epochAt(next.microStep);
        next.tokens += tokens;
        next.seconds += seconds;
        m_state.position = next;
        m_stepSeconds += seconds;
        ++m_stepsTimed;
        if (next.step % training.logSteps == 0 || next.step == m_setup->plan.totalSteps) {
            m_reporter.scalar(next, { "loss", "train", {}, {} }, loss);
            m_reporter.scalar(next, { "learning_rate", {}, {}, {} }, rate);
            m_reporter.scalar(next, { "grad_norm", {}, {}, {} }, norm);
            m_reporter.scalar(next, { "tokens_per_second", {}, {}, {} },
                              static_cast<double>(tokens) / std::max(seconds, 1e-9));
        }
        reportProgress("training",
                       static_cast<double>(next.step)
                           / static_cast<double>(m_setup->plan.totalSteps));
        return {};
    }

    tl::unexpected<Error> nonFinite(const std::string &what, double value, const Batch &batch) const
    {
        std::string rows;
        for (const std::int64_t row : batch.rowIndex)
            rows += (rows.empty() ? " on rows " : ", ") + std::to_string(row);
        return fail(ErrorCode::NonFinite,
                    what + " became " + std::to_string(value) + " in step "
                        + std::to_string(m_state.position.step + 1) + " at learning rate "
                        + std::to_string(learningRateAt(m_recipe.training, m_state.position.step,
                                                        m_setup->plan.totalSteps))
                        + rows,
                    m_folder.root.string(),
                    "Lower the learning rate or clip the gradient; the last checkpoint is kept");
    }

    void reportProgress(const std::string &phase, double done)
    {
        const RunPlan &plan = m_setup->plan;
        const std::int64_t left = plan.totalSteps - m_state.position.step;
        double secondsLeft = -1;
        if (m_stepsTimed > 0) {
            const auto evaluations
                = static_cast<double>(left / plan.evaluationSteps + (left > 0 ? 1 : 0));
            secondsLeft
                = static_cast<double>(left) * m_stepSeconds / static_cast<double>(m_stepsTimed)
                + evaluations * m_evaluationSeconds;
        }
        m_reporter.progress({ .phase = phase,
                              .step = m_state.position.step,
                              .totalSteps = plan.totalSteps,
                              .phaseDone = done,
                              .secondsLeft = secondsLeft });
    }

    /// Everything that is measured at this step. Evaluation time is not training time.
    Status evaluate()
    {
        const Clock::time_point begin = Clock::now();
        const bool isLast = m_state.position.step == m_setup->plan.totalSteps;
        if (m_validation.size() > 0) {
            TAMIZ_TRY(const Evaluation validation, measured(m_validation, -1));
            report("validation", validation);
            keepIfBest(validation);
            if (m_recipe.evaluation.reliance
                && (isLast || m_recipe.evaluation.relianceDuringTraining))
                TAMIZ_CHECK(evaluateReliance(m_validation, "validation", validation));
        }
        if (m_recipe.evaluation.forgetting)
            TAMIZ_CHECK(evaluateForgetting());
        m_reporter.scalar(m_state.position, { "memory_mb", {}, {}, {} },
                          static_cast<double>(residentBytes()) / 1e6);
        if (m_setup->model->device() == Device::Cuda)
            m_reporter.scalar(m_state.position, { "gpu_memory_mb", {}, {}, {} },
                              static_cast<double>(libtorch::peakGpuBytes()) / 1e6);
        m_reporter.mark(m_state.position, MarkKind::Evaluation, {});
        m_evaluationSeconds = secondsSince(begin);
        return {};
    }

    Result<Evaluation> measured(const Dataset &dataset, int hiddenClass)
    {
        return m_evaluator->evaluate(dataset, hiddenClass, gate());
    }

    /// Lets a person pause or stop between the batches of an evaluation.
    EvaluationGate gate()
    {
        return [this](double done) {
            reportProgress("evaluating", done);
            return listen().has_value();
        };
    }

    /// A measured value: to the curves and to the run's result.
    void value(SeriesKey key, double number, std::int64_t count)
    {
        m_state.results[toString(key)] = number;
        m_reporter.scalar(m_state.position, std::move(key), number, count);
    }

    void report(const std::string &split, const Evaluation &evaluation)
    {
        const std::int64_t count = evaluation.all.count;
        value({ "loss", split, {}, {} }, evaluation.all.loss, count);
        for (const Metric &metric : evaluation.metrics)
            value({ metric.name, split, {}, {} }, metric.value, count);
        for (const Metric &label : evaluation.labels)
            value({ labelSeries(label.name), split, {}, {} }, label.value, count);
        for (std::size_t i = 0; i < evaluation.classes.size(); ++i) {
            const Score &score = evaluation.classes[i];
            const std::string &name = m_recipe.masking.classes[i].name;
            if (score.count == 0)
                continue;
            value({ "loss", split, name, {} }, score.loss, score.count);
            value({ "accuracy", split, name, {} }, score.accuracy, score.count);
        }
    }

    /// Reliance on a class: how much worse the metric gets when the class is masked at the input.
    Status evaluateReliance(const Dataset &dataset, const std::string &split,
                            const Evaluation &unmasked)
    {
        const TaskType task = m_recipe.task.type;
        for (std::size_t i = 0; i < m_recipe.masking.classes.size(); ++i) {
            TAMIZ_TRY(const Evaluation masked, measured(dataset, static_cast<int>(i)));
            const std::string &name = m_recipe.masking.classes[i].name;
            const std::int64_t count = unmasked.all.count;
            value({ relianceMetric(task), split, name, {} },
                  reliance(unmasked, masked, taskMetrics(task).front()), count);
            value({ "reliance_loss", split, name, {} }, reliance(unmasked, masked, "loss"), count);
        }
        return {};
    }

    /// Forgetting: reference loss now minus reference loss before training (nats).
    Status evaluateForgetting()
    {
        if (m_setup->data.references.empty())
            return {};
        if (!m_setup->model->hasVocabularyHead()) {
            if (m_state.position.step == 0)
                m_reporter.log(
                    LogLevel::Warning,
                    translate(
                        "Model",
                        "the model has no head for its vocabulary: forgetting cannot be measured"));
            return {};
        }
        for (const NamedDataset &reference : m_setup->data.references) {
            TAMIZ_TRY(const Evaluation now, m_evaluator->evaluateReference(reference.data, gate()));
            reportForgetting(reference.name, {}, now.all);
            for (std::size_t i = 0; i < now.classes.size(); ++i)
                reportForgetting(reference.name, m_recipe.masking.classes[i].name, now.classes[i]);
        }
        return {};
    }

    void reportForgetting(const std::string &reference, const std::string &tokenClass,
                          const Score &now)
    {
        if (now.count == 0)
            return;
        const SeriesKey key { "reference_loss", {}, tokenClass, reference };
        if (m_state.position.step == 0)
            m_state.referenceLoss[toString(key)] = now.loss;
        value(key, now.loss, now.count);
        const auto before = m_state.referenceLoss.find(toString(key));
        if (before != m_state.referenceLoss.end())
            value({ "forgetting", {}, tokenClass, reference }, now.loss - before->second,
                  now.count);
    }

    void keepIfBest(const Evaluation &validation)
    {
        const std::string &metric = m_recipe.evaluation.bestMetric;
        const double value
            = isLowerBetterMetric(metric) ? -validation.metric(metric) : validation.metric(metric);
        if (m_state.position.step == 0 || (m_state.bestMetric && value <= *m_state.bestMetric))
            return;
        m_state.bestMetric = value;
        m_state.bestStep = m_state.position.step;
        m_reporter.mark(m_state.position, MarkKind::Best, metric);
    }

    /// A checkpoint that cannot be written is told and does not end the run: the weights in memory
    /// are worth more than the file.
    void saveCheckpoint()
    {
        reportProgress("saving", 0);
        const Status saved
            = m_checkpointer.save(m_state, *m_setup->model, *m_setup->optimizer, m_setup->data);
        if (saved)
            m_reporter.mark(m_state.position, MarkKind::Checkpoint,
                            "step-" + std::to_string(m_state.position.step));
        else
            m_reporter.log(LogLevel::Error, saved.error().toString());
    }

    Result<RunOutcome> finish()
    {
        for (const NamedDataset &test : m_setup->data.tests) {
            TAMIZ_TRY(const Evaluation evaluation, measured(test.data, -1));
            report(test.name, evaluation);
            if (m_recipe.evaluation.reliance)
                TAMIZ_CHECK(evaluateReliance(test.data, test.name, evaluation));
        }
        reportProgress("saving", 0);
        TAMIZ_CHECK(m_checkpointer.saveFinal(*m_setup->model, m_setup->data));
        const nlohmann::json result = { { "steps", m_state.position.step },
                                        { "best_step", m_state.bestStep },
                                        { "seconds", m_state.position.seconds },
                                        { "tokens", m_state.position.tokens },
                                        { "threads", m_state.threads },
                                        { "device", toString(m_setup->model->device()) },
                                        { "precision", toString(m_setup->model->arithmetic()) },
                                        { "trainable_parameters", m_setup->trainableParameters() },
                                        { "total_parameters", m_setup->totalParameters() },
                                        { "metrics", m_state.results } };
        TAMIZ_CHECK(writeFileAtomically(m_folder.result(), result.dump(2)));
        reportProgress("done", 1);
        return RunOutcome { .isCancelled = false,
                            .steps = m_state.position.step,
                            .finalFolder = m_folder.final() };
    }

    const Recipe m_recipe;
    const RunFolder m_folder;
    const bool m_isResume;
    RunControl &m_control;
    Reporter m_reporter;
    Checkpointer m_checkpointer;
    std::unique_ptr<TrainingSetup> m_setup;
    std::optional<Evaluator> m_evaluator;
    Dataset m_validation;
    TrainerState m_state;
    double m_pausedSeconds = 0; ///< within the step that is under way
    double m_stepSeconds = 0; ///< of this session, for the time that is left
    std::int64_t m_stepsTimed = 0;
    double m_evaluationSeconds = 0; ///< of the last evaluation
};

} // namespace

Result<RunOutcome> train(const RunRequest &request, const std::filesystem::path &resources,
                         RunControl &control, MetricSink &sink)
{
    return guarded([&]() -> Result<RunOutcome> {
        tuneAllocator();
        const ThreadCount threads(request.recipe.training.threads);
        Trainer trainer(request, resources, control, sink);
        Result<RunOutcome> outcome = trainer.run();
        if (!outcome && outcome.error().code == ErrorCode::Cancelled)
            return trainer.cancelled();
        return outcome;
    });
}

} // namespace tamiz::engine
