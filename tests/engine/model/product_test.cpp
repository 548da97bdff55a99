// SPDX-License-Identifier: Apache-2.0
// The fast products against LibTorch's own in double precision, gradients included.
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/engine.h"
#include "core/engine/model/product.h"

#include "tiny_model.h"

namespace tamiz::engine {

namespace {

/// Rounding to bf16 moves an operand by at most 2^-8 of itself; sums of independent errors stay near that.
double toleranceOf(Arithmetic arithmetic)
{
    return arithmetic == Arithmetic::Bf16 ? 1e-2 : 2e-6;
}

/// Largest difference as a share of the reference's largest element.
double difference(const torch::Tensor &actual, const torch::Tensor &reference)
{
    return ((actual.to(torch::kDouble) - reference).abs().max() / reference.abs().max())
        .item<double>();
}

torch::Tensor leaf(const torch::Tensor &values)
{
    return values.detach().clone().requires_grad_(true);
}

class ProductTest : public ::testing::TestWithParam<Arithmetic>
{
protected:
    void SetUp() override
    {
        if (GetParam() == Arithmetic::Bf16 && !inspectMachine().hasBf16)
            GTEST_SKIP() << "this processor does not multiply in bf16";
        torch::manual_seed(7);
    }
};

TEST_P(ProductTest, linearAndItsGradientsEqualDoublePrecision)
{
    struct Shape
    {
        std::int64_t n, in, out;
        bool hasBias;
    };
    for (const Shape &shape : { Shape { 37, 48, 65, true },
                                { 1, 8, 3, true },
                                { 130, 8, 96, false },
                                { 64, 96, 8, false } }) {
        SCOPED_TRACE(std::to_string(shape.n) + " x " + std::to_string(shape.in) + " -> "
                     + std::to_string(shape.out));
        const torch::Tensor x = leaf(torch::randn({ shape.n, shape.in })); // [N, in]
        const torch::Tensor w = leaf(torch::randn({ shape.out, shape.in })); // [out, in]
        const torch::Tensor b
            = shape.hasBias ? leaf(torch::randn({ shape.out })) : torch::Tensor(); // [out]
        const torch::Tensor upstream = torch::randn({ shape.n, shape.out }); // [N, out]
        const torch::Tensor y = linear(x, w, b, GetParam());
        y.backward(upstream);

        const torch::Tensor x64 = leaf(x.to(torch::kDouble));
        const torch::Tensor w64 = leaf(w.to(torch::kDouble));
        const torch::Tensor b64 = shape.hasBias ? leaf(b.to(torch::kDouble)) : torch::Tensor();
        const torch::Tensor y64 = torch::linear(x64, w64, b64);
        y64.backward(upstream.to(torch::kDouble));

        EXPECT_LE(difference(y, y64), toleranceOf(GetParam()));
        EXPECT_LE(difference(x.grad(), x64.grad()), toleranceOf(GetParam()));
        EXPECT_LE(difference(w.grad(), w64.grad()), toleranceOf(GetParam()));
        if (shape.hasBias) {
            EXPECT_LE(difference(b.grad(), b64.grad()), 2e-6); // never rounded
        }
        EXPECT_EQ(y.scalar_type(), torch::kFloat);
    }
}

TEST_P(ProductTest, matmulTakesTheStridesOfAttention)
{
    const std::int64_t rows = 3, length = 11, heads = 2, size = 16;
    const auto heads4
        = [&](const torch::Tensor &x) { // [N, C] -> [B, H, T, D], strided as the encoder's
              return x.view({ rows, length, heads, size }).transpose(1, 2);
          };
    const torch::Tensor q = leaf(torch::randn({ rows * length, heads * size }));
    const torch::Tensor k = leaf(torch::randn({ rows * length, heads * size }));
    const torch::Tensor upstream = torch::randn({ rows, heads, length, length });
    const torch::Tensor scores
        = matmul(heads4(q), heads4(k).transpose(-1, -2), GetParam()); // [B, H, T, T]
    scores.backward(upstream);

    const torch::Tensor q64 = leaf(q.to(torch::kDouble));
    const torch::Tensor k64 = leaf(k.to(torch::kDouble));
    const torch::Tensor scores64 = torch::matmul(heads4(q64), heads4(k64).transpose(-1, -2));
    scores64.backward(upstream.to(torch::kDouble));
    EXPECT_LE(difference(scores, scores64), toleranceOf(GetParam()));
    EXPECT_LE(difference(q.grad(), q64.grad()), toleranceOf(GetParam()));
    EXPECT_LE(difference(k.grad(), k64.grad()), toleranceOf(GetParam()));
}

TEST_P(ProductTest, operandsPassFromProductToProduct)
{
    const torch::ScalarType type = operandType(GetParam());
    const torch::Tensor x = leaf(torch::randn({ 30, 24 }).to(type)); // [N, in]
    const torch::Tensor w = leaf(torch::randn({ 40, 24 })); // [out, in]
    const torch::Tensor b = leaf(torch::randn({ 40 })); // [out]
    const torch::Tensor upstream = torch::randn({ 30, 40 }).to(type);
    if (GetParam() != Arithmetic::Plain) {
        const torch::Tensor y = linear(x, w, b, GetParam(), type);
        EXPECT_EQ(y.scalar_type(), type);
        y.backward(upstream);
        EXPECT_EQ(x.grad().scalar_type(), type);
        EXPECT_EQ(w.grad().scalar_type(), torch::kFloat);
        const torch::Tensor x64 = leaf(x.to(torch::kDouble));
        const torch::Tensor w64 = leaf(w.to(torch::kDouble));
        const torch::Tensor y64 = torch::linear(x64, w64, b.detach().to(torch::kDouble));
        y64.backward(upstream.to(torch::kDouble));
        EXPECT_LE(difference(y, y64), toleranceOf(GetParam()));
        EXPECT_LE(difference(x.grad(), x64.grad()), toleranceOf(GetParam()));
        EXPECT_LE(difference(w.grad(), w64.grad()), toleranceOf(GetParam()));
        EXPECT_LE(difference(b.grad(), upstream.to(torch::kDouble).sum(0)), 2e-6);
    }
}

TEST_P(ProductTest, headsStaySideBySideInTheirTokens)
{
    const std::int64_t rows = 3, length = 11, heads = 2, size = 16;
    const torch::Tensor weights
        = leaf(torch::rand({ rows, heads, length, length })); // [B, H, T, T]
    const torch::Tensor value = leaf(torch::randn({ rows * length, heads * size })); // [N, C]
    const auto mix = [&](const torch::Tensor &w, const torch::Tensor &v, Arithmetic arithmetic) {
        const torch::Tensor split = v.view({ rows, length, heads, size }).transpose(1, 2);
        return matmul(w, split, arithmetic).transpose(1, 2); // [B, T, H, D]
    };
    const torch::Tensor context = mix(weights, value, GetParam());
    if (GetParam() != Arithmetic::Plain) {
        EXPECT_TRUE(context.is_contiguous());
    }
    const torch::Tensor upstream = torch::randn({ rows, length, heads, size });
    context.backward(upstream);

    const torch::Tensor weights64 = leaf(weights.to(torch::kDouble));
    const torch::Tensor value64 = leaf(value.to(torch::kDouble));
    const torch::Tensor context64 = mix(weights64, value64, Arithmetic::Plain);
    context64.backward(upstream.to(torch::kDouble));
    EXPECT_LE(difference(context, context64), toleranceOf(GetParam()));
    EXPECT_LE(difference(weights.grad(), weights64.grad()), toleranceOf(GetParam()));
    EXPECT_LE(difference(value.grad(), value64.grad()), toleranceOf(GetParam()));
}

TEST_P(ProductTest, theSameProductTwiceGivesTheSameBits)
{
    const torch::Tensor x = torch::randn({ 200, 64 });
    const torch::Tensor w = torch::randn({ 48, 64 });
    EXPECT_TRUE(torch::equal(linear(x, w, {}, GetParam()), linear(x, w, {}, GetParam())));
}

TEST_P(ProductTest, anEmptyBatchGivesAnEmptyResult)
{
    const torch::Tensor y
        = linear(torch::empty({ 0, 8 }), torch::randn({ 3, 8 }), torch::ones({ 3 }), GetParam());
    EXPECT_EQ(y.sizes().vec(), (std::vector<std::int64_t> { 0, 3 }));
}

TEST_P(ProductTest, frozenOperandsGetNoGradient)
{
    const torch::Tensor x = torch::randn({ 5, 8 });
    const torch::Tensor w = leaf(torch::randn({ 3, 8 }));
    linear(x, w, {}, GetParam()).sum().backward();
    EXPECT_TRUE(w.grad().defined());
    EXPECT_FALSE(x.grad().defined());
    EXPECT_FALSE(linear(x, w.detach(), {}, GetParam()).requires_grad());
}

/// The whole model in each arithmetic, against its plain path.
TEST_P(ProductTest, lossAndGradientsOfAModelFollowThePlainPath)
{
    for (const HeadKind head :
         { HeadKind::SequenceClassification, HeadKind::TokenClassification, HeadKind::MaskedLm }) {
        const auto model = test::tinyModel(head);
        LayersSection layers;
        layers.lora.rank = 4;
        ASSERT_TRUE(model->configure(layers, 3));
        const auto run = [&](Arithmetic arithmetic) {
            model->setArithmetic(arithmetic);
            for (const NamedTensor &parameter : model->trainableParameters())
                torch::Tensor(parameter.tensor).mutable_grad() = torch::Tensor();
            const torch::Tensor loss = model->forward(test::tinyBatch(head), {}).loss;
            loss.backward();
            std::vector<torch::Tensor> results { loss.detach() };
            for (const NamedTensor &parameter : model->trainableParameters())
                results.push_back(parameter.tensor.grad().flatten());
            return torch::cat({ results[0].reshape({ 1 }),
                                torch::cat(std::vector(results.begin() + 1, results.end())) });
        };
        const torch::Tensor plain = run(Arithmetic::Plain).to(torch::kDouble);
        const double tolerance
            = GetParam() == Arithmetic::Bf16 ? 5e-2 : 1e-5; // through three layers
        EXPECT_LE(difference(run(GetParam()), plain), tolerance);
    }
}

INSTANTIATE_TEST_SUITE_P(Arithmetics, ProductTest,
                         ::testing::Values(Arithmetic::Plain, Arithmetic::Fp32, Arithmetic::Bf16),
                         [](const auto &testInfo) {
                             return testInfo.param == Arithmetic::Plain ? "plain"
                                 : testInfo.param == Arithmetic::Fp32   ? "fp32"
                                                                        : "bf16";
                         });

} // namespace

} // namespace tamiz::engine
