// SPDX-License-Identifier: Apache-2.0
// The fused loss over a vocabulary against scores and cross-entropy written out in double precision.
#include "core/engine/model/vocabulary_loss.h"

#include <ATen/core/Reduction.h>
#include <ATen/core/grad_mode.h>

#include "core/engine/data/batch.h"
#include "fused_case.h"

namespace tamiz::engine::test {

namespace {

constexpr std::int64_t kWidth = 24; // E

class VocabularyLossTest : public FusedCase
{
protected:
    /// A last layer, the states that it reads and their labels.
    struct Case
    {
        torch::Tensor x; ///< [M, E]
        torch::Tensor weight; ///< [V, E]
        torch::Tensor bias; ///< [V]
        torch::Tensor labels; ///< [M], some -100
    };

    /// What a product reads is rounded beforehand, so that both paths read the same.
    static Case makeCase(std::int64_t rows, std::int64_t vocabulary)
    {
        const auto rounded = [](const torch::Tensor &x) {
            return x.to(operandType(GetParam())).to(torch::kFloat);
        };
        Case made { rounded(torch::randn({ rows, kWidth })),
                    rounded(torch::randn({ vocabulary, kWidth }) * 0.3),
                    torch::randn({ vocabulary }),
                    torch::randint(vocabulary, { rows }, torch::kLong) };
        made.labels.slice(0, 1, rows, 3).fill_(kIgnoredLabel);
        return made;
    }

    static torch::Tensor fused(const Case &given, double smoothing, bool hasBias = true)
    {
        return linearCrossEntropy(given.x, given.weight, hasBias ? given.bias : torch::Tensor(),
                                  given.labels, smoothing, GetParam());
    }

    static torch::Tensor writtenOut(const Case &given, double smoothing, bool hasBias = true)
    {
        torch::Tensor scores = torch::matmul(given.x, given.weight.t()); // [M, V]
        if (hasBias)
            scores = scores + given.bias;
        return torch::cross_entropy_loss(scores, given.labels, {}, at::Reduction::Mean,
                                         kIgnoredLabel, smoothing);
    }

    static Case leaves(const Case &given, torch::ScalarType type)
    {
        return { leaf(given.x.to(type)), leaf(given.weight.to(type)), leaf(given.bias.to(type)),
                 given.labels };
    }
};

// 300,000 tokens have rows of scores so large that 70 rows take three turns.
TEST_P(VocabularyLossTest, equalsTheScoresWrittenOut)
{
    struct Size
    {
        std::int64_t rows, vocabulary;
    };
    for (const Size &size : { Size { 5, 7 }, Size { 64, 1000 }, Size { 70, 300'000 } }) {
        for (const double smoothing : { 0.0, 0.1 }) {
            const Case values = makeCase(size.rows, size.vocabulary);
            const Case own = leaves(values, torch::kFloat);
            const Case reference = leaves(values, torch::kDouble);
            const torch::Tensor loss = fused(own, smoothing);
            const torch::Tensor plain = writtenOut(reference, smoothing);
            (loss * 3).backward();
            (plain * 3).backward();
            EXPECT_LE(difference(loss, plain), 1e-6) << size.vocabulary << ' ' << smoothing;
            const double tolerance = fusedTolerance(GetParam());
            EXPECT_LE(difference(own.x.grad(), reference.x.grad()), tolerance);
            EXPECT_LE(difference(own.weight.grad(), reference.weight.grad()), tolerance);
            EXPECT_LE(difference(own.bias.grad(), reference.bias.grad()), tolerance);
        }
    }
}

TEST_P(VocabularyLossTest, aFrozenLayerAndOneWithoutBias)
{
    Case given = makeCase(40, 500);
    Case reference = leaves(given, torch::kDouble);
    given.x = leaf(given.x);
    fused(given, 0, false).backward();
    writtenOut(reference, 0, false).backward();
    EXPECT_LE(difference(given.x.grad(), reference.x.grad()), fusedTolerance(GetParam()));
    EXPECT_FALSE(given.weight.grad().defined());
    given.weight = leaf(given.weight);
    given.x = given.x.detach();
    fused(given, 0, false).backward();
    EXPECT_LE(difference(given.weight.grad(), reference.weight.grad()), fusedTolerance(GetParam()));
}

TEST_P(VocabularyLossTest, withoutAnyLabelLossAndGradientAreZero)
{
    Case given = leaves(makeCase(33, 90), torch::kFloat);
    given.labels.fill_(kIgnoredLabel);
    const torch::Tensor loss = fused(given, 0.1);
    loss.backward();
    EXPECT_EQ(loss.item<float>(), 0);
    for (const torch::Tensor &x : { given.x, given.weight, given.bias })
        EXPECT_TRUE((x.grad() == 0).all().item<bool>());
}

TEST_P(VocabularyLossTest, recordsNothingWhereNothingIsAskedFor)
{
    const Case given = leaves(makeCase(33, 90), torch::kFloat);
    const float recorded = fused(given, 0).item<float>();
    const at::NoGradGuard noGrad;
    const torch::Tensor loss = fused(given, 0);
    EXPECT_FALSE(loss.requires_grad());
    EXPECT_EQ(loss.item<float>(), recorded);
}

TEST_P(VocabularyLossTest, refusesALabelBeyondTheVocabulary)
{
    for (const std::int64_t label : { std::int64_t { 90 }, std::int64_t { -1 } }) {
        Case given = makeCase(4, 90);
        given.labels[2] = label;
        EXPECT_THROW(fused(given, 0), c10::Error) << label;
    }
}

TEST_P(VocabularyLossTest, scoresThatAreNotNumbersAreSeen)
{
    Case given = makeCase(4, 90);
    given.bias[5] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(std::isnan(fused(given, 0).item<float>()));
}

TEST_P(VocabularyLossTest, hasTheSameBitsOnAnyNumberOfThreads)
{
    const Case values = makeCase(70, 3000);
    expectSameBitsOnAnyThreads([&] {
        const Case given = leaves(values, torch::kFloat);
        const torch::Tensor loss = fused(given, 0.1);
        loss.backward();
        return std::vector { loss.detach(), given.x.grad(), given.bias.grad() };
    });
}

INSTANTIATE_TEST_SUITE_P(Arithmetics, VocabularyLossTest, kFusedArithmetics, arithmeticName);

} // namespace

} // namespace tamiz::engine::test
