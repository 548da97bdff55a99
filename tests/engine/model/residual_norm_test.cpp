// SPDX-License-Identifier: Apache-2.0
// The fused residual norm against the plain path, with the same dropout mask.
#include <limits>

#include "core/engine/model/residual_norm.h"

#include "fused_case.h"

namespace tamiz::engine::test {

namespace {

class ResidualNormTest : public FusedCase
{
};

struct Inputs
{
    Inputs(std::int64_t rows, std::int64_t size, double range)
        : x(torch::randn({ rows, size }) * range)
        , residual(torch::randn({ rows, size }) * range)
        , weight(torch::randn({ size }))
        , bias(torch::randn({ size }))
        , upstream(torch::randn({ rows, size }))
    {
    }
    torch::Tensor x, residual, weight, bias, upstream;
};

/// The output, then the gradients of x, residual, weight and bias.
std::vector<torch::Tensor> normalise(const Inputs &inputs, double dropout, Arithmetic arithmetic,
                                     bool hasResidual = true,
                                     torch::ScalarType type = torch::kFloat)
{
    const torch::Tensor x = leaf(inputs.x.to(type)); // [N, C]
    const torch::Tensor residual = hasResidual ? leaf(inputs.residual) : torch::Tensor(); // [N, C]
    const torch::Tensor weight = leaf(inputs.weight); // [C]
    const torch::Tensor bias = leaf(inputs.bias); // [C]
    const torch::Tensor y = residualNorm(x, residual, weight, bias, 1e-5, dropout, CounterRandom(5),
                                         true, arithmetic); // [N, C]
    y.backward(inputs.upstream);
    std::vector<torch::Tensor> results { y.detach(), x.grad(), weight.grad(), bias.grad() };
    if (hasResidual)
        results.push_back(residual.grad());
    return results;
}

TEST_P(ResidualNormTest, equalsThePlainPath)
{
    for (const auto &[rows, size] :
         { std::pair { 1, 8 }, { 5, 17 }, { 70, 33 }, { 100, 768 }, { 33, 300 } }) {
        for (const double range : { 1.0, 1e4 }) {
            for (const double dropout : { 0.0, 0.3 }) {
                for (const bool hasResidual : { true, false }) {
                    SCOPED_TRACE(testing::Message() << rows << " x " << size << ", +-" << range
                                                    << ", dropout " << dropout);
                    const Inputs inputs(rows, size, range);
                    const auto fused = normalise(inputs, dropout, GetParam(), hasResidual);
                    const auto plain = normalise(inputs, dropout, Arithmetic::Plain, hasResidual);
                    for (std::size_t i = 0; i < plain.size(); ++i)
                        EXPECT_LE(difference(fused[i], plain[i]), 1e-5) << i;
                }
            }
        }
    }
}

TEST_P(ResidualNormTest, takesAnInputInBf16)
{
    Inputs inputs(40, 65, 1);
    inputs.x = inputs.x.to(torch::kBFloat16).to(torch::kFloat);
    const auto fused = normalise(inputs, 0.3, Arithmetic::Bf16, true, torch::kBFloat16);
    const auto plain = normalise(inputs, 0.3, Arithmetic::Plain);
    EXPECT_EQ(fused[1].scalar_type(), torch::kBFloat16);
    for (std::size_t i = 0; i < plain.size(); ++i)
        EXPECT_LE(difference(fused[i], plain[i]), i == 1 ? 4e-3 : 1e-5) << i;
}

TEST_P(ResidualNormTest, zerosGiveTheBiasAndNaNSpoilsItsRowOnly)
{
    Inputs inputs(3, 20, 0);
    EXPECT_TRUE(torch::equal(normalise(inputs, 0.1, GetParam())[0], inputs.bias.expand({ 3, 20 })));
    inputs.x[1][4] = std::numeric_limits<float>::quiet_NaN();
    const torch::Tensor y = normalise(inputs, 0, GetParam())[0];
    EXPECT_EQ(y.isnan().sum().item<int>(), 20);
    EXPECT_TRUE(y[1].isnan().all().item<bool>());
}

TEST_P(ResidualNormTest, onlyWhatTrainsGetsAGradient)
{
    const Inputs inputs(4, 8, 1);
    const torch::Tensor residual = leaf(inputs.residual);
    const torch::Tensor y = residualNorm(inputs.x, residual, inputs.weight, inputs.bias, 1e-5, 0.1,
                                         CounterRandom(1), true, GetParam());
    y.backward(inputs.upstream);
    EXPECT_TRUE(residual.grad().defined());
    EXPECT_FALSE(inputs.weight.grad().defined());
    EXPECT_FALSE(residualNorm(inputs.x, {}, inputs.weight, inputs.bias, 1e-5, 0, CounterRandom(1),
                              true, GetParam())
                     .requires_grad());
}

TEST_P(ResidualNormTest, hasTheSameBitsOnAnyNumberOfThreads)
{
    const Inputs inputs(300, 200, 1);
    expectSameBitsOnAnyThreads([&] { return normalise(inputs, 0.1, GetParam()); });
}

INSTANTIATE_TEST_SUITE_P(Arithmetics, ResidualNormTest, kFusedArithmetics, arithmeticName);

} // namespace

} // namespace tamiz::engine::test
