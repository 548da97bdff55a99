// SPDX-License-Identifier: Apache-2.0
// A batch without its padding says what the padded one says.
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

std::vector<torch::Tensor> gradients(Model &model, const BatchTensors &batch, bool needsLogits)
{
    ForwardContext context;
    context.needsLogits = needsLogits;
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
        const std::vector<torch::Tensor> expected = gradients(*model, padded(batch), needsLogits);
        const std::vector<torch::Tensor> actual = gradients(*model, batch, needsLogits);
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

TEST(LayoutTest, RowsOfEqualLengthShareABlockAndEveryTokenKeepsItsPlace)
{
    const BatchTensors batch = raggedBatch(HeadKind::TokenClassification);
    const TokenLayout layout = layoutOf(batch);
    ASSERT_TRUE(layout.isPacked());
    ASSERT_EQ(layout.blocks.size(), 3U); // of 7, 5 and twice 3 tokens
    EXPECT_EQ(layout.blocks[2].rows, 2);
    EXPECT_TRUE(layout.blocks[0].visible.defined());
    EXPECT_FALSE(layout.blocks[1].visible.defined());
    const torch::Tensor ids = layout.perToken(batch.inputIds); // [18]
    EXPECT_EQ(ids.numel(), 32); // 18, and fillers of no row
    EXPECT_TRUE(torch::equal(layout.toRows(ids.unsqueeze(1)).squeeze(2), batch.inputIds));
    EXPECT_TRUE(torch::equal(ids.index_select(0, layout.rowStarts), batch.inputIds.select(1, 0)));
    const torch::Tensor last = torch::tensor({ 1 * 7 + 6, 3 * 7 + 4 }, torch::kLong);
    EXPECT_TRUE(torch::equal(layout.at(ids, last), torch::tensor({ 3, 3 }, torch::kLong)));
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
