// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/recipe/recipe_io.h"
#include "core/store/run_store.h"

namespace tamiz::test {

/// One of the three arms of the control experiment, with the figures that its runs end with.
struct DemoVariant
{
    std::string name;
    std::vector<MaskRule> rules;
    double accuracy = 0;
    double withoutPunctuation = 0;
    double reliance = 0; ///< on punctuation
    double forgetting = 0;
};

inline std::vector<DemoVariant> demoVariants()
{
    MaskRule punctuation;
    punctuation.tokenClass = "punctuation";
    punctuation.probability = 0.5;
    punctuation.shareOfSteps = 0.3;
    MaskRule random = punctuation;
    random.randomControl = true;
    return { { "no-mask", {}, 0.846, 0.712, 0.118, 0.236 },
             { "punctuation-mask", { punctuation }, 0.851, 0.823, 0.031, 0.171 },
             { "random-mask", { random }, 0.849, 0.752, 0.084, 0.204 } };
}

inline Recipe demoRecipe(const DemoVariant &variant, std::uint64_t seed)
{
    Recipe recipe;
    recipe.seed = seed;
    recipe.model.path = "bundled";
    recipe.data.train = { "demo/train.jsonl" };
    recipe.data.validation = { "demo/validation.jsonl" };
    recipe.data.test = { "demo/test.jsonl" };
    recipe.data.reference = { { "general-es", "demo/general-es.txt", 200 },
                              { "general-en", "demo/general-en.txt", 200 } };
    recipe.layers.lora.rank = 8;
    for (const char *name : { "punctuation", "digits", "capitalised", "frequent" }) {
        TokenClass tokenClass;
        tokenClass.name = name;
        tokenClass.expression = name;
        recipe.masking.classes.push_back(tokenClass);
    }
    recipe.masking.rules = variant.rules;
    recipe.output.name = variant.name + "-s" + std::to_string(seed);
    return recipe;
}

/// What a run of @p variant reports over @p steps optimiser steps.
inline std::vector<MetricEvent> demoEvents(const DemoVariant &variant, std::uint64_t seed,
                                           int steps)
{
    const CounterRandom random = CounterRandom(seed).at(variant.name.size());
    const double luck = (random.uniform(1) - 0.5) * 0.016;
    std::vector<MetricEvent> events;
    std::uint64_t draw = 100;
    const auto noise = [&](double width) { return (random.uniform(++draw) - 0.5) * width; };
    const auto at = [&](SeriesKey key, int step, double value, std::int64_t count = 640) {
        const Scalar scalar { std::move(key), step, 3.0 * step / steps, step * 1536LL, 0.31 * step,
                              value,          count };
        events.push_back(
            { std::chrono::system_clock::time_point(std::chrono::seconds(step)), scalar });
    };
    for (int step = 1; step <= steps; ++step) {
        const double done = static_cast<double>(step) / steps;
        at({ "loss", "train", {}, {} }, step, 0.34 + 1.05 * std::exp(-4.2 * done) + noise(0.22),
           16);
        at({ "learning_rate", {}, {}, {} }, step, 5e-4 * std::min(done / 0.06, (1 - done) / 0.94),
           0);
    }
    const std::vector<std::pair<std::string, double>> classes { { "punctuation", variant.reliance },
                                                                { "digits", 0.021 },
                                                                { "capitalised", 0.046 },
                                                                { "frequent", 0.063 } };
    for (int evaluation = 0; evaluation <= 10; ++evaluation) {
        const int step = steps * evaluation / 10;
        const double learned = 1 - std::exp(-3.4 * evaluation / 10.0);
        const double accuracy = 0.25 + (variant.accuracy + luck - 0.25) * learned + noise(0.006);
        at({ "loss", "validation", {}, {} }, step, 1.39 - 0.92 * learned + noise(0.012));
        at({ "accuracy", "validation", {}, {} }, step, accuracy);
        at({ "f1_macro", "validation", {}, {} }, step, accuracy - 0.012 + noise(0.004));
        for (const auto &[name, reliance] : classes) {
            at({ "reliance_accuracy", "validation", name, {} }, step,
               reliance * learned + noise(0.008));
            at({ "reliance_loss", "validation", name, {} }, step,
               2.3 * reliance * learned + noise(0.02));
        }
        for (const auto &[reference, share] :
             { std::pair<const char *, double> { "general-es", 1 }, { "general-en", 0.7 } }) {
            const double forgetting = evaluation == 0
                ? 0
                : share * variant.forgetting * std::pow(evaluation / 10.0, 0.8) + noise(0.008);
            at({ "forgetting", {}, {}, reference }, step, forgetting, 5200);
            at({ "reference_loss", {}, {}, reference }, step, 3.1 + forgetting, 5200);
            for (const auto &[name, reliance] : classes)
                at({ "forgetting", {}, name, reference }, step,
                   forgetting * (0.6 + 5 * reliance) + (evaluation == 0 ? 0 : noise(0.01)), 400);
        }
        events.push_back({ {}, Mark { MarkKind::Checkpoint, step, {} } });
    }
    at({ "loss", "test", {}, {} }, steps, 0.47 + noise(0.02), 1000);
    at({ "accuracy", "test", {}, {} }, steps, variant.accuracy + luck, 1000);
    at({ "f1_macro", "test", {}, {} }, steps, variant.accuracy + luck - 0.011, 1000);
    at({ "accuracy", "test_nopunct", {}, {} }, steps, variant.withoutPunctuation + 1.5 * luck,
       1000);
    return events;
}

/// Three recipes, three seeds each, all finished: the same in every call. Returns the ids in order.
inline Result<std::vector<RunId>> fillDemoStore(RunStore &store, int steps = 400, int seeds = 3)
{
    std::vector<RunId> ids;
    for (const DemoVariant &variant : demoVariants()) {
        for (int seed = 1; seed <= seeds; ++seed) {
            const Recipe recipe = demoRecipe(variant, static_cast<std::uint64_t>(seed));
            RunRecord record;
            record.name = recipe.output.name;
            record.group = "control";
            record.recipeYaml = toYaml(recipe);
            TAMIZ_TRY(const RunId id, store.create(record));
            TAMIZ_CHECK(store.changeState(id, RunState::Running));
            TAMIZ_CHECK(
                store.append(id, demoEvents(variant, static_cast<std::uint64_t>(seed), steps)));
            TAMIZ_CHECK(store.setProgress(id, steps, steps));
            TAMIZ_CHECK(store.changeState(id, RunState::Finished));
            ids.push_back(id);
        }
    }
    return ids;
}

} // namespace tamiz::test
