// SPDX-License-Identifier: Apache-2.0
// The fused softmax against the plain path, with the same dropout mask.
#include <limits>

#include "core/engine/model/attention_weights.h"

#include "fused_case.h"

namespace tamiz::engine::test {

namespace {

class AttentionWeightsTest : public FusedCase
{
};

struct Result
{
    torch::Tensor weights, gradient;
};

Result weigh(const torch::Tensor &scores, const torch::Tensor &mask, double dropout,
             const torch::Tensor &upstream, Arithmetic arithmetic)
{
    const torch::Tensor x = leaf(scores); // [R, H, T, S]
    const torch::Tensor weights
        = attentionWeights(x, mask, 0.125, dropout, CounterRandom(5), true, arithmetic);
    weights.backward(upstream.to(weights.scalar_type()));
    return { weights.detach(), x.grad() };
}

torch::Tensor hidden(const std::vector<std::int64_t> &sizes)
{
    return (torch::rand(sizes) < 0.3).to(torch::kFloat) * std::numeric_limits<float>::lowest();
}

TEST_P(AttentionWeightsTest, equalThePlainPathWithEachKindOfMask)
{
    for (const auto &[rows, heads, length, keys] :
         { std::tuple { 2, 3, 5, 7 }, { 1, 1, 1, 1 }, { 3, 2, 33, 33 }, { 1, 2, 4, 300 } }) {
        const torch::Tensor scores = torch::randn({ rows, heads, length, keys }) * 20;
        const torch::Tensor upstream = torch::randn(scores.sizes());
        for (const torch::Tensor &mask :
             { torch::Tensor(), hidden({ rows, 1, 1, keys }),
               torch::randn({ 1, heads, length, keys }), hidden({ length, keys }),
               torch::randn({ rows, heads, length, keys }) }) {
            for (const double dropout : { 0.0, 0.3 }) {
                SCOPED_TRACE(testing::Message() << "keys " << keys << " dropout " << dropout);
                const Result fused = weigh(scores, mask, dropout, upstream, GetParam());
                const Result plain = weigh(scores, mask, dropout, upstream, Arithmetic::Plain);
                EXPECT_EQ(fused.weights.scalar_type(), operandType(GetParam()));
                EXPECT_LE(difference(fused.weights, plain.weights), fusedTolerance(GetParam()));
                EXPECT_TRUE(
                    torch::equal(fused.weights == 0, plain.weights.to(operandType(GetParam())) == 0)
                    || dropout == 0)
                    << "the same are dropped";
                if (keys > 1) {
                    EXPECT_LE(difference(fused.gradient, plain.gradient),
                              fusedTolerance(GetParam()));
                }
            }
        }
    }
}

TEST_P(AttentionWeightsTest, aMaskThatTrainsGetsItsGradient)
{
    const torch::Tensor scores = torch::randn({ 2, 3, 9, 9 });
    const torch::Tensor values = torch::randn({ 1, 3, 9, 9 });
    const torch::Tensor upstream = torch::randn(scores.sizes());
    const auto gradient = [&](Arithmetic arithmetic) {
        const torch::Tensor mask = leaf(values); // [1, H, T, S], as a bias of relative positions
        const torch::Tensor weights
            = attentionWeights(scores, mask, 0.125, 0.2, CounterRandom(5), true, arithmetic);
        weights.backward(upstream.to(weights.scalar_type()));
        return mask.grad();
    };
    EXPECT_LE(difference(gradient(GetParam()), gradient(Arithmetic::Plain)),
              fusedTolerance(GetParam()));
}

TEST_P(AttentionWeightsTest, rowsWithoutAVisibleKeyAndBadScores)
{
    const torch::Tensor scores = torch::randn({ 1, 1, 3, 4 });
    const torch::Tensor all = torch::full({ 1, 1, 1, 4 }, std::numeric_limits<float>::lowest());
    const torch::Tensor even
        = attentionWeights(scores, all, 1, 0, CounterRandom(1), false, GetParam());
    EXPECT_TRUE(torch::equal(even, torch::full_like(even, 0.25)));

    scores[0][0][1][2] = std::numeric_limits<float>::quiet_NaN();
    const torch::Tensor bad
        = attentionWeights(scores, {}, 1, 0, CounterRandom(1), false, GetParam());
    EXPECT_EQ(bad.isnan().sum().item<int>(), 4) << "its row, and no other";
}

TEST_P(AttentionWeightsTest, nothingIsDroppedOutsideTraining)
{
    const torch::Tensor scores = torch::randn({ 1, 2, 3, 4 });
    EXPECT_TRUE(
        torch::equal(attentionWeights(scores, {}, 1, 0.5, CounterRandom(1), false, GetParam()),
                     attentionWeights(scores, {}, 1, 0, CounterRandom(1), true, GetParam())));
}

TEST_P(AttentionWeightsTest, haveTheSameBitsOnAnyNumberOfThreads)
{
    const torch::Tensor scores = torch::randn({ 8, 4, 65, 65 });
    const torch::Tensor upstream = torch::randn(scores.sizes());
    expectSameBitsOnAnyThreads([&] {
        const Result result = weigh(scores, {}, 0.1, upstream, GetParam());
        return std::vector { result.weights, result.gradient };
    });
}

INSTANTIATE_TEST_SUITE_P(Arithmetics, AttentionWeightsTest, kFusedArithmetics, arithmeticName);

} // namespace

} // namespace tamiz::engine::test
