// SPDX-License-Identifier: Apache-2.0
// The estimate against the memory that real steps take. Each case runs in a process of its own.
#include <algorithm>
#include <fstream>
#include <functional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/base/files.h"
#include "core/engine/engine.h"
#include "core/engine/model/model.h"
#include "tests/support/child_process.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// How far estimate and measurement may be apart, either way.
constexpr double kFactor = 1.8;

constexpr std::int64_t kVocabulary = 6000;
constexpr int kWords = 160; // a row: more than any max_length below

/// config.json of a model of 4 layers.
std::string baseConfig(const std::string &type)
{
    json config = { { "model_type", type },
                    { "vocab_size", kVocabulary },
                    { "hidden_size", 256 },
                    { "num_hidden_layers", 4 },
                    { "num_attention_heads", 4 },
                    { "intermediate_size", 1024 },
                    { "max_position_embeddings", 160 } };
    if (type == "gpt2") {
        config.update(
            { { "n_embd", 256 }, { "n_layer", 4 }, { "n_head", 4 }, { "n_positions", 160 } });
    } else if (type != "bert") {
        config.update({ { "num_key_value_heads", 2 },
                        { "num_local_experts", 4 },
                        { "num_experts_per_tok", 2 } });
    }
    return config.dump();
}

struct Case
{
    const char *name;
    std::function<void(Recipe &)> change;
    std::string model = "bert";
};

void PrintTo(const Case &value, std::ostream *stream)
{
    *stream << value.name;
}

class CostModel : public testing::TestWithParam<Case>
{
protected:
    void writeBase() const
    {
        const fs::path folder = m_folder.path() / "base";
        const auto config = ModelConfig::parse(baseConfig(GetParam().model), "config.json");
        if (!config)
            ::_exit(1);
        const HeadKind head = config->decoder ? HeadKind::CausalLm : HeadKind::MaskedLm;
        const auto model = Model::create(*config, head, 1);
        if (!model || !(*model)->saveModel(folder))
            ::_exit(1);
        std::ofstream vocabulary(folder / "vocab.txt");
        vocabulary << "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
        for (std::int64_t id = 5; id < kVocabulary; ++id)
            vocabulary << "w" << id << "\n";
    }

    void writeData() const
    {
        std::ofstream rows(m_folder.path() / "rows.jsonl");
        std::ofstream tagged(m_folder.path() / "tagged.jsonl");
        for (int row = 0; row < 64; ++row) {
            std::string text;
            json words = json::array();
            json tags = json::array();
            for (int word = 0; word < kWords; ++word) {
                words.push_back("w" + std::to_string(5 + (row * kWords + word) % 5000));
                tags.push_back(word % 3 == 0 ? "B" : "O");
                text += words.back().get<std::string>() + " ";
            }
            const char *label = row % 2 == 0 ? "a" : "b";
            rows << json { { "text", text }, { "label", label } }.dump() << "\n";
            tagged << json { { "tokens", words }, { "tags", tags }, { "label", tags } }.dump()
                   << "\n";
        }
    }

    Recipe recipe() const
    {
        Recipe recipe;
        recipe.model.path = m_folder.path() / "base";
        recipe.task.maxLength = 128;
        recipe.training.batchSize = 16;
        recipe.training.device = Device::Cpu;
        recipe.training.threads = 1;
        recipe.training.maxSteps = 2;
        GetParam().change(recipe);
        const bool isTagged = recipe.task.type == TaskType::TokenClassification;
        const std::string data = m_folder.path() / (isTagged ? "tagged.jsonl" : "rows.jsonl");
        recipe.data.train = recipe.data.validation = { data };
        return recipe;
    }

    test::TemporaryFolder m_folder;
};

/// Writes both estimates to a file, or the error.
void compare(const Recipe &recipe, const fs::path &file)
{
    const auto workbench = makeWorkbench(file.parent_path());
    RunControl control;
    const auto measured = workbench->measure(recipe, control);
    const auto data = workbench->inspectData(recipe, control);
    const auto estimated = data ? workbench->estimate(recipe, *data)
                                : Result<Estimate>(tl::unexpected<Error>(data.error()));
    json result;
    for (const auto &[name, estimate] :
         { std::pair { "measured", &measured }, std::pair { "estimated", &estimated } }) {
        if (!*estimate) {
            result["error"] = estimate->error().toString();
            continue;
        }
        result[name] = { { "train", (*estimate)->trainMemoryBytes },
                         { "evaluation", (*estimate)->evaluationMemoryBytes },
                         { "trainable", (*estimate)->trainableParameters },
                         { "total", (*estimate)->totalParameters } };
    }
    std::ofstream(file) << result.dump();
}

TEST_P(CostModel, theEstimateIsNearWhatStepsTake)
{
#ifdef TAMIZ_SANITIZED
    GTEST_SKIP() << "a sanitizer's memory comes on top";
#endif
    const Recipe settings = recipe();
    if (settings.training.precision == Precision::Bf16 && !inspectMachine().hasBf16)
        GTEST_SKIP() << "this chip does not multiply in bf16";
    const fs::path file = m_folder.path() / "result.json";
    writeData();
    test::ChildProcess making([this](const auto &) { writeBase(); });
    ASSERT_EQ(making.reap(), 0);
    test::ChildProcess child([&](const auto &) { compare(settings, file); });
    ASSERT_EQ(child.reap(), 0);

    const json result = json::parse(readFile(file).value_or("{}"));
    ASSERT_FALSE(result.contains("error")) << result["error"];
    ASSERT_TRUE(result.contains("measured"));
    for (const char *what : { "train", "evaluation" }) {
        const double measured = result["measured"][what].get<double>() / 1e6;
        const double estimated = result["estimated"][what].get<double>() / 1e6;
        RecordProperty(std::string(what) + "_measured_mb", std::to_string(measured));
        RecordProperty(std::string(what) + "_estimated_mb", std::to_string(estimated));
        std::cout << what << ": measured " << measured << " MB, estimated " << estimated
                  << " MB, ratio " << estimated / measured << "\n";
        EXPECT_LT(estimated, measured * kFactor) << what;
        EXPECT_GT(estimated, measured / kFactor) << what;
    }
    for (const char *what : { "trainable", "total" })
        EXPECT_EQ(result["estimated"][what], result["measured"][what]) << what;
}

const std::vector<Case> kCases {
    { "full_bf16", [](Recipe &r) { r.training.precision = Precision::Bf16; } },
    { "full_fp32", [](Recipe &r) { r.training.precision = Precision::Fp32; } },
    { "accumulated_bf16",
      [](Recipe &r) {
          r.training.precision = Precision::Bf16;
          r.training.batchSize = 8;
          r.training.accumulation = 2;
      } },
    { "lora_bf16",
      [](Recipe &r) {
          r.training.precision = Precision::Bf16;
          r.layers.lora.rank = 8;
      } },
    { "lora_fp32",
      [](Recipe &r) {
          r.training.precision = Precision::Fp32;
          r.layers.lora.rank = 8;
      } },
    { "lora_everywhere_bf16",
      [](Recipe &r) {
          r.training.precision = Precision::Bf16;
          r.layers.lora.rank = 8;
          r.layers.lora.dropout = 0.1;
          r.layers.lora.targets = { "query", "key", "value", "dense" };
      } },
    { "frozen_bf16",
      [](Recipe &r) {
          r.training.precision = Precision::Bf16;
          r.layers.freezeEmbeddings = true;
          r.layers.freezeLayers = { 0, 1 };
      } },
    { "tags_without_dropout_fp32",
      [](Recipe &r) {
          r.task.type = TaskType::TokenClassification;
          r.training.precision = Precision::Fp32;
          r.training.dropout = 0;
          r.training.optimizer = OptimizerKind::Sgd;
      } },
    { "masked_lm_bf16",
      [](Recipe &r) {
          r.task.type = TaskType::MaskedLm;
          r.training.precision = Precision::Bf16;
      } },
    { "masked_lm_lora_fp32",
      [](Recipe &r) {
          r.task.type = TaskType::MaskedLm;
          r.training.precision = Precision::Fp32;
          r.layers.lora.rank = 8;
      } },
    { "llama_bf16",
      [](Recipe &r) {
          r.task.type = TaskType::CausalLm;
          r.training.precision = Precision::Bf16;
      },
      "llama" },
    { "llama_lora_fp32",
      [](Recipe &r) {
          r.task.type = TaskType::CausalLm;
          r.training.precision = Precision::Fp32;
          r.layers.lora.rank = 8;
      },
      "llama" },
    { "mixtral_frozen_bf16",
      [](Recipe &r) {
          r.task.type = TaskType::CausalLm;
          r.training.precision = Precision::Bf16;
          r.layers.freezeEmbeddings = true;
          r.layers.freezeLayers = { 0, 1 };
      },
      "mixtral" },
    { "gpt2_fp32",
      [](Recipe &r) {
          r.task.type = TaskType::CausalLm;
          r.training.precision = Precision::Fp32;
      },
      "gpt2" },
    { "gpt2_classification_lora_bf16",
      [](Recipe &r) {
          r.training.precision = Precision::Bf16;
          r.layers.lora.rank = 8;
      },
      "gpt2" },
};

INSTANTIATE_TEST_SUITE_P(Recipes, CostModel, testing::ValuesIn(kCases),
                         [](const auto &chosen) { return std::string(chosen.param.name); });

} // namespace
} // namespace tamiz::engine
