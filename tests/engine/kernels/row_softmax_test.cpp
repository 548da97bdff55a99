// SPDX-License-Identifier: Apache-2.0
// Softmax of each instruction set against its definition in double precision.
#include <algorithm>

#include "kernel_case.h"

namespace tamiz::engine::test {

namespace {

class RowSoftmaxTest : public KernelCase
{
protected:
    /// Probabilities and what dropout leaves of them.
    struct Row
    {
        std::vector<float> probabilities, weights;
    };

    Row softmax(const std::vector<float> &scores, const std::vector<float> &bias, float scale,
                std::int64_t first = 0, const DropoutMask &mask = {}) const
    {
        Row row { std::vector<float>(scores.size()), std::vector<float>(scores.size()) };
        std::vector<float> scratch(scores.size());
        kernels().f32.softmax(scores.data(), bias.empty() ? nullptr : bias.data(), scale,
                              static_cast<std::int64_t>(scores.size()), first, mask, scratch.data(),
                              row.probabilities.data(), row.weights.data());
        return row;
    }
};

std::vector<double> reference(const std::vector<float> &scores, const std::vector<float> &bias,
                              double scale)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < scores.size(); ++i)
        values.push_back(scores[i] * scale + (bias.empty() ? 0.0 : bias[i]));
    const double largest = *std::max_element(values.begin(), values.end());
    double sum = 0;
    for (double &value : values) {
        value = std::exp(value - largest);
        sum += value;
    }
    for (double &value : values)
        value /= sum;
    return values;
}

TEST_P(RowSoftmaxTest, equalsItsDefinitionAtAnySize)
{
    for (const std::int64_t size : kSizes) {
        for (const float range : { 0.0F, 1.0F, 40.0F, 1e4F }) {
            const std::vector<float> scores = uniform(size, range, 11);
            std::vector<float> bias = uniform(size, 2, 12);
            bias.back() = std::numeric_limits<float>::lowest();
            const std::vector<double> plain = reference(scores, {}, 0.125);
            const Row row = softmax(scores, {}, 0.125F);
            const std::vector<double> biased = reference(scores, bias, 0.125);
            const Row masked = softmax(scores, bias, 0.125F);
            for (std::size_t i = 0; i < plain.size(); ++i) {
                ASSERT_NEAR(row.probabilities[i], plain[i], 1e-6) << size << ' ' << range;
                ASSERT_EQ(row.weights[i], row.probabilities[i]) << "nothing is dropped";
                // Scores of 1000 have 6e-5 between neighbours, and the exponent has that error.
                ASSERT_NEAR(masked.probabilities[i], biased[i], 1e-6 + 1e-7 * range) << size;
            }
            if (size > 1) {
                EXPECT_EQ(masked.probabilities.back(), 0) << "a hidden key has no weight at all";
            }
        }
    }
}

TEST_P(RowSoftmaxTest, rowsWithNothingToSeeAndBadValues)
{
    constexpr float kHidden = std::numeric_limits<float>::lowest();
    const Row even = softmax({ 3, -2, 1 }, { kHidden, kHidden, kHidden }, 1);
    for (const float p : even.probabilities)
        EXPECT_FLOAT_EQ(p, 1.0F / 3) << "as torch: all equally hidden";
    EXPECT_EQ(softmax({ 5 }, {}, 1).probabilities[0], 1);
    for (const float p : softmax({ 1, kNaN, 2 }, {}, 1).probabilities)
        EXPECT_TRUE(std::isnan(p));
    for (const float p : softmax({ -kInfinity, -kInfinity }, {}, 1).probabilities)
        EXPECT_TRUE(std::isnan(p)) << "as torch";
    EXPECT_EQ(softmax({ 0, -kInfinity }, {}, 1).probabilities[1], 0);
}

TEST_P(RowSoftmaxTest, dropsTheWeightsThatItsCounterNames)
{
    const DropoutMask mask = maskOf(9, 0.25);
    for (const std::int64_t size : kSizes) {
        const std::int64_t first = 3 * size; // the fourth row
        const std::vector<float> scores = uniform(size, 2, 13);
        const Row row = softmax(scores, {}, 1, first, mask);
        for (std::int64_t i = 0; i < size; ++i) {
            const auto at = static_cast<std::size_t>(i);
            ASSERT_NEAR(row.weights[at], droppedAt(row.probabilities[at], first + i, mask), 1e-7);
        }
    }
}

TEST_P(RowSoftmaxTest, gradientEqualsItsDefinition)
{
    for (const double dropout : { 0.0, 0.25 }) {
        const DropoutMask mask = maskOf(9, dropout);
        for (const std::int64_t size : kSizes) {
            const std::int64_t first = 5 * size;
            const std::vector<float> p = softmax(uniform(size, 3, 14), {}, 1).probabilities;
            const std::vector<float> upstream = uniform(size, 1, 15);
            std::vector<double> dropped;
            double dot = 0;
            for (std::int64_t i = 0; i < size; ++i) {
                const auto at = static_cast<std::size_t>(i);
                dropped.push_back(droppedAt(upstream[at], first + i, mask));
                dot += dropped.back() * p[at];
            }
            std::vector<float> gradient(p.size());
            kernels().f32.softmaxBackward(p.data(), upstream.data(), 0.5F, size, first, mask,
                                          gradient.data());
            for (std::size_t i = 0; i < p.size(); ++i)
                ASSERT_NEAR(gradient[i], 0.5 * p[i] * (dropped[i] - dot), 2e-7) << size;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Instructions, RowSoftmaxTest, ::testing::ValuesIn(allRowKernels()),
                         instructionsOf);

} // namespace

} // namespace tamiz::engine::test
