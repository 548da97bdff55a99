// SPDX-License-Identifier: Apache-2.0
// A vocabulary that grows: what the new rows start from, what trains, what is saved and read back. The
// expected values are sums written out here, and plain autograd over whole matrices.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/export/exporter.h"
#include "core/engine/model/model.h"
#include "core/engine/model/tensor_files.h"
#include "core/engine/train/optimizer.h"
#include "tests/engine/model/tiny_model.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {
namespace {

using tamiz::test::TemporaryFolder;
using test::tinyConfig;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kSize = 50; // of tinyConfig()
const std::vector<std::vector<std::int64_t>> kPieces { { 9, 17, 9 }, {}, { 31 } };
constexpr std::int64_t kGrown = kSize + 3;

struct Kind
{
    const char *name;
    HeadKind head;
    bool isDecoder;
    bool isTied;
};

const Kind kKinds[] {
    { "maskedLm", HeadKind::MaskedLm, false, true },
    { "maskedLmUntied", HeadKind::MaskedLm, false, false },
    { "causalLm", HeadKind::CausalLm, true, false },
    { "causalLmTied", HeadKind::CausalLm, true, true },
    { "classification", HeadKind::SequenceClassification, false, true },
    { "classificationDecoder", HeadKind::SequenceClassification, true, false },
};

ModelConfig configOf(const Kind &kind)
{
    if (!kind.isDecoder) {
        ModelConfig config = tinyConfig();
        config.tieWordEmbeddings = kind.isTied;
        return config;
    }
    const auto config = ModelConfig::parse(
        std::string(R"({"model_type":"llama","vocab_size":50,"hidden_size":16,)"
                    R"("num_hidden_layers":2,"num_attention_heads":2,"intermediate_size":24,)"
                    R"("max_position_embeddings":20,"initializer_range":0.2,)"
                    R"("id2label":{"0":"a","1":"b"},"tie_word_embeddings":)")
            + (kind.isTied ? "true}" : "false}"),
        "config.json");
    EXPECT_TRUE(config) << config.error().toString();
    return *config;
}

std::unique_ptr<Model> baseOf(const Kind &kind)
{
    auto model = Model::create(configOf(kind), kind.head, 5);
    EXPECT_TRUE(model) << model.error().toString();
    return std::move(*model);
}

LayersSection lora()
{
    LayersSection layers;
    layers.lora.rank = 2;
    return layers;
}

std::map<std::string, torch::Tensor> copyOf(const std::vector<NamedTensor> &tensors)
{
    std::map<std::string, torch::Tensor> copy;
    for (const NamedTensor &entry : tensors)
        copy[entry.name] = entry.tensor.detach().clone();
    return copy;
}

bool isPerToken(const torch::Tensor &tensor)
{
    return tensor.size(0) == kSize || tensor.size(0) == kGrown;
}

/// Two rows that hold old tokens and all new ones.
BatchTensors batchOf(HeadKind head)
{
    BatchTensors batch;
    batch.inputIds
        = torch::tensor({ { 2, 50, 17, 51, 44, 3 }, { 2, 8, 52, 50, 3, 0 } }, torch::kLong);
    batch.attentionMask
        = torch::tensor({ { 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1, 0 } }, torch::kLong);
    batch.labels = head == HeadKind::SequenceClassification
        ? torch::tensor({ 1, 0 }, torch::kLong)
        : torch::tensor({ { -100, 51, -100, 40, 50, -100 }, { -100, 12, 52, -100, 7, -100 } },
                        torch::kLong);
    return batch;
}

torch::Tensor logitsOf(const Model &model)
{
    const at::NoGradGuard noGrad;
    return model.forward(batchOf(model.head()), {}).logits;
}

class VocabularyGrowth : public testing::TestWithParam<Kind>
{
protected:
    std::unique_ptr<Model> grown() const
    {
        std::unique_ptr<Model> model = baseOf(GetParam());
        const Status status = model->growVocabulary(kSize, kPieces);
        EXPECT_TRUE(status) << status.error().toString();
        return model;
    }
};

TEST_P(VocabularyGrowth, aRowStartsAsTheMeanOfItsPiecesOrOfAllRows)
{
    const auto before = copyOf(baseOf(GetParam())->parameters());
    const auto model = grown();
    EXPECT_EQ(model->config().vocabSize, kGrown);
    EXPECT_TRUE(model->hasNewTokens());
    std::size_t matrices = 0;
    for (const NamedTensor &parameter : model->parameters()) {
        SCOPED_TRACE(parameter.name);
        const torch::Tensor old = before.at(parameter.name);
        if (!isPerToken(old)) {
            EXPECT_TRUE(torch::equal(parameter.tensor, old));
            continue;
        }
        ++matrices;
        ASSERT_EQ(parameter.tensor.size(0), kGrown);
        EXPECT_TRUE(torch::equal(parameter.tensor.narrow(0, 0, kSize), old));
        const std::int64_t width = old.dim() == 1 ? 1 : old.size(1);
        const torch::Tensor flat = old.reshape({ kSize, width });
        const torch::Tensor now = parameter.tensor.detach().reshape({ kGrown, width });
        for (std::int64_t token = 0; token < 3; ++token) {
            std::vector<std::int64_t> rows = kPieces[static_cast<std::size_t>(token)];
            for (std::int64_t row = 0; rows.empty() || row < kSize; ++row) {
                if (!kPieces[static_cast<std::size_t>(token)].empty())
                    break;
                rows.push_back(row);
            }
            for (std::int64_t column = 0; column < width; ++column) {
                double sum = 0;
                for (const std::int64_t row : rows)
                    sum += flat[row][column].item<double>();
                EXPECT_NEAR(now[kSize + token][column].item<double>(),
                            sum / static_cast<double>(rows.size()), 1e-7);
            }
        }
    }
    const bool isLm = GetParam().head != HeadKind::SequenceClassification;
    const bool hasBias = GetParam().head == HeadKind::MaskedLm;
    EXPECT_EQ(matrices, 1U + (isLm && !GetParam().isTied ? 1 : 0) + (hasBias ? 1 : 0));
}

/// The same gradient as where the whole matrix trains, at every arithmetic.
TEST_P(VocabularyGrowth, newRowsGetTheGradientOfTheWholeMatrix)
{
    for (const Arithmetic arithmetic : { Arithmetic::Plain, Arithmetic::Fp32, Arithmetic::Bf16 }) {
        const auto whole = grown();
        const auto part = grown();
        LayersSection frozen;
        frozen.freezeEmbeddings = true;
        ASSERT_TRUE(part->configure(frozen, 1));
        std::map<std::string, torch::Tensor> expected;
        for (const auto *model : { &whole, &part }) {
            (*model)->setArithmetic(arithmetic);
            ForwardContext context;
            context.needsLogits = false;
            (*model)->forward(batchOf(GetParam().head), context).loss.backward();
        }
        double largest = 0; // some gradients are nothing but rounding: a key's bias
        for (const NamedTensor &parameter : whole->trainableParameters()) {
            expected[parameter.name] = parameter.tensor.grad();
            largest = std::max(largest, parameter.tensor.grad().abs().max().item<double>());
        }
        std::size_t partial = 0;
        for (const NamedTensor &parameter : part->trainableParameters()) {
            SCOPED_TRACE(parameter.name);
            torch::Tensor gradient = expected.at(parameter.name);
            if (parameter.firstRow > 0) {
                ++partial;
                EXPECT_EQ(parameter.firstRow, kSize);
                gradient = gradient.narrow(0, kSize, 3);
            }
            ASSERT_TRUE(parameter.tensor.grad().defined());
            const double tolerance = arithmetic == Arithmetic::Bf16 ? 2e-2 : 1e-5;
            EXPECT_TRUE(
                torch::allclose(parameter.tensor.grad(), gradient, tolerance, tolerance * largest));
        }
        EXPECT_EQ(partial, 1U);
    }
}

TEST_P(VocabularyGrowth, onlyTheNewRowsMoveWithLora)
{
    const auto model = grown();
    ASSERT_TRUE(model->configure(lora(), 3));
    const auto before = copyOf(model->parameters());
    TrainingSection settings;
    settings.weightDecay = 0.5;
    model->setArithmetic(Arithmetic::Bf16);
    model->roundFrozenWeights(); // as a run does
    Optimizer optimizer(model->trainableParameters(), settings);
    ForwardContext context;
    context.isTraining = true;
    context.needsLogits = false;
    for (int step = 0; step < 3; ++step) {
        optimizer.zeroGrad();
        model->forward(batchOf(GetParam().head), context).loss.backward();
        optimizer.step(0.05);
    }
    const bool isLm = GetParam().head != HeadKind::SequenceClassification;
    std::size_t moved = 0;
    for (const NamedTensor &parameter : model->parameters()) {
        SCOPED_TRACE(parameter.name);
        const torch::Tensor old = before.at(parameter.name);
        if (old.size(0) != kGrown)
            continue;
        EXPECT_TRUE(torch::equal(parameter.tensor.narrow(0, 0, kSize), old.narrow(0, 0, kSize)));
        if (old.dim() == 1) {
            EXPECT_TRUE(torch::equal(parameter.tensor, old)) << "biases stand still";
            continue;
        }
        for (std::int64_t row = kSize; row < kGrown; ++row)
            EXPECT_FALSE(torch::equal(parameter.tensor[row], old[row])) << row;
        ++moved;
    }
    EXPECT_EQ(moved, isLm && !GetParam().isTied ? 2U : 1U);

    // The rows that a pass reads are those that were trained, not those that bf16 products once saw.
    const TemporaryFolder folder;
    ASSERT_TRUE(model->saveAdapter(folder.path(), "base"));
    const auto again = baseOf(GetParam());
    ASSERT_TRUE(again->loadAdapter(folder.path()));
    again->setArithmetic(Arithmetic::Bf16);
    again->roundFrozenWeights();
    EXPECT_TRUE(torch::equal(logitsOf(*again), logitsOf(*model)));
}

TEST_P(VocabularyGrowth, anAdapterBringsItsEmbeddings)
{
    const TemporaryFolder folder;
    const auto base = baseOf(GetParam());
    ASSERT_TRUE(base->saveModel(folder.path() / "base"));
    const auto model = grown();
    ASSERT_TRUE(model->configure(lora(), 3));
    {
        const at::NoGradGuard noGrad;
        for (const NamedTensor &entry : model->trainableParameters())
            torch::Tensor(entry.tensor).add_(0.25);
    }
    ASSERT_TRUE(model->saveAdapter(folder.path() / "adapter", (folder.path() / "base").string()));

    const auto file
        = SafetensorsFile::open(folder.path() / "adapter" / "adapter_model.safetensors");
    ASSERT_TRUE(file) << file.error().toString();
    std::vector<std::string> names;
    for (const auto &[name, view] : (*file)->tensors()) {
        if (!view.shape.empty() && view.shape.front() == kGrown)
            names.push_back(name);
    }
    const std::string prefix = "base_model.model.";
    std::vector<std::string> expected
        = { prefix
            + (GetParam().isDecoder ? "model.embed_tokens.weight"
                                    : "bert.embeddings.word_embeddings.weight") };
    if (GetParam().head == HeadKind::MaskedLm) {
        expected.push_back(prefix + "cls.predictions.decoder.weight");
        expected.push_back(prefix + "cls.predictions.decoder.bias");
    }
    if (GetParam().head == HeadKind::CausalLm)
        expected.push_back(prefix + "lm_head.weight");
    EXPECT_THAT(names, testing::UnorderedElementsAreArray(expected));

    const auto again = baseOf(GetParam());
    const Status loaded = again->loadAdapter(folder.path() / "adapter");
    ASSERT_TRUE(loaded) << loaded.error().toString();
    EXPECT_EQ(again->config().vocabSize, kGrown);
    EXPECT_TRUE(torch::equal(logitsOf(*again), logitsOf(*model)));
    std::map<std::string, std::int64_t> firstRows;
    for (const NamedTensor &parameter : again->trainableParameters()) {
        if (parameter.firstRow > 0)
            firstRows[parameter.name] = parameter.firstRow;
    }
    EXPECT_THAT(firstRows, Not(testing::IsEmpty())) << "the new rows go on training";
    for (const auto &[name, first] : firstRows)
        EXPECT_EQ(first, kSize) << name;
    const TemporaryFolder second;
    ASSERT_TRUE(again->saveAdapter(second.path(), "base"));
    const auto twice = baseOf(GetParam());
    ASSERT_TRUE(twice->loadAdapter(second.path()));
    EXPECT_TRUE(torch::equal(logitsOf(*twice), logitsOf(*model)));

    const auto peft = exportRun(folder.path() / "adapter", "peft", folder.path() / "peft");
    ASSERT_TRUE(peft) << peft.error().toString();
    EXPECT_EQ(peft->largestDifference, 0);
    const auto merged = exportRun(folder.path() / "adapter", "merged", folder.path() / "merged");
    ASSERT_TRUE(merged) << merged.error().toString();
    const auto whole = Model::load(folder.path() / "merged", {});
    ASSERT_TRUE(whole) << whole.error().toString();
    EXPECT_EQ((*whole)->config().vocabSize, kGrown);
    EXPECT_TRUE(torch::allclose(logitsOf(**whole), logitsOf(*model), 1e-4, 1e-5));
}

INSTANTIATE_TEST_SUITE_P(Kinds, VocabularyGrowth, testing::ValuesIn(kKinds),
                         [](const auto &kind) { return std::string(kind.param.name); });

/// Rows that the model had as padding of its vocabulary are taken first.
TEST(VocabularyGrowthTest, rowsOfAPaddedVocabularyAreUsed)
{
    const auto before = copyOf(baseOf(kKinds[0])->parameters());
    const auto model = baseOf(kKinds[0]);
    ASSERT_TRUE(model->growVocabulary(48, kPieces));
    EXPECT_EQ(model->config().vocabSize, 51);
    const torch::Tensor old = before.at("bert.embeddings.word_embeddings.weight");
    const torch::Tensor now = model->parameters().front().tensor.detach();
    EXPECT_TRUE(torch::equal(now.narrow(0, 0, 48), old.narrow(0, 0, 48)));
    EXPECT_TRUE(torch::allclose(now[49], old.narrow(0, 0, 48).mean(0), 1e-6, 1e-7));

    const auto inside = baseOf(kKinds[0]);
    ASSERT_TRUE(inside->growVocabulary(45, kPieces));
    EXPECT_EQ(inside->config().vocabSize, kSize);
    ASSERT_TRUE(inside->configure(lora(), 1));
    const TemporaryFolder folder;
    ASSERT_TRUE(inside->saveAdapter(folder.path(), "base"));
    const auto again = baseOf(kKinds[0]);
    ASSERT_TRUE(again->loadAdapter(folder.path()));
    EXPECT_TRUE(again->hasNewTokens());
    const BatchTensors batch = test::tinyBatch(HeadKind::MaskedLm);
    const at::NoGradGuard noGrad;
    EXPECT_TRUE(torch::equal(again->forward(batch, {}).logits, inside->forward(batch, {}).logits));
}

/// A file as PEFT writes it, its tensors changed by @p change.
template<typename Change>
Status loadChanged(const Kind &kind, const Change &change)
{
    const TemporaryFolder folder;
    const auto model = baseOf(kind);
    TAMIZ_CHECK(model->growVocabulary(kSize, kPieces));
    TAMIZ_CHECK(model->configure(lora(), 3));
    TAMIZ_CHECK(model->saveAdapter(folder.path(), "base"));
    const auto path = folder.path() / "adapter_model.safetensors";
    std::map<std::string, torch::Tensor> tensors;
    {
        TAMIZ_TRY(const auto file, SafetensorsFile::open(path));
        for (const auto &[name, view] : file->tensors()) {
            TAMIZ_TRY(tensors[name], loadTensor(view, name, path));
        }
    }
    change(tensors);
    std::vector<NamedTensor> list;
    for (const auto &[name, tensor] : tensors)
        list.push_back({ name, tensor });
    TAMIZ_CHECK(saveTensors(path, list));
    return baseOf(kind)->loadAdapter(folder.path());
}

TEST(VocabularyGrowthTest, sizesThatDoNotFitAreRefused)
{
    const Kind untied = kKinds[2];
    const Kind tied = kKinds[3];
    const std::string head = "base_model.model.lm_head.weight";
    const std::string words = "base_model.model.model.embed_tokens.weight";
    using Tensors = std::map<std::string, torch::Tensor>;

    const Status missingHead = loadChanged(untied, [&](Tensors &t) { t.erase(head); });
    ASSERT_FALSE(missingHead);
    EXPECT_THAT(missingHead.error().toString(),
                HasSubstr("resized to 53 tokens, but 'lm_head.weight' of the base has 50"));
    const Status shortHead
        = loadChanged(untied, [&](Tensors &t) { t[head] = t[head].narrow(0, 0, 52).clone(); });
    ASSERT_FALSE(shortHead);
    EXPECT_THAT(shortHead.error().toString(), HasSubstr("'lm_head.weight' of the adapter has 52"));
    const Status noWords = loadChanged(untied, [&](Tensors &t) { t.erase(words); });
    ASSERT_FALSE(noWords);
    EXPECT_THAT(noWords.error().toString(), HasSubstr("save_embedding_layers"));
    const Status wide = loadChanged(untied, [&](Tensors &t) {
        t[words] = torch::zeros({ 53, 8 });
    });
    ASSERT_FALSE(wide);
    EXPECT_THAT(wide.error().toString(), HasSubstr("[53, 8]"));
    const Status untiedOnTied = loadChanged(tied, [&](Tensors &t) { t[head] = t[head] + 1; });
    ASSERT_FALSE(untiedOnTied);
    EXPECT_THAT(untiedOnTied.error().toString(), HasSubstr("with which the base shares it"));
    EXPECT_FALSE(loadChanged(tied, [&](Tensors &t) { t.erase(words); }))
        << "a head that was untied";
    // PEFT saves tied weights under both names; the embedding's is enough.
    EXPECT_TRUE(loadChanged(tied, [&](Tensors &t) { t.erase(head); }));
    // transformers shrinks a padded vocabulary to the tokenizer's.
    EXPECT_TRUE(loadChanged(untied, [&](Tensors &t) {
        t[head] = t[head].narrow(0, 0, 47).clone();
        t[words] = t[words].narrow(0, 0, 47).clone();
    }));
}

TEST(VocabularyGrowthTest, aModelWithoutRowsForItsTokensSaysSo)
{
    const auto model = baseOf(kKinds[0]);
    EXPECT_TRUE(model->checkVocabulary(kSize, "folder"));
    const Status tooMany = model->checkVocabulary(kGrown, "folder");
    ASSERT_FALSE(tooMany);
    EXPECT_THAT(tooMany.error().toString(),
                HasSubstr("the tokenizer has 53 tokens, the model's vocab_size is 50"));
}

/// Bases and adapters that transformers 5.17 and PEFT 0.21 wrote (tests/data/peft/README.md).
class PeftGrowth : public testing::Test
{
protected:
    static std::filesystem::path folder(const char *name)
    {
        return std::filesystem::path(TAMIZ_TEST_DATA) / "peft" / name;
    }
};

TEST_F(PeftGrowth, anAdapterOfPeftGrowsTheBaseAndSaysWhatPeftSays)
{
    const auto base = Model::load(folder("bert-grown"), {});
    ASSERT_TRUE(base) << base.error().toString();
    Model &model = **base;
    ASSERT_EQ(model.config().vocabSize, 64);
    const Status loaded = model.loadAdapter(folder("bert-grown") / "adapter");
    ASSERT_TRUE(loaded) << loaded.error().toString();
    EXPECT_EQ(model.config().vocabSize, 67);

    const auto file = SafetensorsFile::open(folder("bert-grown") / "io.safetensors");
    ASSERT_TRUE(file) << file.error().toString();
    const auto tensor = [&](const std::string &name) {
        return loadTensor((*file)->tensors().at(name), name, folder("bert-grown")).value();
    };
    BatchTensors batch;
    batch.inputIds = tensor("b0.input_ids");
    batch.attentionMask = tensor("b0.attention_mask");
    batch.tokenTypeIds = tensor("b0.token_type_ids");
    ASSERT_EQ(batch.inputIds.max().item<std::int64_t>(), 66) << "new tokens are among them";
    model.setArithmetic(Arithmetic::Plain);
    const torch::Tensor expected = tensor("logits");
    EXPECT_LT((model.forward(batch, {}).logits - expected).abs().max().item<double>(), 1e-5);
}

TEST_F(PeftGrowth, rowsThatPeftKeepsApartAreRefusedByName)
{
    const auto base = Model::load(folder("bert-grown-indices"), {});
    ASSERT_TRUE(base) << base.error().toString();
    const Status loaded = (*base)->loadAdapter(folder("bert-grown-indices") / "adapter");
    ASSERT_FALSE(loaded);
    EXPECT_THAT(loaded.error().toString(), HasSubstr("trainable_token_indices"));
}

} // namespace
} // namespace tamiz::engine
