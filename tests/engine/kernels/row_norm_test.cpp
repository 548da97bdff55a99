// SPDX-License-Identifier: Apache-2.0
// layer_norm(dropout(x) + residual) of each instruction set against its definition in double precision.
#include "kernel_case.h"

namespace tamiz::engine::test {

namespace {

constexpr double kEps = 1e-5;

struct Case
{
    Case(std::int64_t size, float range, double dropout)
        : mask(maskOf(21, dropout))
        , first(3 * size)
        , x(uniform(size, range, 1))
        , residual(uniform(size, range, 2))
        , weight(uniform(size, 2, 3))
        , bias(uniform(size, 1, 4))
        , upstream(uniform(size, 1, 5))
    {
        for (std::int64_t i = 0; i < size; ++i) {
            const auto at = static_cast<std::size_t>(i);
            sum.push_back(droppedAt(x[at], first + i, mask) + residual[at]);
            mean += sum.back() / static_cast<double>(size);
        }
        double variance = 0;
        for (const double value : sum)
            variance += (value - mean) * (value - mean) / static_cast<double>(size);
        inverse = 1 / std::sqrt(variance + kEps);
    }

    double normal(std::size_t i) const { return (sum[i] - mean) * inverse; }

    DropoutMask mask;
    std::int64_t first;
    std::vector<float> x, residual, weight, bias, upstream;
    std::vector<double> sum;
    double mean = 0;
    double inverse = 0;
};

struct Output
{
    explicit Output(std::size_t size)
        : sum(size)
        , y(size)
    {
    }
    std::vector<float> sum, y;
    float mean = 0;
    float inverse = 0;
};

class RowNormTest : public KernelCase
{
protected:
    Output forward(const Case &input) const
    {
        Output output(input.x.size());
        kernels().f32.residualNorm(
            input.x.data(), input.residual.data(), input.weight.data(), input.bias.data(),
            static_cast<float>(kEps), static_cast<std::int64_t>(input.x.size()), input.first,
            input.mask, output.sum.data(), &output.mean, &output.inverse, output.y.data());
        return output;
    }
};

TEST_P(RowNormTest, equalsItsDefinitionAtAnySize)
{
    for (const double dropout : { 0.0, 0.3 }) {
        for (const std::int64_t size : kSizes) {
            for (const float range : { 0.0F, 1.0F, 1e4F }) {
                const Case input(size, range, dropout);
                const Output output = forward(input);
                for (std::size_t i = 0; i < input.x.size(); ++i) {
                    ASSERT_NEAR(output.sum[i], input.sum[i], 3e-7 * range);
                    // Where a row of two has nearly equal values, only the digits that are left count.
                    const double rounding = 3e-7 * static_cast<double>(range) * input.inverse;
                    ASSERT_NEAR(output.y[i], input.normal(i) * input.weight[i] + input.bias[i],
                                2e-6 + 4 * rounding)
                        << size << ' ' << range;
                }
            }
        }
    }
}

TEST_P(RowNormTest, gradientsEqualTheirDefinition)
{
    for (const double dropout : { 0.0, 0.3 }) {
        for (const std::int64_t size : kSizes) {
            if (size < 3)
                continue; // the normal vector of two values does not depend on them
            const Case input(size, 1, dropout);
            const Output output = forward(input);
            const auto n = static_cast<double>(size);
            double scaled = 0;
            double projected = 0;
            for (std::size_t i = 0; i < input.x.size(); ++i) {
                scaled += input.upstream[i] * static_cast<double>(input.weight[i]) / n;
                projected += input.upstream[i] * static_cast<double>(input.weight[i])
                    * input.normal(i) / n;
            }
            std::vector<float> x(input.x.size()), residual(x), weight(x.size(), 1),
                bias(x.size(), 1);
            kernels().f32.residualNormBackward(input.upstream.data(), output.sum.data(),
                                               output.mean, output.inverse, input.weight.data(),
                                               size, input.first, input.mask, x.data(),
                                               residual.data(), weight.data(), bias.data());
            for (std::int64_t at = 0; at < size; ++at) {
                const auto i = static_cast<std::size_t>(at);
                const double inner = (input.upstream[i] * static_cast<double>(input.weight[i])
                                      - scaled - input.normal(i) * projected)
                    * input.inverse;
                const double near = 2e-6 * std::max(1.0, input.inverse);
                ASSERT_NEAR(residual[i], inner, near) << size;
                ASSERT_NEAR(x[i], droppedAt(inner, input.first + at, input.mask), 2 * near) << size;
                ASSERT_NEAR(weight[i], 1 + input.upstream[i] * input.normal(i), 2e-6) << "added";
                ASSERT_NEAR(bias[i], 1 + input.upstream[i], 2e-7) << "added";
            }
        }
    }
}

TEST_P(RowNormTest, aNaNSpoilsItsRow)
{
    Case input(17, 1, 0);
    input.x[5] = kNaN;
    for (const float y : forward(input).y)
        EXPECT_TRUE(std::isnan(y));
}

TEST_P(RowNormTest, withoutAResidualOrWantedGradients)
{
    const Case input(33, 1, 0.3);
    const std::vector<float> zeros(33, 0);
    Output without(33);
    Output with(33);
    for (Output *output : { &without, &with }) {
        kernels().f32.residualNorm(input.x.data(), output == &without ? nullptr : zeros.data(),
                                   input.weight.data(), input.bias.data(), 1e-5F, 33, 0, input.mask,
                                   output->sum.data(), &output->mean, &output->inverse,
                                   output->y.data());
    }
    EXPECT_EQ(without.y, with.y);

    std::vector<float> alone(33);
    std::vector<float> all(33), residual(33), weight(33), bias(33);
    kernels().f32.residualNormBackward(input.upstream.data(), with.sum.data(), with.mean,
                                       with.inverse, input.weight.data(), 33, 0, input.mask,
                                       alone.data(), nullptr, nullptr, nullptr);
    kernels().f32.residualNormBackward(input.upstream.data(), with.sum.data(), with.mean,
                                       with.inverse, input.weight.data(), 33, 0, input.mask,
                                       all.data(), residual.data(), weight.data(), bias.data());
    EXPECT_EQ(alone, all);
}

INSTANTIATE_TEST_SUITE_P(Instructions, RowNormTest, ::testing::ValuesIn(allRowKernels()),
                         instructionsOf);

} // namespace

} // namespace tamiz::engine::test
