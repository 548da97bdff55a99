// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/base/run_control.h"
#include "core/engine/train/pretrain.h"
#include "core/engine/train/trainer.h"
#include "core/metrics/metric_event.h"
#include "core/metrics/metric_sink.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::test {

/// Keeps events and lets a test act when one arrives.
class RecordingSink final : public MetricSink
{
public:
    Status record(const MetricEvent &event) override
    {
        events.push_back(event);
        if (onEvent)
            onEvent(event);
        return {};
    }
    Status flush() override { return {}; }

    std::map<std::int64_t, double> curve(const SeriesKey &key) const
    {
        std::map<std::int64_t, double> values;
        for (const MetricEvent &event : events) {
            if (const auto *scalar = std::get_if<Scalar>(&event.what);
                scalar && scalar->series == key)
                values[scalar->step] = scalar->value;
        }
        return values;
    }

    std::vector<std::string> lines(LogLevel level) const
    {
        std::vector<std::string> texts;
        for (const MetricEvent &event : events) {
            if (const auto *line = std::get_if<LogLine>(&event.what); line && line->level == level)
                texts.push_back(line->text);
        }
        return texts;
    }

    std::vector<MetricEvent> events;
    std::function<void(const MetricEvent &)> onEvent;
};

inline const SeriesKey kTrainLoss { "loss", "train", {}, {} };

/// The optimiser step that the event ends, or -1.
inline std::int64_t trainedStep(const MetricEvent &event)
{
    const auto *scalar = std::get_if<Scalar>(&event.what);
    return scalar && scalar->series == kTrainLoss ? scalar->step : -1;
}

/// A task that a tiny model can learn, in a folder: rows.jsonl, whose label is whether the text names
/// an animal, and plain.txt, its texts alone.
inline void writeTinyTask(const std::filesystem::path &folder)
{
    const std::vector<std::string> animals { "gato", "perro", "rana", "pez" };
    const std::vector<std::string> things { "mesa", "silla", "copa", "luz" };
    std::string rows;
    std::string plain;
    for (std::uint64_t i = 0; i < 64; ++i) {
        const CounterRandom random = CounterRandom(5).at(i);
        const bool isAnimal = i % 2 == 0;
        const std::string noun = (isAnimal ? animals : things)[random.below(4)];
        const std::string text
            = "la casa tiene , un " + noun + (random.below(2, 1) ? " grande ." : " azul , y 2 .");
        rows += R"({"text":")" + text + R"(","label":")" + (isAnimal ? "animal" : "cosa") + "\"}\n";
        plain += text + "\n";
    }
    std::ofstream(folder / "rows.jsonl") << rows;
    std::ofstream(folder / "plain.txt") << plain;
}

/// A tiny base model of that task's words, in base/.
inline Status makeTinyBase(const std::filesystem::path &folder)
{
    Recipe recipe;
    recipe.task.type = TaskType::MaskedLm;
    recipe.data.train = { folder / "plain.txt" };
    recipe.pretrain.emplace();
    recipe.pretrain->vocabSize = 120;
    recipe.pretrain->hiddenSize = 32;
    recipe.pretrain->layers = 2;
    recipe.pretrain->heads = 2;
    recipe.pretrain->intermediateSize = 64;
    recipe.pretrain->maxPositions = 32;
    RunControl control;
    TAMIZ_CHECK(makeWritableFolder(folder / "base"));
    return engine::createBaseModel(recipe, folder / "base", control,
                                   [](const std::string &, double) {});
}

/// Twelve steps on both, measured in every way, with checkpoints.
inline Recipe tinyRecipe(const std::filesystem::path &folder)
{
    Recipe recipe;
    recipe.seed = 3;
    recipe.model.path = folder / "base";
    recipe.task.maxLength = 32;
    recipe.data.train = { folder / "rows.jsonl" };
    recipe.data.validation = { folder / "rows.jsonl" };
    recipe.data.test = { folder / "rows.jsonl" };
    recipe.data.reference = { { "plain", folder / "plain.txt", 16 } };
    TokenClass punctuation;
    punctuation.name = "punctuation";
    punctuation.expression = "punctuation";
    recipe.masking.classes = { punctuation };
    MaskRule rule;
    rule.tokenClass = "punctuation";
    rule.shareOfSteps = 0.5;
    recipe.masking.rules = { rule };
    recipe.training.maxSteps = 12;
    recipe.training.batchSize = 8;
    recipe.training.accumulation = 2;
    recipe.training.learningRate = 0.003;
    recipe.training.device = Device::Cpu;
    recipe.training.threads = 1;
    recipe.training.checkpointSteps = 4;
    recipe.training.keepCheckpoints = 10;
    recipe.evaluation.steps = 6;
    return recipe;
}

/// A test on that task and base model, in a folder of its own.
class TinyTaskTest : public testing::Test
{
protected:
    void SetUp() override
    {
        writeTinyTask(m_folder.path());
        const Status made = makeTinyBase(m_folder.path());
        ASSERT_TRUE(made) << made.error().toString();
        m_recipe = tinyRecipe(m_folder.path());
    }

    const TemporaryFolder m_folder;
    Recipe m_recipe;
};

} // namespace tamiz::test
