// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <fstream>
#include <limits>
#include <string>

#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/base/files.h"
#include "core/engine/model/dropout.h"
#include "core/engine/model/inspect.h"
#include "core/engine/model/model.h"
#include "core/engine/model/tensor_files.h"
#include "tests/engine/model/tiny_model.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

using tamiz::test::TemporaryFolder;
using test::logitsOf;
using test::tinyBatch;
using test::tinyConfig;
using test::tinyModel;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr HeadKind kHeads[]
    = { HeadKind::SequenceClassification, HeadKind::TokenClassification, HeadKind::MaskedLm };

/// Saves a tiny model, then lets the test change its tensors.
class SavedModel
{
public:
    explicit SavedModel(HeadKind head) { EXPECT_TRUE(tinyModel(head)->saveModel(folder.path())); }

    template<typename Change>
    void change(Change &&change) const
    {
        const auto path = folder.path() / "model.safetensors";
        std::vector<NamedTensor> tensors;
        {
            const auto file = SafetensorsFile::open(path);
            for (const auto &[name, view] : (*file)->tensors())
                tensors.push_back({ name, *loadTensor(view, name, path) });
        }
        std::vector<NamedTensor> changed;
        for (NamedTensor &entry : tensors) {
            if (change(entry))
                changed.push_back(entry);
        }
        ASSERT_TRUE(saveTensors(path, changed));
    }

    std::string loadError() const
    {
        const auto model = Model::load(folder.path(), {});
        return model ? "loaded" : model.error().toString();
    }

    TemporaryFolder folder;
};

TEST(ModelTest, SavingAndLoadingKeepsOutputs)
{
    for (const HeadKind head : kHeads) {
        const auto model = tinyModel(head);
        const TemporaryFolder folder;
        ASSERT_TRUE(model->saveModel(folder.path()));
        const auto loaded = Model::load(folder.path(), {});
        ASSERT_TRUE(loaded) << loaded.error().toString();
        EXPECT_EQ((*loaded)->head(), head);
        EXPECT_TRUE(torch::equal(logitsOf(**loaded), logitsOf(*model)));
        EXPECT_THAT((*loaded)->loadReport().missing, IsEmpty());
        EXPECT_THAT((*loaded)->loadReport().unexpected, IsEmpty());

        ASSERT_TRUE(model->saveModel(folder.path(), true));
        const auto half = Model::load(folder.path(), {});
        ASSERT_TRUE(half);
        EXPECT_TRUE(torch::allclose(logitsOf(**half), logitsOf(*model), 1e-2, 1e-2));
    }
}

TEST(ModelTest, CreatingTwiceGivesTheSameWeights)
{
    const auto a = tinyModel(HeadKind::MaskedLm, 5)->parameters();
    const auto b = tinyModel(HeadKind::MaskedLm, 5)->parameters();
    const auto c = tinyModel(HeadKind::MaskedLm, 6)->parameters();
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        EXPECT_TRUE(torch::equal(a[i].tensor, b[i].tensor)) << a[i].name;
    EXPECT_FALSE(torch::equal(a[0].tensor, c[0].tensor));
    EXPECT_EQ(a[0].tensor[0].abs().max().item<float>(), 0) << "the padding row is zero";
    EXPECT_NEAR(a[0].tensor.slice(0, 1).std().item<double>(), 0.2, 0.02);
}

TEST(ModelTest, DecayLeavesOutBiasesAndNorms)
{
    for (const NamedTensor &parameter : tinyModel(HeadKind::MaskedLm)->parameters()) {
        const bool isBiasOrNorm = parameter.name.ends_with("bias")
            || parameter.name.find("LayerNorm") != std::string::npos;
        EXPECT_EQ(parameter.decays, !isBiasOrNorm) << parameter.name;
    }
}

TEST(ModelTest, OldSpellingsAndBareEncodersLoad)
{
    const SavedModel saved(HeadKind::SequenceClassification);
    const auto before = Model::load(saved.folder.path(), {});
    ASSERT_TRUE(before);
    saved.change([](NamedTensor &entry) {
        const auto replace = [&](const std::string &from, const std::string &to) {
            if (const auto at = entry.name.find(from); at != std::string::npos)
                entry.name.replace(at, from.size(), to);
        };
        replace("LayerNorm.weight", "LayerNorm.gamma");
        replace("LayerNorm.bias", "LayerNorm.beta");
        return true;
    });
    const auto old = Model::load(saved.folder.path(), {});
    ASSERT_TRUE(old) << old.error().toString();
    EXPECT_TRUE(torch::equal(logitsOf(**old), logitsOf(**before)));

    saved.change([](NamedTensor &entry) {
        if (!entry.name.starts_with("bert."))
            return false;
        entry.name.erase(0, 5);
        return true;
    });
    const auto bare = Model::load(saved.folder.path(), {});
    ASSERT_TRUE(bare) << bare.error().toString();
    EXPECT_THAT((*bare)->loadReport().missing, ElementsAre("classifier.weight", "classifier.bias"));
}

TEST(ModelTest, NewHeadsAreSeededAndReported)
{
    const SavedModel saved(HeadKind::MaskedLm);
    const auto load = [&](std::uint64_t seed, const std::vector<std::string> &labels) {
        auto model = Model::load(saved.folder.path(),
                                 { .head = HeadKind::SequenceClassification,
                                   .labels = 0,
                                   .seed = seed,
                                   .labelNames = labels });
        EXPECT_TRUE(model) << model.error().toString();
        return std::move(*model);
    };
    const auto a = load(1, { "bad", "fair", "good" });
    EXPECT_EQ(a->config().id2label.at(2), "good");
    EXPECT_EQ(a->config().architectures.front(), "BertForSequenceClassification");
    EXPECT_THAT(a->loadReport().missing,
                ElementsAre("bert.pooler.dense.weight", "bert.pooler.dense.bias",
                            "classifier.weight", "classifier.bias"));
    EXPECT_TRUE(torch::equal(logitsOf(*a), logitsOf(*load(1, { "bad", "fair", "good" }))));
    EXPECT_FALSE(torch::equal(logitsOf(*a), logitsOf(*load(2, { "bad", "fair", "good" }))));
    EXPECT_TRUE(a->hasVocabularyHead()) << "kept to measure forgetting";

    const TemporaryFolder tuned;
    ASSERT_TRUE(a->saveModel(tuned.path()));
    const auto same = Model::load(tuned.path(), { .labelNames = { "bad", "fair", "good" } });
    ASSERT_TRUE(same);
    EXPECT_THAT((*same)->loadReport().missing, IsEmpty());
    EXPECT_TRUE((*same)->hasVocabularyHead()) << "saved beside the task head";
    const auto other = Model::load(tuned.path(), { .labelNames = { "good", "fair", "bad" } });
    ASSERT_TRUE(other);
    EXPECT_THAT((*other)->loadReport().missing, Contains("classifier.weight"))
        << "the same labels in another order need another head";
}

TEST(ModelTest, DamagedFoldersSayWhatIsWrong)
{
    {
        const SavedModel saved(HeadKind::MaskedLm);
        saved.change([](const NamedTensor &entry) {
            return entry.name.find("layer.1.") == std::string::npos;
        });
        const std::string error = saved.loadError();
        EXPECT_THAT(error, HasSubstr("16 tensors are missing"));
        EXPECT_THAT(error, HasSubstr("bert.encoder.layer.1.attention.self.query.weight"));
        EXPECT_THAT(error, HasSubstr("layer.1.output.LayerNorm.bias"));
    }
    {
        const SavedModel saved(HeadKind::MaskedLm);
        saved.change([](NamedTensor &entry) {
            if (entry.name.ends_with("layer.0.attention.self.key.weight"))
                entry.tensor = torch::zeros({ 16, 15 });
            return true;
        });
        const std::string error = saved.loadError();
        EXPECT_THAT(error, HasSubstr("key.weight' has the shape [16, 15], [16, 16] was expected"));
        EXPECT_THAT(error, HasSubstr("model.safetensors"));
        const auto inspection = inspectModelFolder(saved.folder.path());
        ASSERT_TRUE(inspection);
        EXPECT_TRUE(hasErrors(inspection->problems));
    }
    {
        const SavedModel saved(HeadKind::MaskedLm);
        saved.change([](NamedTensor &entry) {
            if (entry.name.ends_with("layer.2.output.dense.weight"))
                entry.tensor[3][4] = std::numeric_limits<float>::quiet_NaN();
            return true;
        });
        EXPECT_THAT(saved.loadError(), HasSubstr("layer.2.output.dense.weight' holds NaN"));
    }
    {
        const SavedModel saved(HeadKind::MaskedLm);
        saved.change([](NamedTensor &entry) {
            if (entry.name.ends_with("word_embeddings.weight"))
                entry.tensor = entry.tensor.to(torch::kLong);
            return true;
        });
        EXPECT_THAT(saved.loadError(), HasSubstr("type I64, floats were expected"));
    }
    {
        const SavedModel saved(HeadKind::MaskedLm);
        const auto path = saved.folder.path() / "model.safetensors";
        std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
        EXPECT_THAT(saved.loadError(), HasSubstr("truncated"));
        std::filesystem::remove(path);
        EXPECT_THAT(saved.loadError(), HasSubstr("model.safetensors is missing"));
        std::filesystem::remove(saved.folder.path() / "config.json");
        EXPECT_THAT(saved.loadError(), HasSubstr("config.json"));
    }
}

TEST(ModelTest, AConfigurationThatAsksForTerabytesFailsBeforeItGetsThem)
{
    const SavedModel saved(HeadKind::SequenceClassification);
    ModelConfig config = tinyConfig();
    config.hiddenSize = 1 << 16;
    config.vocabSize = 1 << 24;
    config.architectures = { "BertForSequenceClassification" };
    ASSERT_TRUE(writeFileAtomically(saved.folder.path() / "config.json", config.toJson()));
    EXPECT_THAT(saved.loadError(), HasSubstr("[16777216, 65536] was expected"));
    saved.change([](NamedTensor &entry) { return entry.name == "nothing"; });
    EXPECT_THAT(saved.loadError(), HasSubstr("tensors are missing"));
}

TEST(ModelTest, PaddingChangesNothingAtRealTokens)
{
    for (const HeadKind head : kHeads) {
        const auto model = tinyModel(head);
        const torch::Tensor padded = logitsOf(*model);
        BatchTensors alone;
        alone.inputIds = tinyBatch(head).inputIds.slice(0, 1, 2).slice(1, 0, 4);
        const torch::Tensor single = model->forward(alone, {}).logits;
        const torch::Tensor expected
            = head == HeadKind::SequenceClassification ? padded[1] : padded[1].slice(0, 0, 4);
        EXPECT_TRUE(torch::allclose(single[0], expected, 1e-5, 1e-6));
    }
}

TEST(ModelTest, ARowWithNothingVisibleGivesFiniteOutputs)
{
    const auto model = tinyModel(HeadKind::TokenClassification);
    BatchTensors batch = tinyBatch(HeadKind::TokenClassification);
    batch.attentionMask[1].zero_();
    EXPECT_TRUE(torch::isfinite(model->forward(batch, {}).logits).all().item<bool>());
}

TEST(ModelTest, OnlyLabelledPositionsGiveTheSameLossAndGradients)
{
    for (const double smoothing : { 0.0, 0.1 }) {
        const auto model = tinyModel(HeadKind::MaskedLm);
        const auto gradients = [&](bool needsLogits) {
            ForwardContext context;
            context.needsLogits = needsLogits;
            context.labelSmoothing = smoothing;
            std::vector<torch::Tensor> result;
            const ModelOutput output = model->forward(tinyBatch(HeadKind::MaskedLm), context);
            EXPECT_EQ(output.logits.defined(), needsLogits);
            output.loss.backward();
            result.push_back(output.loss.detach());
            for (const NamedTensor &parameter : model->parameters()) {
                result.push_back(parameter.tensor.grad().clone());
                torch::Tensor(parameter.tensor).mutable_grad() = torch::Tensor();
            }
            return result;
        };
        const auto full = gradients(true);
        const auto few = gradients(false);
        for (std::size_t i = 0; i < full.size(); ++i)
            EXPECT_TRUE(torch::allclose(few[i], full[i], 1e-4, 1e-6)) << i;
    }
}

TEST(ModelTest, LabelSmoothingIsThatOfTransformers)
{
    const auto model = tinyModel(HeadKind::TokenClassification);
    ForwardContext context;
    context.labelSmoothing = 0.2;
    const BatchTensors batch = tinyBatch(HeadKind::TokenClassification);
    const ModelOutput output = model->forward(batch, context);
    // transformers' LabelSmoother, written out.
    const torch::Tensor logProbabilities = -torch::log_softmax(output.logits, -1); // [B, T, L]
    const torch::Tensor isActive = batch.labels != kIgnoredLabel;
    const torch::Tensor right
        = logProbabilities.gather(2, batch.labels.clamp_min(0).unsqueeze(2)).squeeze(2);
    const torch::Tensor smooth = logProbabilities.sum(2) / 2;
    const torch::Tensor expected
        = (0.8 * right + 0.2 * smooth).masked_select(isActive).sum() / isActive.sum();
    EXPECT_NEAR(output.loss.item<double>(), expected.item<double>(), 1e-6);
}

TEST(ModelTest, WordVectorsGetAGradientOfTheRowsThatWereRead)
{
    for (const HeadKind head : { HeadKind::SequenceClassification, HeadKind::MaskedLm }) {
        ModelConfig config = tinyConfig();
        config.vocabSize = 500;
        const auto created = Model::create(config, head, 1);
        ASSERT_TRUE(created) << created.error().toString();
        Model *const model = created->get();
        model->setDropout(0);
        std::vector<torch::Tensor> gradients;
        for (const bool isTraining : { false, true }) {
            ForwardContext context;
            context.isTraining = isTraining;
            model->forward(tinyBatch(head), context).loss.backward();
            torch::Tensor words = model->parameters().front().tensor;
            ASSERT_EQ(words.size(0), 500);
            // The head's product with the same matrix makes it dense.
            EXPECT_EQ(words.grad().is_sparse(),
                      isTraining && head == HeadKind::SequenceClassification);
            gradients.push_back(words.grad().is_sparse() ? words.grad().to_dense()
                                                         : words.grad().clone());
            words.mutable_grad() = torch::Tensor();
        }
        EXPECT_TRUE(torch::allclose(gradients[1], gradients[0], 1e-5, 1e-7));
        EXPECT_GT(gradients[0].abs().max().item<double>(), 0);
    }
}

TEST(ModelTest, WithoutAnyLabelTheLossIsZeroWithZeroGradients)
{
    for (const HeadKind head : kHeads) {
        for (const bool needsLogits : { true, false }) {
            const auto model = tinyModel(head);
            BatchTensors batch = tinyBatch(head);
            batch.labels.fill_(kIgnoredLabel);
            ForwardContext context;
            context.needsLogits = needsLogits;
            const torch::Tensor loss = model->forward(batch, context).loss;
            EXPECT_EQ(loss.item<double>(), 0);
            loss.backward();
            for (const NamedTensor &parameter : model->parameters()) {
                ASSERT_TRUE(parameter.tensor.grad().defined()) << parameter.name;
                EXPECT_EQ(parameter.tensor.grad().abs().max().item<double>(), 0) << parameter.name;
            }
        }
    }
}

TEST(ModelTest, NothingIsRecordedBelowTheLowestPartThatTrains)
{
    const auto model = tinyModel(HeadKind::SequenceClassification);
    LayersSection layers;
    layers.freezeEmbeddings = true;
    layers.freezeLayers = { 0, 1 };
    ASSERT_TRUE(model->configure(layers, 1));
    std::vector<torch::Tensor> hidden;
    ForwardContext context;
    context.isTraining = true;
    context.hiddenStates = &hidden;
    model->forward(tinyBatch(HeadKind::SequenceClassification), context).loss.backward();
    ASSERT_EQ(hidden.size(), 4U);
    EXPECT_FALSE(hidden[0].requires_grad());
    EXPECT_FALSE(hidden[1].requires_grad());
    EXPECT_FALSE(hidden[2].requires_grad());
    EXPECT_TRUE(hidden[3].requires_grad());
    for (const NamedTensor &parameter : model->parameters()) {
        const bool trains = parameter.name.find("layer.2.") != std::string::npos
            || parameter.name.find("pooler") != std::string::npos
            || parameter.name.starts_with("classifier");
        EXPECT_EQ(parameter.tensor.grad().defined(), trains) << parameter.name;
    }
    layers.freezeLayers = { 3 };
    const Status status = model->configure(layers, 1);
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().toString(), HasSubstr("layers 0 to 2"));
}

TEST(ModelTest, TheKeptMaskedLmHeadScoresAsTheBaseDid)
{
    const SavedModel saved(HeadKind::MaskedLm);
    const auto base = Model::load(saved.folder.path(), {});
    const auto task = Model::load(saved.folder.path(),
                                  { .head = HeadKind::TokenClassification, .labelNames = {} });
    ASSERT_TRUE(base && task);
    const BatchTensors batch = tinyBatch(HeadKind::MaskedLm);
    const VocabularyScores scores = (*task)->vocabularyScores(batch);
    ASSERT_EQ(scores.losses.numel(), 3);
    EXPECT_NEAR(scores.losses.mean().item<double>(),
                (*base)->forward(batch, {}).loss.item<double>(), 1e-5);
    EXPECT_TRUE(torch::equal(scores.losses, (*base)->vocabularyScores(batch).losses));
    for (const NamedTensor &parameter : (*task)->trainableParameters())
        EXPECT_FALSE(parameter.name.starts_with("cls.")) << parameter.name;

    BatchTensors none = batch;
    none.labels = torch::full_like(batch.labels, kIgnoredLabel);
    EXPECT_EQ((*task)->vocabularyScores(none).losses.numel(), 0);
}

TEST(DropoutTest, DropsItsShareAndKeepsTheMean)
{
    const torch::Tensor x = torch::ones({ 400'003 });
    for (const double probability : { 0.1, 0.5, 0.9 }) {
        const torch::Tensor y = dropout(x, probability, CounterRandom(3));
        const double dropped = (y == 0).to(torch::kDouble).mean().item<double>();
        EXPECT_NEAR(dropped, probability, 0.003);
        EXPECT_NEAR(y.mean().item<double>(), 1, 0.02);
        const torch::Tensor kept = y.masked_select(y != 0);
        EXPECT_NEAR(kept.min().item<double>(), 1 / (1 - probability), 1e-3);
        EXPECT_EQ(kept.min().item<double>(), kept.max().item<double>());
        // Neighbours are independent: of two, both are dropped in probability^2 of the cases.
        const torch::Tensor isDropped = (y == 0).to(torch::kDouble);
        const double both
            = (isDropped.slice(0, 1) * isDropped.slice(0, 0, -1)).mean().item<double>();
        EXPECT_NEAR(both, probability * probability, 0.004);
    }
    EXPECT_TRUE(torch::equal(dropout(x, 0, CounterRandom(3)), x));
}

TEST(DropoutTest, TheMaskIsTheSameOnAnyNumberOfThreadsAndInTheBackwardPass)
{
    torch::Tensor x = torch::rand({ 257, 1031 }).add_(0.5).requires_grad_(true);
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const torch::Tensor one = dropout(x, 0.3, CounterRandom(9));
    at::set_num_threads(3);
    const torch::Tensor three = dropout(x, 0.3, CounterRandom(9));
    EXPECT_TRUE(torch::equal(one, three));
    EXPECT_FALSE(torch::equal(one, dropout(x, 0.3, CounterRandom(10))));
    three.sum().backward();
    EXPECT_TRUE(torch::equal(x.grad() != 0, three != 0));
    EXPECT_TRUE(torch::allclose(x.grad() * x.detach(), three.detach()));
    at::set_num_threads(threads);
}

TEST(DropoutTest, ParallelForRunsOnSeveralThreads)
{
    const int threads = at::get_num_threads();
    at::set_num_threads(2);
    std::atomic<int> chunks { 0 };
    at::parallel_for(0, 1000, 1, [&](std::int64_t, std::int64_t) { ++chunks; });
    EXPECT_EQ(chunks, 2);
    at::set_num_threads(threads);
}

TEST(DropoutTest, AForwardPassDependsOnItsKeyOnly)
{
    const auto model = tinyModel(HeadKind::SequenceClassification);
    const auto logits = [&](std::uint64_t key) {
        ForwardContext context;
        context.isTraining = true;
        context.dropout = CounterRandom(key);
        return model->forward(tinyBatch(HeadKind::SequenceClassification), context).logits;
    };
    EXPECT_TRUE(torch::equal(logits(4), logits(4)));
    EXPECT_FALSE(torch::equal(logits(4), logits(5)));
    model->setDropout(0);
    EXPECT_TRUE(torch::equal(logits(4), logitsOf(*model)));
}

} // namespace

} // namespace tamiz::engine
