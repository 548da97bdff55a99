// SPDX-License-Identifier: Apache-2.0
// What holds for every decoder, on tiny random ones.
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/engine/model/decoder.h"
#include "core/engine/model/model.h"
#include "core/engine/model/model_facts.h"
#include "core/engine/model/rotary.h"

namespace tamiz::engine {

namespace {

using testing::HasSubstr;

std::string configText(const std::string &more, const std::string &type = "llama")
{
    return R"({"model_type":")" + type
        + R"(","vocab_size":50,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,)"
          R"("num_key_value_heads":2,"intermediate_size":24,"max_position_embeddings":32,)"
          R"("initializer_range":0.2,"tie_word_embeddings":false)"
        + more + "}";
}

std::unique_ptr<Model> tinyDecoder(const std::string &more = "", const std::string &type = "llama",
                                   HeadKind head = HeadKind::CausalLm)
{
    const auto config = ModelConfig::parse(configText(more, type), "config.json");
    EXPECT_TRUE(config) << config.error().toString();
    auto model = Model::create(*config, head, 3);
    EXPECT_TRUE(model) << model.error().toString();
    (*model)->setArithmetic(Arithmetic::Plain);
    return std::move(*model);
}

BatchTensors rows(std::vector<std::int64_t> ids, std::vector<std::int64_t> visible = {})
{
    const auto length = static_cast<std::int64_t>(ids.size());
    BatchTensors batch;
    batch.inputIds = torch::tensor(ids, torch::kLong).view({ 1, length });
    if (!visible.empty())
        batch.attentionMask = torch::tensor(visible, torch::kLong).view({ 1, length });
    return batch;
}

torch::Tensor logits(const Model &model, const BatchTensors &batch)
{
    return model.forward(batch, {}).logits.detach()[0]; // [T, V]
}

std::vector<torch::Tensor> hiddenStates(const Model &model, const BatchTensors &batch)
{
    std::vector<torch::Tensor> states; // [B, T, C]
    ForwardContext context;
    context.hiddenStates = &states;
    model.forward(batch, context);
    for (torch::Tensor &state : states)
        state = state.detach().reshape({ -1, state.size(-1) }); // [N, C]
    return states;
}

double largest(const torch::Tensor &difference)
{
    return difference.abs().max().item<double>();
}

TEST(DecoderTest, NoTokenSeesWhatComesAfterIt)
{
    for (const char *type : { "llama", "mixtral" }) {
        const auto model = tinyDecoder("", type);
        const torch::Tensor first = logits(*model, rows({ 3, 9, 17, 31, 44 }));
        const torch::Tensor second = logits(*model, rows({ 3, 9, 17, 8, 2 }));
        EXPECT_LE(largest(first.narrow(0, 0, 3) - second.narrow(0, 0, 3)), 1e-6) << type;
        EXPECT_GT(largest(first.narrow(0, 3, 2) - second.narrow(0, 3, 2)), 1e-3) << type;
    }
}

TEST(DecoderTest, AHiddenTokenChangesNothingBehindItAndSeesNoFuture)
{
    const auto model = tinyDecoder();
    const std::vector<std::int64_t> visible { 0, 1, 1, 0, 1 };
    const torch::Tensor first = logits(*model, rows({ 3, 9, 17, 31, 44 }, visible));
    const torch::Tensor other = logits(*model, rows({ 5, 9, 17, 8, 44 }, visible));
    for (const std::int64_t position : { 1, 2, 4 })
        EXPECT_LE(largest(first[position] - other[position]), 1e-6) << position;
    const torch::Tensor future = logits(*model, rows({ 3, 9, 17, 31, 2 }, visible));
    EXPECT_LE(largest(first.narrow(0, 0, 4) - future.narrow(0, 0, 4)), 1e-6);
}

TEST(DecoderTest, AWindowHidesWhatLiesFurtherBack)
{
    const auto model = tinyDecoder(R"(,"sliding_window":2)", "mistral");
    // Two layers of two tokens each reach two tokens back.
    const torch::Tensor first = logits(*model, rows({ 3, 9, 17, 31, 44 }));
    const torch::Tensor far = logits(*model, rows({ 3, 8, 17, 31, 44 }));
    EXPECT_LE(largest(first[4] - far[4]), 1e-6);
    EXPECT_GT(largest(first[3] - far[3]), 1e-3);
}

TEST(DecoderTest, OnlyLabelledPositionsGoThroughTheHeadAndTheLossIsTheSame)
{
    const auto model = tinyDecoder();
    BatchTensors batch = rows({ 3, 9, 17, 31, 44, 6 }, { 1, 1, 1, 1, 1, 0 });
    batch.labels = torch::tensor({ { 3, -100, 17, -100, 44, -100 } }, torch::kLong);
    ForwardContext context;
    const ModelOutput all = model->forward(batch, context);
    context.needsLogits = false;
    const ModelOutput some = model->forward(batch, context);
    EXPECT_FALSE(some.logits.defined());
    EXPECT_NEAR(all.loss.item<double>(), some.loss.item<double>(), 1e-6);

    const torch::Tensor logSoftmax = all.logits.detach()[0].log_softmax(-1); // [T, V]
    const double expected
        = -(logSoftmax[1][17].item<double>() + logSoftmax[3][44].item<double>()) / 2;
    EXPECT_NEAR(all.loss.item<double>(), expected, 1e-5)
        << "a label is predicted one position before it; the first one by nothing";

    const VocabularyScores scores = model->vocabularyScores(batch);
    ASSERT_EQ(scores.losses.numel(), 2);
    EXPECT_NEAR(scores.losses.mean().item<double>(), expected, 1e-5);

    batch.labels = torch::full({ 1, 6 }, -100, torch::kLong);
    const torch::Tensor none = model->forward(batch, context).loss;
    EXPECT_EQ(none.item<double>(), 0);
    none.backward();
}

// transformers' load_balancing_loss_func by hand: over the visible tokens of all layers, experts times
// the sum of (share of choices x mean chance).
TEST(DecoderTest, RoutersThatFavourExpertsCostTheirShareOfTheLoss)
{
    const std::vector<Routing> routing {
        { torch::tensor({ { 0.5F, 0.3F, 0.2F }, { 0.6F, 0.1F, 0.3F }, { 0.2F, 0.2F, 0.6F } }),
          torch::tensor({ { 0, 1 }, { 0, 2 }, { 2, 1 } }, torch::kLong) },
        { torch::tensor({ { 0.1F, 0.8F, 0.1F }, { 0.3F, 0.4F, 0.3F }, { 0.9F, 0.1F, 0.0F } }),
          torch::tensor({ { 1, 0 }, { 1, 2 }, { 0, 1 } }, torch::kLong) },
    };
    const double all = 3 * (4 / 6.0 * 2.6 + 5 / 6.0 * 1.9 + 3 / 6.0 * 1.5) / 6;
    EXPECT_NEAR(imbalance(routing, {}).item<double>(), all, 1e-6);
    const torch::Tensor mask = torch::tensor({ { 1, 1, 0 } }, torch::kLong);
    const double visible = 3 * (3 / 4.0 * 1.5 + 3 / 4.0 * 1.6 + 2 / 4.0 * 0.9) / 4;
    EXPECT_NEAR(imbalance(routing, mask).item<double>(), visible, 1e-6);

    const auto lossOf = [](const std::string &more) {
        const auto model = tinyDecoder(R"(,"num_local_experts":4)" + more, "mixtral");
        BatchTensors batch = rows({ 3, 9, 17, 31, 44 });
        batch.labels = batch.inputIds;
        const torch::Tensor loss = model->forward(batch, {}).loss;
        loss.backward();
        return loss.item<double>();
    };
    const double plain = lossOf("");
    const double balanced = lossOf(R"(,"output_router_logits":true,"router_aux_loss_coef":0.5)");
    EXPECT_GE(balanced - plain, 0.5 * 2 * 0.99) << "two choices a token, spread evenly, cost 2";
    EXPECT_LE(balanced - plain, 0.5 * 4);
    EXPECT_EQ(plain, lossOf(R"(,"output_router_logits":false,"router_aux_loss_coef":0.5)"));
}

TEST(DecoderTest, ClassifiesFromTheLastVisibleToken)
{
    const auto model = tinyDecoder("", "llama", HeadKind::SequenceClassification);
    const auto answer
        = [&](const BatchTensors &batch) { return model->forward(batch, {}).logits.detach(); };
    const torch::Tensor padded = answer(rows({ 3, 9, 17, 31, 44 }, { 1, 1, 1, 0, 0 })); // [1, 2]
    EXPECT_LE(largest(padded - answer(rows({ 3, 9, 17 }))), 1e-6);
    EXPECT_GT(largest(padded - answer(rows({ 3, 9, 17, 31 }))), 1e-4);
}

TEST(DecoderTest, RotationsTurnPairsByTheirAngle)
{
    RopeConfig rope { .dimensions = 4, .theta = 100 };
    const Rotation rotation = rotationAt(rope, 3, 2, 5);
    EXPECT_NEAR(rotation.cosine[0][0].item<double>(), std::cos(3.0), 1e-6);
    EXPECT_NEAR(rotation.sine[1][1].item<double>(), std::sin(4.0 / 10), 1e-6);
    const torch::Tensor x = torch::arange(12, torch::kFloat).view({ 1, 1, 2, 6 });
    for (const Arithmetic arithmetic : { Arithmetic::Plain, Arithmetic::Fp32 }) {
        const torch::Tensor turned = rotate(x, rotation, arithmetic);
        EXPECT_NEAR(turned[0][0][0][0].item<double>(), 0 * std::cos(3.0) - 2 * std::sin(3.0), 1e-5);
        EXPECT_NEAR(turned[0][0][0][2].item<double>(), 2 * std::cos(3.0) + 0 * std::sin(3.0), 1e-5);
        EXPECT_EQ(turned[0][0][1][5].item<double>(), 11) << "beyond the rotated dimensions";
    }
}

TEST(DecoderTest, ScalingsStretchTheAngles)
{
    const auto angle = [](const RopeConfig &rope, std::int64_t position, std::int64_t pair) {
        const Rotation rotation = rotationAt(rope, position, 1, position + 1);
        return std::atan2(rotation.sine[0][pair].item<double>(),
                          rotation.cosine[0][pair].item<double>());
    };
    const RopeConfig linear {
        .dimensions = 4, .theta = 1e4, .scaling = RopeScaling::Linear, .factor = 4
    };
    EXPECT_NEAR(angle(linear, 2, 0), 0.5, 1e-6);

    // NTK: nothing within the trained length; behind it the base grows to theta * g^(R / (R - 2)).
    const RopeConfig dynamic { .dimensions = 4,
                               .theta = 1e4,
                               .scaling = RopeScaling::Dynamic,
                               .factor = 2,
                               .trainedPositions = 8 };
    EXPECT_NEAR(angle(dynamic, 1, 1), 1e-2, 1e-6);
    const double base = 1e4 * std::pow(2.0 * 16 / 8 - 1, 2);
    EXPECT_NEAR(angle(dynamic, 15, 1), 15 / std::sqrt(base), 1e-6);

    // Llama 3.1: 8192 trained positions, factor 8, low 1, high 4.
    const RopeConfig llama3 { .dimensions = 64,
                              .theta = 5e5,
                              .scaling = RopeScaling::Llama3,
                              .factor = 8,
                              .lowFrequencyFactor = 1,
                              .highFrequencyFactor = 4,
                              .trainedPositions = 8192 };
    EXPECT_NEAR(angle(llama3, 1, 0), 1, 1e-6) << "short waves stay";
    const double slowest = std::pow(5e5, -62.0 / 64);
    EXPECT_NEAR(angle(llama3, 1000, 31), 1000 * slowest / 8, 1e-6) << "long waves are stretched";
    const double middle = std::pow(5e5, -34.0 / 64); // 1.22 turns within the trained length
    const double turns = 8192 * middle / (2 * M_PI);
    const double kept = (turns - 1) / 3;
    EXPECT_NEAR(angle(llama3, 10, 17), 10 * middle * (kept + (1 - kept) / 8), 1e-6);
}

TEST(DecoderTest, ConfigurationsThatCannotBeReadAreRefusedWithTheirKey)
{
    const auto errorOf = [](const std::string &more, const std::string &type = "llama") {
        const auto config = ModelConfig::parse(configText(more, type), "config.json");
        return config ? std::string("read") : config.error().toString();
    };
    EXPECT_EQ(errorOf(""), "read");
    EXPECT_EQ(errorOf(R"(,"rope_scaling":null)"), "read");
    EXPECT_THAT(errorOf(R"(,"rope_parameters":{"rope_type":"yarn","factor":2})"),
                HasSubstr("rope_parameters"));
    EXPECT_THAT(errorOf(R"(,"rope_parameters":{"rope_theta":"x"})"), HasSubstr("rope_theta"));
    EXPECT_THAT(errorOf(R"(,"rope_scaling":{"type":"yarn","factor":2})"), HasSubstr("yarn"));
    EXPECT_THAT(errorOf(R"(,"rope_scaling":{"type":"linear","factor":0})"),
                HasSubstr("rope_scaling"));
    EXPECT_THAT(errorOf(R"(,"hidden_act":"mish")"), HasSubstr("hidden_act"));
    EXPECT_THAT(errorOf(R"(,"head_dim":3)"), HasSubstr("pairs"));
    EXPECT_THAT(errorOf(R"(,"pad_token_id":50)"), HasSubstr("pad_token_id"));
    EXPECT_THAT(errorOf(R"(,"num_experts_per_tok":9)", "mixtral"),
                HasSubstr("num_experts_per_tok"));
    EXPECT_THAT(errorOf(R"(,"layerdrop":0.1)", "biogpt"), HasSubstr("layerdrop"));
    EXPECT_THAT(errorOf(R"(,"ffn_dim":24,"layerdrop":0.1)", "opt"), HasSubstr("layerdrop"));
    EXPECT_THAT(errorOf("", "qwen17"), HasSubstr("qwen17"));
}

TEST(DecoderTest, TheBaseOfRotationsStandsWhereEachVersionOfTransformersWritesIt)
{
    const auto ropeOf = [](const std::string &more, const std::string &type) {
        const auto config = ModelConfig::parse(configText(more, type), "config.json");
        EXPECT_TRUE(config) << config.error().toString();
        return config ? config->decoder->rope : RopeConfig {};
    };
    EXPECT_EQ(ropeOf("", "llama").theta, 1e4);
    EXPECT_EQ(ropeOf(R"(,"rope_theta":5e5)", "llama").theta, 5e5);
    const RopeConfig rope = ropeOf(
        R"(,"rope_parameters":{"rope_type":"linear","factor":4,"rope_theta":5e5})", "llama");
    EXPECT_EQ(rope.theta, 5e5);
    EXPECT_EQ(rope.factor, 4);
    EXPECT_EQ(ropeOf(R"(,"rope_parameters":{"partial_rotary_factor":1,"rope_theta":100})", "phi")
                  .dimensions,
              4);
}

TEST(DecoderTest, ScaledEmbeddingsAreTheFamilysOwn)
{
    const torch::Tensor scaled = hiddenStates(*tinyDecoder("", "biogpt"), rows({ 3, 9 })).front();
    const torch::Tensor plain
        = hiddenStates(*tinyDecoder(R"(,"scale_embedding":false)", "biogpt"), rows({ 3, 9 }))
              .front(); // the same seed, the same weights
    const auto model = tinyDecoder("", "biogpt");
    const torch::Tensor words = model->parameters().front().tensor.detach(); // [V, C]
    EXPECT_LE(largest(scaled - plain - 3 * words.index_select(0, torch::tensor({ 3, 9 }))), 1e-6);
}

TEST(DecoderTest, DropoutBehindTheActivationIsReadAndTakenOut)
{
    BatchTensors batch = rows({ 3, 9, 17, 31, 44 });
    batch.labels = batch.inputIds;
    const std::string quiet
        = R"(,"hidden_dropout_prob":0,"attention_probs_dropout_prob":0,"activation_dropout":)";
    const auto lossOf = [&batch](Model &model, bool isTraining) {
        ForwardContext context;
        context.isTraining = isTraining;
        return model.forward(batch, context).loss.item<double>();
    };
    const auto without = tinyDecoder(quiet + "0", "biogpt");
    EXPECT_EQ(lossOf(*without, true), lossOf(*without, false));
    const auto with = tinyDecoder(quiet + "0.5", "biogpt");
    EXPECT_EQ(lossOf(*with, false), lossOf(*without, false));
    EXPECT_NE(lossOf(*with, true), lossOf(*with, false));
    with->setDropout(0);
    EXPECT_EQ(lossOf(*with, true), lossOf(*with, false));
}

TEST(DecoderTest, FactsCountWhatTheModelHolds)
{
    for (const char *type : { "llama", "mixtral" }) {
        const auto model = tinyDecoder(R"(,"num_local_experts":4)", type);
        const ModelFacts facts = factsOf(model->config(), HeadKind::CausalLm, 0);
        std::int64_t held = 0;
        for (const NamedTensor &parameter : model->parameters())
            held += parameter.tensor.numel();
        EXPECT_EQ(facts.embeddings + facts.layers * facts.layer + facts.finalNorm + facts.head,
                  held)
            << type;
        EXPECT_EQ(facts.head, 50 * 16) << type;
        EXPECT_EQ(facts.passes.size(), 2U) << type;
        EXPECT_EQ(facts.layer - facts.activeLayer,
                  type == std::string("mixtral") ? 2 * 3 * 16 * 24 : 0);
    }
}

// peft/utils/constants.py of PEFT 0.10; Qwen as later versions have it, BioGPT as its like.
TEST(DecoderTest, WithoutTargetsLoraSitsWherePeftPutsIt)
{
    const std::string gpt2 = R"({"model_type":"gpt2","vocab_size":50,"n_embd":16,"n_layer":2,)"
                             R"("n_head":4,"n_positions":32})";
    const std::vector<std::tuple<std::string, std::string, std::vector<std::string>>> cases {
        { "llama", configText(""), { "q_proj", "v_proj" } },
        { "mistral", configText("", "mistral"), { "q_proj", "v_proj" } },
        { "mixtral", configText("", "mixtral"), { "q_proj", "v_proj" } },
        { "qwen2", configText("", "qwen2"), { "q_proj", "v_proj" } },
        { "qwen3", configText("", "qwen3"), { "q_proj", "v_proj" } },
        { "phi", configText("", "phi"), { "q_proj", "v_proj", "fc1", "fc2" } },
        { "opt", configText(R"(,"ffn_dim":24)", "opt"), { "q_proj", "v_proj" } },
        { "biogpt", configText("", "biogpt"), { "q_proj", "v_proj" } },
        { "gpt_neox", configText(R"(,"rotary_pct":0.5)", "gpt_neox"), { "query_key_value" } },
        { "gpt2", gpt2, { "c_attn" } },
    };
    for (const auto &[type, text, targets] : cases) {
        SCOPED_TRACE(type);
        const auto config = ModelConfig::parse(text, "config.json");
        ASSERT_TRUE(config) << config.error().toString();
        EXPECT_EQ(factsOf(*config, HeadKind::CausalLm, 0).loraTargets, targets);

        const auto model = Model::create(*config, HeadKind::CausalLm, 3);
        ASSERT_TRUE(model) << model.error().toString();
        LayersSection layers;
        layers.lora.rank = 2;
        const Status configured = (*model)->configure(layers, 1);
        ASSERT_TRUE(configured) << configured.error().toString();
        std::size_t adapted = 0;
        for (const NamedTensor &parameter : (*model)->trainableParameters())
            adapted += parameter.name.ends_with("lora_B.weight") ? 1 : 0;
        EXPECT_EQ(adapted, 2 * targets.size()) << "in each of two layers";
    }
}

TEST(DecoderTest, HeadsThatADecoderLacksAreRefused)
{
    const auto config = ModelConfig::parse(configText(""), "config.json");
    ASSERT_TRUE(config);
    EXPECT_FALSE(Model::create(*config, HeadKind::MaskedLm, 1));
    EXPECT_FALSE(Model::create(*config, HeadKind::TokenClassification, 1));
}

} // namespace

} // namespace tamiz::engine
