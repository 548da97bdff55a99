// SPDX-License-Identifier: Apache-2.0
// A batch without its padding says what the padded one says.
#include <set>

#include <gtest/gtest.h>

#include "core/engine/model/layout.h"
#include "core/engine/model/model.h"

namespace tamiz::engine {

namespace {

constexpr double kTolerance = 2e-6; ///< of logits around 1; relative for gradients

struct Case
{
    std::string name;
    std::string type;
    std::string config; ///< beyond what all have
    HeadKind head = HeadKind::TokenClassification;
};

std::ostream &operator<<(std::ostream &stream, const Case &what)
{
    return stream << what.name;
}

std::unique_ptr<Model> makeModel(const Case &what)
{
    const auto config = ModelConfig::parse(
        R"({"model_type":")" + what.type
            + R"(","vocab_size":50,"hidden_size":16,"num_hidden_layers":2,"num_attention_heads":4,)"
              R"("intermediate_size":24,"max_position_embeddings":32,"initializer_range":0.2,)"
              R"("pad_token_id":0,"id2label":{"0":"a","1":"b"})"
            + what.config + "}",
        "config.json");
    EXPECT_TRUE(config) << config.error().toString();
    auto model = Model::create(*config, what.head, 3);
    if (!model)
        return nullptr;
    (*model)->setArithmetic(Arithmetic::Plain);
    return std::move(*model);
}

/// Rows of 3, 7, 3 and 5 tokens; one token in the middle of the second is hidden.
BatchTensors raggedBatch(HeadKind head)
{
    BatchTensors batch;
    batch.lengths = { 3, 7, 3, 5 };
    batch.inputIds = torch::tensor({ { 2, 9, 3, 0, 0, 0, 0 },
                                     { 2, 8, 21, 30, 11, 40, 3 },
                                     { 2, 17, 3, 0, 0, 0, 0 },
                                     { 2, 33, 12, 9, 3, 0, 0 } },
                                   torch::kLong);
    batch.attentionMask = torch::tensor({ { 1, 1, 1, 0, 0, 0, 0 },
                                          { 1, 1, 0, 1, 1, 1, 1 },
                                          { 1, 1, 1, 0, 0, 0, 0 },
                                          { 1, 1, 1, 1, 1, 0, 0 } },
                                        torch::kLong);
    if (head == HeadKind::SequenceClassification) {
        batch.labels = torch::tensor({ 0, 1, 1, 0 }, torch::kLong);
    } else {
        batch.labels = torch::tensor({ { -100, 1, 0, -100, -100, -100, -100 },
                                       { 0, 1, 0, 1, 1, -100, 0 },
                                       { 1, 0, -100, -100, -100, -100, -100 },
                                       { -100, 0, 1, 1, 0, -100, -100 } },
                                     torch::kLong);
    }
    return batch;
}

BatchTensors padded(BatchTensors batch)
{
    batch.lengths.clear();
    return batch;
}

/// Largest difference where there are tokens.
double difference(const torch::Tensor &a, const torch::Tensor &b, const BatchTensors &batch)
{
    torch::Tensor off = (a - b).detach().abs(); // [B, K] or [B, T, K]
    if (off.dim() == 3)
        off = off.index({ batch.attentionMask == 1 }); // [n, K]
    return off.max().item<double>();
}

std::vector<torch::Tensor> gradients(Model &model, const BatchTensors &batch,
                                     const ForwardContext &context)
{
    for (NamedTensor &parameter : model.trainableParameters())
        torch::Tensor(parameter.tensor).mutable_grad() = torch::Tensor();
    model.forward(batch, context).loss.backward();
    std::vector<torch::Tensor> gradients;
    for (const NamedTensor &parameter : model.trainableParameters()) {
        if (parameter.tensor.grad().defined())
            gradients.push_back(parameter.tensor.grad().clone());
    }
    return gradients;
}

class PackingTest : public ::testing::TestWithParam<Case>
{
};

TEST_P(PackingTest, OutputsLossAndGradientsEqualThoseOfPaddedRows)
{
    const auto model = makeModel(GetParam());
    ASSERT_TRUE(model);
    const BatchTensors batch = raggedBatch(GetParam().head);
    const ModelOutput packed = model->forward(batch, {});
    const ModelOutput reference = model->forward(padded(batch), {});
    ASSERT_EQ(packed.logits.sizes(), reference.logits.sizes());
    EXPECT_LE(difference(packed.logits, reference.logits, batch), kTolerance);
    EXPECT_NEAR(packed.loss.item<double>(), reference.loss.item<double>(), kTolerance);

    for (const bool needsLogits : { true, false }) {
        ForwardContext context;
        context.needsLogits = needsLogits;
        const std::vector<torch::Tensor> expected = gradients(*model, padded(batch), context);
        const std::vector<torch::Tensor> actual = gradients(*model, batch, context);
        ASSERT_EQ(actual.size(), expected.size());
        ASSERT_FALSE(actual.empty());
        double scale = 0;
        for (const torch::Tensor &gradient : expected)
            scale = std::max(scale, gradient.abs().max().item<double>());
        for (std::size_t i = 0; i < actual.size(); ++i) {
            EXPECT_LE((actual[i] - expected[i]).abs().max().item<double>(), kTolerance * scale)
                << model->trainableParameters()[i].name;
        }
    }
}

TEST_P(PackingTest, HiddenStatesStandInTheirRowsAndPaddingIsZero)
{
    const auto model = makeModel(GetParam());
    ASSERT_TRUE(model);
    const BatchTensors batch = raggedBatch(GetParam().head);
    std::vector<torch::Tensor> packed;
    std::vector<torch::Tensor> reference;
    ForwardContext context;
    context.hiddenStates = &packed;
    model->forward(batch, context);
    context.hiddenStates = &reference;
    model->forward(padded(batch), context);
    ASSERT_EQ(packed.size(), reference.size());
    for (std::size_t i = 0; i < packed.size(); ++i) {
        EXPECT_LE(difference(packed[i], reference[i], batch), kTolerance) << "state " << i;
        EXPECT_EQ(packed[i][0].narrow(0, 3, 4).abs().max().item<double>(), 0) << "state " << i;
    }
}

TEST_P(PackingTest, DropoutDropsAsOftenAsInPaddedRows)
{
    const auto model = makeModel(GetParam());
    ASSERT_TRUE(model);
    model->setDropout(0.3);
    const BatchTensors batch = raggedBatch(GetParam().head);
    const auto meanLoss = [&model](const BatchTensors &rows) {
        constexpr int kDraws = 400;
        double sum = 0;
        for (int i = 0; i < kDraws; ++i) {
            ForwardContext context;
            context.isTraining = true;
            context.dropout = CounterRandom(static_cast<std::uint64_t>(i));
            sum += model->forward(rows, context).loss.item<double>();
        }
        return sum / kDraws;
    };
    const double reference = meanLoss(padded(batch));
    EXPECT_NEAR(meanLoss(batch) / reference, 1, 0.1);
}

/// Of layers that compute twice, with what they drop.
TEST_P(PackingTest, CheckpointedLayersGiveTheSameGradients)
{
    const auto model = makeModel(GetParam());
    ASSERT_TRUE(model);
    model->setDropout(0.3);
    const BatchTensors batch = raggedBatch(GetParam().head);
    ForwardContext context;
    context.isTraining = true;
    context.dropout = CounterRandom(5);
    const std::vector<torch::Tensor> expected = gradients(*model, batch, context);
    const double loss = model->forward(batch, context).loss.item<double>();
    context.checkpointsLayers = true;
    const ModelOutput output = model->forward(batch, context);
    EXPECT_EQ(output.loss.item<double>(), loss);
    const std::vector<torch::Tensor> actual = gradients(*model, batch, context);
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        EXPECT_TRUE(torch::allclose(actual[i], expected[i], 1e-5, 1e-6))
            << model->trainableParameters()[i].name;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Families, PackingTest,
    ::testing::Values(
        Case { "bert", "bert", "" },
        Case { "bert_rows", "bert", "", HeadKind::SequenceClassification },
        Case { "bert_mlm", "bert", "", HeadKind::MaskedLm }, Case { "roberta", "roberta", "" },
        Case { "albert", "albert", R"(,"embedding_size":8)" },
        Case { "mpnet", "mpnet", R"(,"relative_attention_num_buckets":32)" },
        Case {
            "deberta", "deberta-v2",
            R"(,"relative_attention":true,"pos_att_type":["c2p","p2c"],"position_buckets":4,)"
            R"("max_relative_positions":-1,"position_biased_input":false,"share_att_key":true)" },
        Case { "gpt2", "gpt2", R"(,"n_embd":16,"n_layer":2,"n_head":4,"n_positions":32)",
               HeadKind::CausalLm },
        Case { "llama", "llama", R"(,"num_key_value_heads":2)", HeadKind::CausalLm },
        Case { "llama_rows", "llama", R"(,"num_key_value_heads":2)",
               HeadKind::SequenceClassification },
        Case { "mistral", "mistral", R"(,"num_key_value_heads":2,"sliding_window":3)",
               HeadKind::CausalLm }),
    [](const auto &each) { return each.param.name; });

TEST(LayoutTest, RowsOfNearlyEqualLengthShareABlockAndEveryTokenKeepsItsPlace)
{
    BatchTensors batch;
    batch.lengths = { 3, 19, 7, 17 };
    batch.inputIds = torch::arange(1, 4 * 19 + 1, torch::kLong).view({ 4, 19 });
    for (std::int64_t row = 0; row < 4; ++row) {
        const std::int64_t length = batch.lengths[static_cast<std::size_t>(row)];
        batch.inputIds[row].narrow(0, length, 19 - length).zero_();
    }
    const TokenLayout layout = layoutOf(batch);
    ASSERT_TRUE(layout.isPacked());
    ASSERT_EQ(layout.blocks.size(), 2U);
    EXPECT_EQ(layout.blocks[0].length, 24);
    EXPECT_EQ(layout.blocks[1].length, 8);
    EXPECT_EQ(layout.blocks[0].rows, 2);
    EXPECT_EQ(layout.longest(), 24);
    const torch::Tensor ids = layout.perToken(batch.inputIds, -1);
    ASSERT_EQ(ids.numel(), 64); // 2 rows of 24 and 2 of 8
    EXPECT_EQ(ids.eq(-1).sum().item<std::int64_t>(), 64 - (3 + 19 + 7 + 17));
    // Without a mask nobody attends to fillers.
    EXPECT_TRUE(
        torch::equal(layout.blocks[1].visible.sum(1), torch::tensor({ 3, 7 }, torch::kLong)));
    EXPECT_TRUE(torch::equal(layout.toRows(layout.perToken(batch.inputIds).unsqueeze(1)).squeeze(2),
                             batch.inputIds));
    EXPECT_TRUE(torch::equal(ids.index_select(0, layout.rowStarts), batch.inputIds.select(1, 0)));
    const torch::Tensor last = torch::tensor({ 1 * 19 + 18, 3 * 19 + 16 }, torch::kLong);
    EXPECT_TRUE(torch::equal(layout.at(ids, last), batch.inputIds.flatten().index_select(0, last)));

    std::vector<torch::Tensor> rows;
    for (std::int64_t row = 0; row < 4; ++row)
        rows.push_back(batch.inputIds[row]
                           .narrow(0, 0, batch.lengths[static_cast<std::size_t>(row)])
                           .unsqueeze(1));
    EXPECT_TRUE(torch::equal(layout.fromRows(rows).squeeze(1), layout.perToken(batch.inputIds)));
}

TEST(LayoutTest, FewLengthsAndFewNumbersOfTokensAreUsed)
{
    std::set<std::int64_t> lengths;
    std::set<std::int64_t> tokens;
    for (std::int64_t length = 1; length < 512; ++length) {
        BatchTensors batch;
        batch.inputIds = torch::zeros({ 2, 512 }, torch::kLong);
        batch.lengths = { 512, length };
        const TokenLayout layout = layoutOf(batch);
        const std::int64_t used = layout.blocks.back().length;
        EXPECT_GE(used, length);
        EXPECT_LE(used, std::max<std::int64_t>(length + 7, length + length / 4));
        lengths.insert(used);
        tokens.insert(layout.places.size(0));
        EXPECT_LE(layout.fillers, layout.places.size(0) / 8);
    }
    EXPECT_LE(lengths.size(), 20U);
    EXPECT_LE(tokens.size(), 9U);
}

TEST(LayoutTest, RowsOfOneLengthAreNotMoved)
{
    BatchTensors batch = raggedBatch(HeadKind::TokenClassification);
    batch.lengths = { 7, 7, 7, 7 };
    EXPECT_FALSE(layoutOf(batch).isPacked());
    batch.lengths = { 3, 7, 0, 5 }; // heads ask for each row's first token
    EXPECT_FALSE(layoutOf(batch).isPacked());
}

} // namespace

} // namespace tamiz::engine
