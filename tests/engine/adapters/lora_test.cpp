// SPDX-License-Identifier: Apache-2.0
// What must hold for any adapter, whatever the numbers: merging, strength, saving, what trains.
#include <fstream>
#include <limits>
#include <map>
#include <string>

#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/base/files.h"
#include "core/engine/export/exporter.h"
#include "core/engine/model/model.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/train/optimizer.h"
#include "tests/engine/model/tiny_model.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

using tamiz::test::TemporaryFolder;
using test::logitsOf;
using test::tinyBatch;
using test::tinyModel;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

LayersSection loraOn(std::vector<std::string> targets, int rank = 4)
{
    LayersSection layers;
    layers.lora.rank = rank;
    layers.lora.alpha = 8;
    layers.lora.targets = std::move(targets);
    return layers;
}

/// A model with an adapter that does something.
std::unique_ptr<Model> adapted(HeadKind head,
                               const LayersSection &layers = loraOn({ "query", "value" }))
{
    auto model = tinyModel(head);
    const Status status = model->configure(layers, 3);
    EXPECT_TRUE(status) << status.error().toString();
    const at::NoGradGuard noGrad;
    for (const NamedTensor &entry : model->trainableParameters()) {
        if (entry.name.ends_with("lora_B.weight"))
            torch::Tensor(entry.tensor).normal_(0, 0.3);
    }
    return model;
}

std::map<std::string, torch::Tensor> copyOf(const std::vector<NamedTensor> &tensors)
{
    std::map<std::string, torch::Tensor> copy;
    for (const NamedTensor &entry : tensors)
        copy[entry.name] = entry.tensor.detach().clone();
    return copy;
}

void setTensor(const Model &model, const std::string &name, float value)
{
    const at::NoGradGuard noGrad;
    for (const NamedTensor &entry : model.trainableParameters()) {
        if (entry.name == name)
            torch::Tensor(entry.tensor).view(-1)[0].fill_(value);
    }
}

TEST(LoraTest, ANewAdapterChangesNothingAndTrainsOnlyItselfAndTheHead)
{
    const auto plain = tinyModel(HeadKind::SequenceClassification);
    const auto model = tinyModel(HeadKind::SequenceClassification);
    ASSERT_TRUE(model->configure(loraOn({ "query" }), 3));
    EXPECT_TRUE(torch::equal(logitsOf(*model), logitsOf(*plain)));
    std::vector<std::string> names;
    for (const NamedTensor &entry : model->trainableParameters())
        names.push_back(entry.name);
    EXPECT_THAT(names,
                UnorderedElementsAre("bert.encoder.layer.0.attention.self.query.lora_A.weight",
                                     "bert.encoder.layer.0.attention.self.query.lora_B.weight",
                                     "bert.encoder.layer.1.attention.self.query.lora_A.weight",
                                     "bert.encoder.layer.1.attention.self.query.lora_B.weight",
                                     "bert.encoder.layer.2.attention.self.query.lora_A.weight",
                                     "bert.encoder.layer.2.attention.self.query.lora_B.weight",
                                     "classifier.weight", "classifier.bias"));
}

TEST(LoraTest, TrainingLeavesTheBaseAsItWas)
{
    const auto model = adapted(HeadKind::TokenClassification);
    const auto before = copyOf(model->parameters());
    const auto adapterBefore = copyOf(model->trainableParameters());
    TrainingSection settings;
    Optimizer optimizer(model->trainableParameters(), settings);
    ForwardContext context;
    context.isTraining = true;
    for (int step = 0; step < 3; ++step) {
        optimizer.zeroGrad();
        model->forward(tinyBatch(HeadKind::TokenClassification), context).loss.backward();
        optimizer.step(0.1);
    }
    for (const NamedTensor &parameter : model->parameters()) {
        EXPECT_EQ(torch::equal(parameter.tensor, before.at(parameter.name)),
                  !parameter.name.starts_with("classifier"))
            << parameter.name;
    }
    for (const NamedTensor &parameter : model->trainableParameters())
        EXPECT_FALSE(torch::equal(parameter.tensor, adapterBefore.at(parameter.name)))
            << parameter.name;
}

TEST(LoraTest, RoundingFrozenWeightsChangesNoBitOfBf16AndLeavesFp32)
{
    for (const Arithmetic arithmetic : { Arithmetic::Bf16, Arithmetic::Fp32 }) {
        torch::manual_seed(5);
        const auto kept = adapted(HeadKind::TokenClassification);
        torch::manual_seed(5);
        const auto rounded = adapted(HeadKind::TokenClassification);
        for (Model *const model : { kept.get(), rounded.get() })
            model->setArithmetic(arithmetic);
        rounded->roundFrozenWeights();
        for (const NamedTensor &parameter : rounded->parameters()) {
            const bool isProduct = parameter.decays && !parameter.tensor.requires_grad()
                && parameter.name.find("embeddings") == std::string::npos;
            EXPECT_EQ(parameter.tensor.scalar_type(),
                      isProduct ? operandType(arithmetic) : torch::kFloat)
                << parameter.name;
        }
        ForwardContext context;
        context.isTraining = true;
        const torch::Tensor expected
            = kept->forward(tinyBatch(HeadKind::TokenClassification), context).loss;
        const torch::Tensor loss
            = rounded->forward(tinyBatch(HeadKind::TokenClassification), context).loss;
        EXPECT_TRUE(torch::equal(loss, expected));
        expected.backward();
        loss.backward();
        const auto gradients = kept->trainableParameters();
        const auto others = rounded->trainableParameters();
        ASSERT_EQ(gradients.size(), others.size());
        for (std::size_t i = 0; i < gradients.size(); ++i) {
            EXPECT_TRUE(torch::equal(gradients[i].tensor.grad(), others[i].tensor.grad()))
                << gradients[i].name;
        }
    }
}

TEST(LoraTest, MergingKeepsOutputsAndStrengthZeroIsTheBase)
{
    for (const bool isRankStabilised : { false, true }) {
        LayersSection layers = loraOn({ "query", "dense" });
        layers.lora.rslora = isRankStabilised;
        for (const HeadKind head : { HeadKind::TokenClassification, HeadKind::MaskedLm }) {
            const torch::Tensor base = logitsOf(*tinyModel(head));
            const auto model = adapted(head, layers);
            const torch::Tensor full = logitsOf(*model);
            EXPECT_FALSE(torch::allclose(full, base, 1e-2, 1e-2));
            model->setStrength(0);
            EXPECT_TRUE(torch::equal(logitsOf(*model), base));
            model->setStrength(0.5);
            const torch::Tensor half = logitsOf(*model);
            EXPECT_FALSE(torch::allclose(half, base, 1e-3, 1e-3));
            EXPECT_FALSE(torch::allclose(half, full, 1e-3, 1e-3));
            ASSERT_TRUE(model->merge());
            EXPECT_FALSE(model->hasAdapter());
            EXPECT_TRUE(torch::allclose(logitsOf(*model), half, 1e-4, 1e-5));
            EXPECT_FALSE(model->merge()) << "nothing is left to merge";
        }
    }
}

TEST(LoraTest, MergingRefusesDamagedWeightsAndChangesNothing)
{
    const auto model = adapted(HeadKind::SequenceClassification);
    setTensor(*model, "bert.encoder.layer.1.attention.self.value.lora_B.weight",
              std::numeric_limits<float>::infinity());
    const auto before = copyOf(model->parameters());
    const Status merged = model->merge();
    ASSERT_FALSE(merged);
    EXPECT_EQ(merged.error().code, ErrorCode::NonFinite);
    EXPECT_THAT(merged.error().toString(), HasSubstr("layer.1.attention.self.value.weight"));
    EXPECT_TRUE(model->hasAdapter());
    for (const NamedTensor &parameter : model->parameters())
        EXPECT_TRUE(torch::equal(parameter.tensor, before.at(parameter.name))) << parameter.name;

    const TemporaryFolder folder;
    const Status saved = model->saveAdapter(folder.path() / "a", "base");
    ASSERT_FALSE(saved);
    EXPECT_THAT(saved.error().toString(), HasSubstr("lora_B.weight"));
    EXPECT_FALSE(model->saveModel(folder.path() / "m")) << "an adapter is not silently left out";
}

TEST(LoraTest, RanksPerLayerAndProjectionSurviveSaving)
{
    LayersSection layers = loraOn({ "query", "value" });
    layers.lora.layers = { 0, 2 };
    layers.lora.overrides = { { .layer = 0, .target = "value", .rank = 2, .alpha = 3 },
                              { .layer = 2, .target = "query", .rank = 0, .alpha = {} },
                              { .layer = 1, .target = "output.dense", .rank = 5, .alpha = {} } };
    const auto model = adapted(HeadKind::SequenceClassification, layers);
    std::map<std::string, std::int64_t> ranks;
    for (const NamedTensor &entry : model->trainableParameters()) {
        if (entry.name.ends_with("lora_A.weight"))
            ranks[entry.name] = entry.tensor.size(0);
    }
    const std::string layer = "bert.encoder.layer.";
    EXPECT_EQ(ranks,
              (std::map<std::string, std::int64_t> {
                  { layer + "0.attention.self.query.lora_A.weight", 4 },
                  { layer + "0.attention.self.value.lora_A.weight", 2 },
                  { layer + "1.attention.output.dense.lora_A.weight", 5 },
                  { layer + "1.output.dense.lora_A.weight", 5 },
                  { layer + "2.attention.self.value.lora_A.weight", 4 } }));

    const TemporaryFolder folder;
    ASSERT_TRUE(model->saveAdapter(folder.path(), "base"));
    const auto again = tinyModel(HeadKind::SequenceClassification);
    const Status loaded = again->loadAdapter(folder.path());
    ASSERT_TRUE(loaded) << loaded.error().toString();
    EXPECT_TRUE(torch::equal(logitsOf(*again), logitsOf(*model)));
    EXPECT_FALSE(again->loadAdapter(folder.path())) << "one adapter at a time";
    EXPECT_FALSE(again->configure(loraOn({ "key" }), 1));
    EXPECT_TRUE(again->configure({}, 1)) << "goes on training what was loaded";
}

TEST(LoraTest, ANewPoolerTrainsAndIsSavedWithTheHead)
{
    const TemporaryFolder folder;
    ASSERT_TRUE(tinyModel(HeadKind::MaskedLm)->saveModel(folder.path() / "base"));
    const Model::LoadOptions options { .head = HeadKind::SequenceClassification,
                                       .labels = 3,
                                       .labelNames = {} };
    const auto model = Model::load(folder.path() / "base", options);
    ASSERT_TRUE(model);
    ASSERT_TRUE((*model)->configure(loraOn({ "query" }), 1));
    const auto trainable = copyOf((*model)->trainableParameters());
    EXPECT_TRUE(trainable.contains("bert.pooler.dense.weight"));
    ASSERT_TRUE(
        (*model)->saveAdapter(folder.path() / "adapter", (folder.path() / "base").string()));

    const auto again = Model::load(
        folder.path() / "base",
        { .head = HeadKind::SequenceClassification, .labels = 3, .seed = 99, .labelNames = {} });
    ASSERT_TRUE(again);
    ASSERT_TRUE((*again)->loadAdapter(folder.path() / "adapter"));
    EXPECT_TRUE(torch::equal(logitsOf(**again), logitsOf(**model)));
    EXPECT_THAT((*again)->loadReport().missing, IsEmpty());

    // And the whole way out and back in.
    const auto merged = exportRun(folder.path() / "adapter", "merged", folder.path() / "merged");
    ASSERT_TRUE(merged) << merged.error().toString();
    const auto whole = Model::load(folder.path() / "merged", {});
    ASSERT_TRUE(whole);
    EXPECT_TRUE(torch::allclose(logitsOf(**whole), logitsOf(**model), 1e-4, 1e-5));
    const auto peft = exportRun(folder.path() / "adapter", "peft", folder.path() / "peft");
    ASSERT_TRUE(peft) << peft.error().toString();
    EXPECT_EQ(peft->largestDifference, 0);
    EXPECT_FALSE(exportRun(folder.path() / "adapter", "peft", folder.path() / "peft"))
        << "an export replaces nothing";
    EXPECT_FALSE(exportRun(folder.path() / "merged", "peft", folder.path() / "x"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "x"));
    const auto imported = importFolder(folder.path() / "merged", folder.path() / "library", "mine");
    ASSERT_TRUE(imported) << imported.error().toString();
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "library/mine/model.safetensors"));
    EXPECT_FALSE(importFolder(folder.path() / "merged", folder.path() / "library", "../out"));
}

TEST(LoraTest, SettingsThatDoNotFitNameTheirPlace)
{
    const auto errorOf = [](const LayersSection &layers) {
        const Status status = tinyModel(HeadKind::SequenceClassification)->configure(layers, 1);
        return status ? std::string("accepted") : status.error().toString();
    };
    EXPECT_THAT(errorOf(loraOn({ "quary" })),
                HasSubstr("layers.lora.targets: no module is named 'quary'"));
    EXPECT_THAT(errorOf(loraOn({ "classifier" })), HasSubstr("'classifier'"));
    EXPECT_THAT(errorOf(loraOn({ "query" }, 17)), HasSubstr("rank 17 does not fit"));
    LayersSection layers = loraOn({ "query" });
    layers.lora.layers = { 3 };
    EXPECT_THAT(errorOf(layers), HasSubstr("layer 3 does not exist"));
    layers = loraOn({ "query" });
    layers.lora.overrides = { { .layer = 0, .target = "x", .rank = 1, .alpha = {} } };
    EXPECT_THAT(errorOf(layers), HasSubstr("layers.lora.overrides"));
    layers = loraOn({ "query" });
    layers.lora.layers = { 0 };
    layers.lora.overrides = { { .layer = 0, .target = "query", .rank = 0, .alpha = {} } };
    EXPECT_THAT(errorOf(layers), HasSubstr("no module is left"));
    EXPECT_EQ(errorOf(loraOn({})), "accepted") << "without a name, the family's own";
}

class DamagedAdapterTest : public ::testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(
            adapted(HeadKind::SequenceClassification)->saveAdapter(m_folder.path(), "base"));
    }

    /// What loading says after @p change has seen every tensor; false drops one.
    template<typename Change>
    std::string errorAfter(Change &&change)
    {
        const auto path = m_folder.path() / "adapter_model.safetensors";
        std::vector<NamedTensor> kept;
        {
            const auto file = SafetensorsFile::open(path);
            for (const auto &[name, view] : (*file)->tensors()) {
                NamedTensor entry { name, *loadTensor(view, name, path) };
                if (change(entry))
                    kept.push_back(entry);
            }
        }
        EXPECT_TRUE(saveTensors(path, kept));
        return loadError();
    }

    std::string loadError() const
    {
        const auto model = tinyModel(HeadKind::SequenceClassification);
        const torch::Tensor before = logitsOf(*model);
        const Status status = model->loadAdapter(m_folder.path());
        if (status)
            return "loaded";
        EXPECT_FALSE(model->hasAdapter());
        EXPECT_TRUE(torch::equal(logitsOf(*model), before)) << "a failed load changes nothing";
        return status.error().toString();
    }

    TemporaryFolder m_folder;
    const std::string m_query = "base_model.model.bert.encoder.layer.0.attention.self.query.";
};

TEST_F(DamagedAdapterTest, MissingHalf)
{
    EXPECT_EQ(loadError(), "loaded");
    EXPECT_THAT(
        errorAfter([&](NamedTensor &entry) { return entry.name != m_query + "lora_B.weight"; }),
        HasSubstr("query.lora_B.weight' is missing"));
}

TEST_F(DamagedAdapterTest, WrongShape)
{
    EXPECT_THAT(errorAfter([&](NamedTensor &entry) {
                    if (entry.name == m_query + "lora_A.weight")
                        entry.tensor = torch::zeros({ 4, 15 });
                    return true;
                }),
                HasSubstr("has the shape [4, 15], [4, 16] was expected"));
}

TEST_F(DamagedAdapterTest, OfAnotherBase)
{
    const std::string error = errorAfter([&](NamedTensor &entry) {
        const auto at = entry.name.find("layer.2.");
        if (at != std::string::npos)
            entry.name.replace(at, 8, "layer.7.");
        return true;
    });
    EXPECT_THAT(error, HasSubstr("the base model has no module for"));
    EXPECT_THAT(error, HasSubstr("layer.7."));
}

TEST_F(DamagedAdapterTest, NotFinite)
{
    EXPECT_THAT(errorAfter([&](NamedTensor &entry) {
                    if (entry.name == m_query + "lora_A.weight")
                        entry.tensor[0][0] = std::numeric_limits<float>::quiet_NaN();
                    return true;
                }),
                HasSubstr("holds NaN"));
}

TEST_F(DamagedAdapterTest, ReplacesBaseWeights)
{
    EXPECT_THAT(errorAfter([&](NamedTensor &entry) {
                    if (entry.name == "base_model.model.classifier.bias") {
                        entry.name = "base_model.model.bert.embeddings.LayerNorm.weight";
                        entry.tensor = torch::ones({ 16 });
                    }
                    return true;
                }),
                HasSubstr("replaces the base's 'bert.embeddings.LayerNorm.weight'"));
}

TEST_F(DamagedAdapterTest, FilesThatAreMissingOrForeign)
{
    const auto config = m_folder.path() / "adapter_config.json";
    std::ofstream(config, std::ios::trunc) << R"({"peft_type":"LORA","r":5})";
    EXPECT_THAT(loadError(), HasSubstr("[5, 16] was expected"));
    std::ofstream(config, std::ios::trunc) << R"({"peft_type":"PREFIX_TUNING"})";
    EXPECT_THAT(loadError(), HasSubstr("PREFIX_TUNING"));
    std::filesystem::remove(config);
    EXPECT_THAT(loadError(), HasSubstr("adapter_config.json"));
    std::ofstream(config) << R"({"peft_type":"LORA"})";
    std::filesystem::rename(m_folder.path() / "adapter_model.safetensors",
                            m_folder.path() / "adapter_model.bin");
    EXPECT_THAT(loadError(), HasSubstr("pickled adapters are not read"));
}

} // namespace

} // namespace tamiz::engine
