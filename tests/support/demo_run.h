// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/recipe/recipe.h"
#include "core/runs/run_backend.h"
#include "tests/support/fake_backend.h"

namespace tamiz::test {

/// Plausible events of a fine-tuning run without a model: the same for the same values, anywhere.
struct DemoRun
{
    int steps = 600;
    int evaluationEvery = 50;
    std::uint64_t seed = 1;
    double finalLoss = 0.42;
    double forgetting = 0.3; ///< of the first reference set, at the end
    std::vector<std::string> tokenClasses { "punctuation", "digits", "domain terms" };
    std::vector<std::string> referenceSets { "brown", "quijote" };

    double at(int step) const { return double(step) / steps; }
    double noise(int step, std::uint64_t stream) const
    {
        const CounterRandom random = CounterRandom(seed).at(stream);
        const auto index = static_cast<std::uint64_t>(step);
        return random.uniform(2 * index) + random.uniform(2 * index + 1) - 1;
    }
};

inline Recipe demoRecipe(const DemoRun &run)
{
    Recipe recipe;
    recipe.seed = run.seed;
    recipe.model.path = "bundled";
    recipe.data.train = { "train.jsonl" };
    recipe.data.validation = { "validation.jsonl" };
    for (const std::string &name : run.tokenClasses) {
        TokenClass &added = recipe.masking.classes.emplace_back();
        added.name = name;
        added.expression = "punctuation";
    }
    for (const std::string &name : run.referenceSets)
        recipe.data.reference.push_back({ name, name + ".txt" });
    recipe.layers.lora.rank = 8;
    recipe.training.maxSteps = run.steps;
    return recipe;
}

/// What a trainer reports for one step (1-based): scalars, progress, and at evaluations marks and logs.
inline std::vector<MetricEvent> demoEvents(const DemoRun &run, int step)
{
    using std::chrono::milliseconds;
    const std::chrono::system_clock::time_point time { std::chrono::hours(24 * 365 * 56 + 9)
                                                       + milliseconds(350 * step) };
    const double done = run.at(step);
    const double fall = std::exp(-4.5 * done);
    const double loss = run.finalLoss + 0.75 * fall;
    std::vector<MetricEvent> events;
    const auto scalar = [&](SeriesKey key, double value, std::int64_t count = 0) {
        events.push_back({ time,
                           Scalar { std::move(key), step, 3 * done, step * 1480LL, 0.35 * step,
                                    value, count } });
    };
    scalar({ "loss", "train", {}, {} }, loss - 0.08 * done + 0.16 * run.noise(step, 1), 16);
    const double warm = 0.06;
    scalar({ "learning_rate", {}, {}, {} },
           2e-4 * (done < warm ? done / warm : (1 - done) / (1 - warm)));
    scalar({ "tokens_per_second", {}, {}, {} }, 4200 + 260 * run.noise(step, 2));
    scalar({ "grad_norm", {}, {}, {} }, 0.6 + 0.9 * fall + 0.25 * run.noise(step, 3));
    events.push_back(
        { time, Progress { "training", step, run.steps, done, 0.35 * (run.steps - step) } });
    if (step % run.evaluationEvery != 0 && step != run.steps)
        return events;

    scalar({ "loss", "validation", {}, {} }, loss + 0.05 * done + 0.02 * run.noise(step, 4), 800);
    const double accuracy = 0.93 - 0.45 * fall + 0.01 * run.noise(step, 5);
    scalar({ "accuracy", "validation", {}, {} }, accuracy, 800);
    scalar({ "f1_macro", "validation", {}, {} }, accuracy - 0.03, 800);
    for (std::size_t i = 0; i < run.tokenClasses.size(); ++i) {
        const double weight = 0.16 / double(i + 1);
        scalar({ "reliance_accuracy", "validation", run.tokenClasses[i], {} },
               weight * (1 - fall) + 0.008 * run.noise(step, 10 + i), 800);
        scalar({ "reliance_loss", "validation", run.tokenClasses[i], {} },
               2.2 * weight * (1 - fall) + 0.015 * run.noise(step, 20 + i), 800);
    }
    for (std::size_t i = 0; i < run.referenceSets.size(); ++i) {
        const double rise = run.forgetting / double(i + 1) * std::sqrt(done);
        scalar({ "forgetting", {}, {}, run.referenceSets[i] },
               rise + 0.006 * run.noise(step, 30 + i), 5000);
    }
    events.push_back({ time, Mark { MarkKind::Evaluation, step, {} } });
    events.push_back({ time, Mark { MarkKind::Checkpoint, step, "step-" + std::to_string(step) } });
    events.push_back({ time,
                       LogLine { LogLevel::Info,
                                 "step " + std::to_string(step) + ": validation loss "
                                     + std::to_string(loss).substr(0, 5) + ", accuracy "
                                     + std::to_string(accuracy).substr(0, 5) } });
    return events;
}

/// Lets a fake trainer go to a step and no further, so that a test decides what has happened.
class StepGate
{
public:
    void allow(int step)
    {
        const std::lock_guard lock(m_mutex);
        m_allowed = step;
        m_changed.notify_all();
    }
    void open() { allow(std::numeric_limits<int>::max()); }

    /// Trainer's thread: false when a stop was requested instead.
    bool wait(int step, RunControl &control)
    {
        std::unique_lock lock(m_mutex);
        while (m_allowed < step && !control.isStopRequested())
            m_changed.wait_for(lock, std::chrono::milliseconds(1));
        lock.unlock();
        control.waitWhilePaused();
        return !control.isStopRequested();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_allowed = 0;
};

/// A backend's function that plays @p run as far as the gate allows. Pause, stop and checkpoint
/// requests do what a trainer does.
inline FakeBackend::Function playDemo(const DemoRun &run, StepGate &gate)
{
    return [run, &gate](const RunRequest &, RunControl &control,
                        MetricSink &sink) -> Result<RunOutcome> {
        const auto report = [&](decltype(MetricEvent::what) what) {
            (void)sink.record({ std::chrono::system_clock::now(), std::move(what) });
        };
        report(Progress { "loading", 0, run.steps, 0, -1 });
        report(LogLine { LogLevel::Info, "bundled es/en v1: 12.6 M parameters, 0.29 M trainable" });
        for (int step = 1; step <= run.steps; ++step) {
            if (!gate.wait(step, control))
                return RunOutcome { true, step - 1, {} };
            for (const MetricEvent &event : demoEvents(run, step))
                (void)sink.record(event);
            if (control.takeCheckpointRequest())
                report(Mark { MarkKind::Checkpoint, step, "on request" });
        }
        return RunOutcome { false, run.steps, {} };
    };
}

} // namespace tamiz::test
