// SPDX-License-Identifier: Apache-2.0
// Cross-entropy of each instruction set against its definition in double precision.
#include <algorithm>
#include <numeric>

#include "kernel_case.h"

namespace tamiz::engine::test {

namespace {

class RowCrossEntropyTest : public KernelCase
{
};

/// Loss and gradient of torch.nn.CrossEntropyLoss with label smoothing.
struct Reference
{
    Reference(const std::vector<float> &scores, std::size_t label, double smoothing)
    {
        const double largest = *std::max_element(scores.begin(), scores.end());
        double sum = 0;
        for (const float score : scores)
            sum += std::exp(score - largest);
        const double logSum = largest + std::log(sum);
        const auto size = static_cast<double>(scores.size());
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const double share = smoothing / size + (i == label ? 1 - smoothing : 0);
            loss += share * (logSum - scores[i]);
            gradient.push_back(std::exp(scores[i] - logSum) - share);
        }
    }

    double loss = 0;
    std::vector<double> gradient;
};

TEST_P(RowCrossEntropyTest, equalsItsDefinitionAtAnySize)
{
    for (const std::int64_t size : kSizes) {
        for (const float range : { 0.0F, 1.0F, 40.0F, 1e4F }) {
            for (const float smoothing : { 0.0F, 0.1F }) {
                const std::vector<float> scores = uniform(size, range, 21);
                const auto label = static_cast<std::size_t>(size / 2);
                const Reference reference(scores, label, smoothing);
                std::vector<float> used = scores;
                std::vector<float> gradient(scores.size());
                const float loss = kernels().f32.crossEntropy(used.data(), size, size / 2,
                                                              smoothing, 0.5F, gradient.data());
                ASSERT_NEAR(loss, reference.loss, 1e-6 + 1e-6 * reference.loss) << size;
                for (std::size_t i = 0; i < scores.size(); ++i)
                    ASSERT_NEAR(gradient[i], 0.5 * reference.gradient[i], 1e-6) << size;
                used = scores;
                EXPECT_EQ(kernels().f32.crossEntropy(used.data(), size, size / 2, smoothing, 0.5F,
                                                     nullptr),
                          loss)
                    << "the gradient is not wanted";
            }
        }
    }
}

TEST_P(RowCrossEntropyTest, roundsTheGradientToBf16)
{
    const std::vector<float> scores = uniform(33, 4, 22);
    const Reference reference(scores, 3, 0);
    std::vector<float> used = scores;
    std::vector<Bf16Bits> gradient(scores.size());
    kernels().bf16.crossEntropy(used.data(), 33, 3, 0, 1, gradient.data());
    std::vector<float> wide(scores.size());
    kernels().toFloat(gradient.data(), wide.data(), 33);
    for (std::size_t i = 0; i < wide.size(); ++i)
        EXPECT_NEAR(wide[i], reference.gradient[i], std::abs(reference.gradient[i]) / 250);
}

TEST_P(RowCrossEntropyTest, impossibleAndBadScores)
{
    std::vector<float> scores = { 1, -kInfinity, 2 };
    EXPECT_NEAR(kernels().f32.crossEntropy(scores.data(), 3, 0, 0, 1, nullptr),
                std::log(1 + std::exp(1.0)), 1e-6);
    scores = { 1, -kInfinity, 2 };
    EXPECT_EQ(kernels().f32.crossEntropy(scores.data(), 3, 1, 0, 1, nullptr), kInfinity);
    scores = { 1, kNaN, 2 };
    EXPECT_TRUE(std::isnan(kernels().f32.crossEntropy(scores.data(), 3, 0, 0, 1, nullptr)));
}

INSTANTIATE_TEST_SUITE_P(Instructions, RowCrossEntropyTest, ::testing::ValuesIn(allRowKernels()),
                         instructionsOf);

} // namespace

} // namespace tamiz::engine::test
