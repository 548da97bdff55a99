// SPDX-License-Identifier: Apache-2.0
// What every family of encoders must keep, whatever its names and options are. That its numbers are the
// original's is the matter of tests/engine/parity.
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/model/family.h"
#include "core/engine/model/inspect.h"
#include "core/engine/model/model_facts.h"
#include "tests/engine/model/tiny_model.h"
#include "tests/support/temporary_folder.h"

namespace tamiz::engine {

namespace {

using tamiz::test::TemporaryFolder;
using test::tinyBatch;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char *kSizes = R"("vocab_size":50,"hidden_size":16,"num_hidden_layers":3,
    "num_attention_heads":2,"intermediate_size":24,"max_position_embeddings":20,
    "initializer_range":0.2)";

/// config.json of a tiny model, without its braces.
const std::map<std::string, std::string> &configs()
{
    static const std::map<std::string, std::string> kConfigs = {
        { "bert", kSizes },
        { "roberta", std::string(kSizes) + R"(,"type_vocab_size":1)" },
        { "xlm-roberta", std::string(kSizes) + R"(,"type_vocab_size":1)" },
        { "distilbert", R"("vocab_size":50,"dim":16,"n_layers":3,"n_heads":2,"hidden_dim":24,
            "max_position_embeddings":20,"initializer_range":0.2)" },
        { "electra", std::string(kSizes) + R"(,"embedding_size":8)" },
        { "mpnet", kSizes },
        { "albert", std::string(kSizes) + R"(,"embedding_size":8,"num_hidden_groups":2,
            "inner_group_num":2,"hidden_act":"gelu_new")" },
        { "deberta-v2", std::string(kSizes) + R"(,"position_biased_input":false,
            "relative_attention":true,"pos_att_type":"p2c|c2p","share_att_key":true,
            "position_buckets":8,"norm_rel_ebd":"layer_norm")" },
    };
    return kConfigs;
}

ModelConfig configOf(const std::string &type, const std::string &more = {})
{
    const auto config = ModelConfig::parse(
        R"({"model_type":")" + type + "\"," + configs().at(type) + more + "}", type);
    EXPECT_TRUE(config) << config.error().toString();
    return config.value_or(ModelConfig {});
}

class FamilyTest : public ::testing::TestWithParam<std::string>
{
protected:
    static std::unique_ptr<Model> make(HeadKind head)
    {
        auto model = Model::create(configOf(GetParam()), head, 1);
        EXPECT_TRUE(model) << model.error().toString();
        return std::move(*model);
    }
    static BatchTensors batch(HeadKind head)
    {
        BatchTensors batch = tinyBatch(head);
        if (configOf(GetParam()).typeVocabSize < 2)
            batch.tokenTypeIds = torch::Tensor();
        return batch;
    }
    static torch::Tensor logits(const Model &model)
    {
        return model.forward(batch(model.head()), {}).logits.detach();
    }
};

constexpr HeadKind kHeads[]
    = { HeadKind::SequenceClassification, HeadKind::TokenClassification, HeadKind::MaskedLm };

TEST_P(FamilyTest, SavingAndLoadingKeepsOutputs)
{
    for (const HeadKind head : kHeads) {
        const auto model = make(head);
        const TemporaryFolder folder;
        ASSERT_TRUE(model->saveModel(folder.path()));
        const auto loaded = Model::load(folder.path(), {});
        ASSERT_TRUE(loaded) << loaded.error().toString();
        EXPECT_EQ((*loaded)->head(), head);
        EXPECT_TRUE(torch::equal(logits(**loaded), logits(*model)));
        EXPECT_THAT((*loaded)->loadReport().missing, IsEmpty());
        EXPECT_THAT((*loaded)->loadReport().unexpected, IsEmpty());
        EXPECT_EQ((*loaded)->config().toJson(), model->config().toJson());
    }
}

TEST_P(FamilyTest, EveryParameterGetsAGradient)
{
    for (const HeadKind head : kHeads) {
        const auto model = make(head);
        ForwardContext context;
        context.isTraining = true;
        model->forward(batch(head), context).loss.backward();
        for (const NamedTensor &parameter : model->parameters()) {
            ASSERT_TRUE(parameter.tensor.grad().defined()) << parameter.name;
            EXPECT_TRUE(torch::isfinite(parameter.tensor.grad()).all().item<bool>())
                << parameter.name;
        }
    }
}

TEST_P(FamilyTest, PaddingDoesNotTouchRealTokens)
{
    const auto model = make(HeadKind::TokenClassification);
    BatchTensors alone = batch(HeadKind::TokenClassification);
    const torch::Tensor together = model->forward(alone, {}).logits; // [2, 6, labels]
    for (torch::Tensor *tensor :
         { &alone.inputIds, &alone.tokenTypeIds, &alone.attentionMask, &alone.labels }) {
        if (tensor->defined())
            *tensor = tensor->narrow(0, 1, 1).narrow(1, 0, 4);
    }
    const torch::Tensor expected = model->forward(alone, {}).logits; // [1, 4, labels]
    EXPECT_TRUE(torch::allclose(together.narrow(0, 1, 1).narrow(1, 0, 4), expected, 1e-4, 1e-5));
}

TEST_P(FamilyTest, FactsAreThoseOfTheModel)
{
    for (const HeadKind head : kHeads) {
        const auto model = make(head);
        const ModelFacts facts = factsOf(model->config(), head, 2);
        std::int64_t parameters = 0;
        for (const NamedTensor &parameter : model->parameters())
            parameters += parameter.tensor.numel();
        EXPECT_EQ(facts.embeddings + facts.layers * facts.layer + facts.head, parameters);
        EXPECT_EQ(facts.projections.size(), 6U);

        const TemporaryFolder folder;
        ASSERT_TRUE(model->saveModel(folder.path()));
        const auto inspection = inspectModelFolder(folder.path());
        ASSERT_TRUE(inspection) << inspection.error().toString();
        EXPECT_EQ(inspection->parameters, parameters);
        EXPECT_EQ(inspection->hasVocabularyHead, head == HeadKind::MaskedLm);
        EXPECT_THAT(inspection->missing, IsEmpty());
        EXPECT_THAT(inspection->unexpected, IsEmpty());
    }
}

TEST_P(FamilyTest, LoraSitsOnEachProjectionAloneAndGoesThroughPeft)
{
    const ModelFacts facts = factsOf(configOf(GetParam()), HeadKind::SequenceClassification, 2);
    for (const Projection &projection : facts.projections) {
        SCOPED_TRACE(projection.target);
        const auto model = make(HeadKind::SequenceClassification);
        LayersSection layers;
        layers.lora.rank = 2;
        layers.lora.targets = { projection.target };
        if (projection.target == "output.dense")
            continue; // BERT's short name means the attention's too, as in PEFT
        const Status configured = model->configure(layers, 1);
        ASSERT_TRUE(configured) << configured.error().toString();
        std::int64_t adapted = 0;
        for (const NamedTensor &parameter : model->trainableParameters()) {
            const std::string end = "." + projection.name + ".lora_B.weight";
            if (!parameter.name.ends_with("lora_B.weight"))
                continue;
            EXPECT_TRUE(parameter.name.ends_with(end)) << parameter.name;
            const torch::NoGradGuard noGrad;
            torch::Tensor(parameter.tensor).fill_(0.3);
            ++adapted;
        }
        EXPECT_EQ(adapted, facts.layers);

        const TemporaryFolder base;
        const TemporaryFolder adapter;
        ASSERT_TRUE(make(HeadKind::SequenceClassification)->saveModel(base.path()));
        ASSERT_TRUE(model->saveAdapter(adapter.path(), base.path().string()));
        const auto loaded = Model::load(base.path(), {});
        ASSERT_TRUE(loaded);
        EXPECT_FALSE(torch::equal(logits(**loaded), logits(*model)));
        const Status read = (*loaded)->loadAdapter(adapter.path());
        ASSERT_TRUE(read) << read.error().toString();
        EXPECT_TRUE(torch::equal(logits(**loaded), logits(*model)));
        const torch::Tensor before = logits(*model);
        ASSERT_TRUE(model->merge());
        EXPECT_TRUE(torch::allclose(logits(*model), before, 1e-3, 1e-4));
    }
}

TEST_P(FamilyTest, AFrozenBodyLeavesTheHeadToTrain)
{
    const auto model = make(HeadKind::SequenceClassification);
    const ModelFacts facts = factsOf(model->config(), model->head(), 2);
    LayersSection layers;
    layers.freezeEmbeddings = true;
    for (int layer = 0; layer < facts.layers; ++layer)
        layers.freezeLayers.push_back(layer);
    ASSERT_TRUE(model->configure(layers, 1));
    std::int64_t trainable = 0;
    for (const NamedTensor &parameter : model->trainableParameters())
        trainable += parameter.tensor.numel();
    EXPECT_EQ(trainable, facts.head);
}

std::vector<std::string> types()
{
    std::vector<std::string> names;
    for (const auto &[type, config] : configs())
        names.push_back(type);
    return names;
}

INSTANTIATE_TEST_SUITE_P(Known, FamilyTest, ::testing::ValuesIn(types()), [](const auto &testInfo) {
    std::string name = testInfo.param;
    std::erase(name, '-');
    return name;
});

TEST(FamiliesTest, EveryKnownOneIsTestedAndNamedInErrors)
{
    std::string known;
    for (const auto &[type, config] : configs()) {
        EXPECT_THAT(knownModelTypes(), HasSubstr(type));
        known += type;
    }
    std::string all = knownModelTypes();
    std::erase(all, ',');
    std::erase(all, ' ');
    EXPECT_EQ(all.size(), known.size());
    const auto config = ModelConfig::parse(R"({"model_type":"marsupial"})", "x");
    ASSERT_FALSE(config);
    EXPECT_THAT(config.error().toString(), HasSubstr(knownModelTypes()));
}

std::vector<std::string> targetsOf(const std::string &type)
{
    std::vector<std::string> targets;
    for (const Projection &projection :
         factsOf(configOf(type), HeadKind::SequenceClassification, 2).projections)
        targets.push_back(projection.target);
    return targets;
}

TEST(FamiliesTest, ProjectionsHaveTheNamesThatPeftTargets)
{
    EXPECT_THAT(targetsOf("bert"),
                ElementsAre("query", "key", "value", "attention.output.dense", "intermediate.dense",
                            "output.dense"));
    EXPECT_THAT(targetsOf("distilbert"),
                ElementsAre("q_lin", "k_lin", "v_lin", "out_lin", "lin1", "lin2"));
    EXPECT_THAT(targetsOf("albert"),
                ElementsAre("query", "key", "value", "dense", "ffn", "ffn_output"));
    EXPECT_THAT(targetsOf("deberta-v2"),
                ElementsAre("query_proj", "key_proj", "value_proj", "attention.output.dense",
                            "intermediate.dense", "output.dense"));
}

// peft/utils/constants.py of PEFT 0.10; by the same rule ALBERT, DistilBERT and MPNet, which it leaves out.
TEST(FamiliesTest, WithoutTargetsLoraSitsWherePeftPutsIt)
{
    const std::map<std::string, std::vector<std::string>> expected {
        { "bert", { "query", "value" } },
        { "roberta", { "query", "value" } },
        { "xlm-roberta", { "query", "value" } },
        { "electra", { "query", "value" } },
        { "albert", { "query", "value" } },
        { "distilbert", { "q_lin", "v_lin" } },
        { "mpnet", { "q", "v" } },
        { "deberta-v2", { "query_proj", "value_proj" } },
    };
    for (const auto &[type, config] : configs()) {
        const HeadKind head = HeadKind::SequenceClassification;
        EXPECT_EQ(factsOf(configOf(type), head, 2).loraTargets, expected.at(type)) << type;
    }
}

TEST(FamiliesTest, TheFirstPositionsOfRobertaAreForPadding)
{
    EXPECT_EQ(configOf("roberta").maxLength(), 18);
    EXPECT_EQ(configOf("mpnet").maxLength(), 18);
    EXPECT_EQ(configOf("bert").maxLength(), 20);
    const auto none = ModelConfig::parse(
        R"({"model_type":"roberta",)" + configs().at("roberta") + R"(,"pad_token_id":30})", "x");
    EXPECT_THAT(none.error().toString(), HasSubstr("no position is left"));
}

TEST(FamiliesTest, DropoutFollowsTheKeysOfTheFamily)
{
    EXPECT_EQ(configOf("distilbert", R"(,"dropout":0.3)").hiddenDropout, 0.3);
    EXPECT_EQ(configOf("distilbert").classifierDropout, 0.2);
    EXPECT_EQ(configOf("distilbert").answerDropout, 0.1);
    EXPECT_EQ(configOf("albert").hiddenDropout, 0);
    EXPECT_EQ(configOf("albert").classifierDropout, 0.1);
    EXPECT_EQ(configOf("mpnet", R"(,"hidden_dropout_prob":0.4,"classifier_dropout":0.2)")
                  .classifierDropout,
              0.4);
    EXPECT_EQ(configOf("deberta-v2", R"(,"cls_dropout":0.2,"pooler_dropout":0.3)").poolerDropout,
              0.3);
    EXPECT_EQ(configOf("electra", R"(,"hidden_dropout_prob":0.4)").classifierDropout, 0.4);
}

TEST(FamiliesTest, AttentionTypesComeAsTextOrList)
{
    EXPECT_EQ(configOf("deberta-v2").disentangled.terms(), 3);
    const std::string sizes(kSizes);
    const auto parse = [&](const std::string &more) {
        return ModelConfig::parse(R"({"model_type":"deberta-v2",)" + sizes + more + "}", "x");
    };
    EXPECT_EQ(parse(R"(,"pos_att_type":["c2p"])")->disentangled.terms(), 2);
    EXPECT_EQ(parse("")->disentangled.terms(), 1);
    EXPECT_THAT(parse(R"(,"pos_att_type":3)").error().toString(), HasSubstr("pos_att_type"));
    EXPECT_THAT(parse(R"(,"conv_kernel_size":3)").error().toString(), HasSubstr("convolutions"));
    EXPECT_THAT(parse(R"(,"relative_attention":true)").error().toString(),
                HasSubstr("share_att_key"));
    EXPECT_THAT(parse(R"(,"attention_head_size":4)").error().toString(),
                HasSubstr("attention_head_size"));
}

TEST(FamiliesTest, AnElectraDiscriminatorHasNoMaskedLmHead)
{
    const std::string more = R"(,"architectures":["ElectraForPreTraining"])";
    EXPECT_EQ(configOf("electra", more).head(), HeadKind::None);
    EXPECT_EQ(configOf("albert", R"(,"architectures":["AlbertForPreTraining"])").head(),
              HeadKind::MaskedLm);
}

} // namespace

} // namespace tamiz::engine
