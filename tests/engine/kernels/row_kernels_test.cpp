// SPDX-License-Identifier: Apache-2.0
// Conversions, dropout, gelu, sums and optimisers of each instruction set against their definitions in
// double precision.
#include <numbers>

#include "kernel_case.h"

namespace tamiz::engine::test {

namespace {

class RowKernelsTest : public KernelCase
{
};

float toFloat(Bf16Bits value)
{
    float result = 0;
    allRowKernels().front()->toFloat(&value, &result, 1);
    return result;
}

double normalBelow(double x)
{
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

double normalDensity(double x)
{
    return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
}

double tanhGelu(double x)
{
    return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
}

/// Every kind of place that a gelu has: both tails, around zero, and values that only float tells apart.
std::vector<float> geluArguments()
{
    std::vector<float> values
        = { 0.0F, -0.0F, 1e-30F, -1e-30F, 1e4F, -1e4F, 13.0F, -13.0F, -13.3F };
    for (int i = -1200; i <= 1200; ++i)
        values.push_back(0.0101F * static_cast<float>(i));
    return values;
}

TEST_P(RowKernelsTest, bf16RoundsToTheNearestEven)
{
    // Halfway cases go to the even neighbour; 1 + 2^-8 lies between 1 and 1 + 2^-7.
    const std::vector<float> values
        = { 1,         1 + 0x1p-8F, 1 + 0x3p-8F, 1 + 0x1.1p-8F, -1 - 0x3p-8F, 0x1.FFFFFEp127F,
            kInfinity, -kInfinity,  0.0F,        -0.0F,         kNaN };
    std::vector<Bf16Bits> rounded(values.size());
    const auto count = static_cast<std::int64_t>(values.size());
    kernels().toBf16(values.data(), rounded.data(), count);
    std::vector<float> back(values.size());
    kernels().toFloat(rounded.data(), back.data(), count);
    const std::vector<float> expected
        = { 1, 1, 1 + 0x1p-6F, 1 + 0x1p-7F, -1 - 0x1p-6F, kInfinity, kInfinity, -kInfinity, 0, 0 };
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(back[i], expected[i]) << values[i];
    EXPECT_TRUE(std::signbit(back[9]));
    EXPECT_TRUE(std::isnan(back[10]));

    const float hidden = __builtin_bit_cast(float, 0x7F800001U); // a NaN that truncation would lose
    Bf16Bits nan = 0;
    kernels().toBf16(&hidden, &nan, 1);
    EXPECT_TRUE(std::isnan(toFloat(nan)));
}

TEST_P(RowKernelsTest, dropoutHasTheDrawsOfItsCounterFromAnyPlace)
{
    const DropoutMask mask = maskOf(77, 0.3);
    for (const std::int64_t size : kSizes) {
        for (const std::int64_t first : { 0, 1, 2, 3, 4, 1001 }) {
            const std::vector<float> x = uniform(size, 2, 3);
            std::vector<float> y(x.size());
            kernels().f32.drop(x.data(), y.data(), first, size, mask);
            for (std::int64_t i = 0; i < size; ++i) {
                const auto at = static_cast<std::size_t>(i);
                ASSERT_EQ(y[at], static_cast<float>(droppedAt(x[at], first + i, mask)))
                    << size << " from " << first << " at " << i;
            }
        }
    }
    const std::vector<float> bad = { kNaN, kInfinity };
    std::vector<float> y(2);
    kernels().f32.drop(bad.data(), y.data(), 0, 2, {});
    EXPECT_TRUE(std::isnan(y[0]));
    EXPECT_EQ(y[1], kInfinity);
}

TEST_P(RowKernelsTest, geluAndItsSlopeStayNearTheirDefinition)
{
    const std::vector<float> x = geluArguments();
    const auto count = static_cast<std::int64_t>(x.size());
    const std::vector<float> upstream(x.size(), 2);
    std::vector<float> y(x.size());
    std::vector<float> slope(x.size());
    kernels().f32.gelu(x.data(), y.data(), count);
    kernels().f32.geluBackward(x.data(), upstream.data(), slope.data(), count);
    std::vector<float> tanhY(x.size());
    std::vector<float> tanhSlope(x.size());
    kernels().f32.geluTanh(x.data(), tanhY.data(), count);
    kernels().f32.geluTanhBackward(x.data(), upstream.data(), tanhSlope.data(), count);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double at = x[i];
        const double near = 3e-7 * std::max(1.0, std::abs(at)); // erf's bound and float's
        ASSERT_NEAR(y[i], at * normalBelow(at), near) << at;
        ASSERT_NEAR(slope[i] / 2, normalBelow(at) + at * normalDensity(at), 4e-7) << at;
        ASSERT_NEAR(tanhY[i], tanhGelu(at), near) << at;
        if (std::abs(at) > 100)
            continue; // the difference below has no digits there
        const double step = 1e-4;
        ASSERT_NEAR(tanhSlope[i] / 2, (tanhGelu(at + step) - tanhGelu(at - step)) / (2 * step),
                    1e-6)
            << at;
    }
    const float nan = kNaN;
    float result = 0;
    kernels().f32.gelu(&nan, &result, 1);
    EXPECT_TRUE(std::isnan(result));
    kernels().f32.geluTanhBackward(&nan, &nan, &result, 1);
    EXPECT_TRUE(std::isnan(result));
}

TEST_P(RowKernelsTest, geluInBf16IsThatOfFloatRoundedOnce)
{
    const std::vector<float> x = uniform(259, 6, 5);
    std::vector<Bf16Bits> narrow(x.size());
    kernels().toBf16(x.data(), narrow.data(), 259);
    std::vector<float> wide(x.size());
    kernels().toFloat(narrow.data(), wide.data(), 259);

    std::vector<float> y(x.size());
    std::vector<Bf16Bits> expected(x.size());
    std::vector<Bf16Bits> actual(x.size());
    kernels().f32.gelu(wide.data(), y.data(), 259);
    kernels().toBf16(y.data(), expected.data(), 259);
    kernels().bf16.gelu(narrow.data(), actual.data(), 259);
    EXPECT_EQ(actual, expected);
    kernels().f32.geluBackward(wide.data(), wide.data(), y.data(), 259);
    kernels().toBf16(y.data(), expected.data(), 259);
    kernels().bf16.geluBackward(narrow.data(), narrow.data(), actual.data(), 259);
    EXPECT_EQ(actual, expected);
}

TEST_P(RowKernelsTest, sumsEqualDoublePrecision)
{
    for (const std::int64_t size : kSizes) {
        const std::int64_t rows = 5;
        const std::vector<float> x = uniform(rows * size, 3, 7);
        std::vector<double> columns(static_cast<std::size_t>(size), 1);
        double squares = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            columns[i % static_cast<std::size_t>(size)] += x[i];
            squares += static_cast<double>(x[i]) * x[i];
        }
        std::vector<float> sums(static_cast<std::size_t>(size), 1);
        kernels().f32.addColumns(x.data(), rows, size, sums.data());
        for (std::size_t i = 0; i < sums.size(); ++i)
            ASSERT_NEAR(sums[i], columns[i], 1e-5);
        EXPECT_NEAR(kernels().sumOfSquares(x.data(), rows * size), squares, 1e-12 * squares);
    }
}

TEST_P(RowKernelsTest, optimisersFollowTheirDefinition)
{
    const AdamWRule rule = { 0.999F, 0.9F, 0.99F, 0.01F, 0.5F, 1e-8F };
    for (const std::int64_t size : kSizes) {
        std::vector<float> w = uniform(size, 1, 1);
        std::vector<float> m = uniform(size, 1, 2);
        std::vector<float> v = uniform(size, 1, 3);
        for (float &value : v)
            value = std::abs(value);
        const std::vector<float> g = uniform(size, 1, 4);
        std::vector<float> sgdWeight = w;
        std::vector<float> buffer = m;
        const std::vector<float> w0 = w, m0 = m, v0 = v;
        kernels().adamW(w.data(), g.data(), m.data(), v.data(), size, rule);
        kernels().sgd(sgdWeight.data(), g.data(), buffer.data(), size, { 0.1F, 0.9F, 0.01F });
        for (std::size_t i = 0; i < w.size(); ++i) {
            const double first = 0.9 * m0[i] + 0.1 * g[i];
            const double second = 0.99 * v0[i] + 0.01 * static_cast<double>(g[i]) * g[i];
            ASSERT_NEAR(m[i], first, 2e-7);
            ASSERT_NEAR(v[i], second, 2e-7);
            ASSERT_NEAR(w[i], 0.999 * w0[i] - 0.01 * first / (std::sqrt(second) / 0.5 + 1e-8),
                        1e-6);
            const double moved = 0.9 * m0[i] + (g[i] + 0.01 * w0[i]);
            ASSERT_NEAR(buffer[i], moved, 4e-7);
            ASSERT_NEAR(sgdWeight[i], w0[i] - 0.1 * moved, 4e-7);
        }
    }
    std::vector<float> x = { 2, kNaN, -3 };
    kernels().multiply(x.data(), 0.5F, 3);
    EXPECT_EQ(x[0], 1);
    EXPECT_TRUE(std::isnan(x[1]));
    EXPECT_EQ(x[2], -1.5F);
}

INSTANTIATE_TEST_SUITE_P(Instructions, RowKernelsTest, ::testing::ValuesIn(allRowKernels()),
                         instructionsOf);

TEST(RowKernelsChoiceTest, takesTheLastOfThoseThatTheProcessorHas)
{
    EXPECT_EQ(&rowKernels(), allRowKernels().back());
    EXPECT_STREQ(allRowKernels().front()->instructions, "baseline");
}

} // namespace

} // namespace tamiz::engine::test
