// SPDX-License-Identifier: Apache-2.0
// What only decoders have (RMS norm, gated silu, rotary positions): fused against plain in double precision.
#include "core/engine/model/gated_silu.h"
#include "core/engine/model/rms_norm.h"
#include "core/engine/model/rotary.h"
#include "fused_case.h"

namespace tamiz::engine::test {

namespace {

class DecoderKernelsTest : public FusedCase
{
protected:
    /// A leaf with values of @p type, and the same ones in double.
    struct Pair
    {
        explicit Pair(const torch::Tensor &values, torch::ScalarType type = torch::kFloat)
            : own(leaf(values.to(type)))
            , reference(leaf(values.to(type).to(torch::kDouble)))
        {
        }

        torch::Tensor own, reference;
    };

    /// Sends one random gradient back through both.
    static void backward(const torch::Tensor &own, const torch::Tensor &reference)
    {
        const torch::Tensor upstream = torch::randn(own.sizes()).to(own.scalar_type());
        own.backward(upstream);
        reference.backward(upstream.to(torch::kDouble));
    }

    static void expectEqualGradients(const Pair &pair)
    {
        EXPECT_LE(difference(pair.own.grad(), pair.reference.grad()), fusedTolerance(GetParam()));
    }
};

TEST_P(DecoderKernelsTest, RmsNormEqualsThePlainPath)
{
    for (const std::vector<std::int64_t> &sizes :
         { std::vector<std::int64_t> { 70, 129 }, std::vector<std::int64_t> { 2, 5, 3, 16 } }) {
        const Pair x(torch::randn(sizes) * 3);
        const Pair weight(torch::randn({ sizes.back() }));
        const torch::Tensor own = rmsNorm(x.own, weight.own, 1e-5, GetParam());
        const torch::Tensor plain = rmsNorm(x.reference, weight.reference, 1e-5, Arithmetic::Plain);
        EXPECT_LE(difference(own, plain), 1e-6);
        backward(own, plain);
        for (const Pair &pair : { x, weight })
            EXPECT_LE(difference(pair.own.grad(), pair.reference.grad()), 3e-6);
    }
}

TEST_P(DecoderKernelsTest, RmsNormOfAFrozenWeightAndOfZeros)
{
    const torch::Tensor x = leaf(torch::zeros({ 3, 8 }));
    const torch::Tensor weight = torch::ones({ 8 });
    const torch::Tensor y = rmsNorm(x, weight, 1e-6, GetParam());
    EXPECT_TRUE((y == 0).all().item<bool>());
    y.sum().backward();
    EXPECT_NEAR(x.grad()[0][0].item<double>(), 1e3, 1) << "1 / sqrt(eps)";
    EXPECT_FALSE(weight.grad().defined());
}

TEST_P(DecoderKernelsTest, GatedSiluEqualsThePlainPath)
{
    const torch::ScalarType type = operandType(GetParam());
    const Pair gate(torch::randn({ 37, 129 }) * 4, type);
    const Pair up(torch::randn({ 37, 129 }), type);
    const torch::Tensor own = gatedSilu(gate.own, up.own, GetParam());
    const torch::Tensor plain = gatedSilu(gate.reference, up.reference, Arithmetic::Plain);
    EXPECT_EQ(own.scalar_type(), type);
    EXPECT_LE(difference(own, plain), fusedTolerance(GetParam()));
    backward(own, plain);
    expectEqualGradients(gate);
    expectEqualGradients(up);
}

TEST_P(DecoderKernelsTest, GatedSiluOfTwoTypesIsF32)
{
    const Pair gate(torch::randn({ 5, 16 }));
    const Pair up(torch::randn({ 5, 16 }), torch::kBFloat16);
    const torch::Tensor own = gatedSilu(gate.own, up.own, GetParam());
    const torch::Tensor plain = gatedSilu(gate.reference, up.reference, Arithmetic::Plain);
    EXPECT_EQ(own.scalar_type(), torch::kFloat);
    EXPECT_LE(difference(own, plain), 1e-6);
}

TEST_P(DecoderKernelsTest, RotationEqualsThePlainPathInAnyLayout)
{
    const RopeConfig rope { .dimensions = 10, .theta = 100 };
    const Rotation rotation = rotationAt(rope, 3, 7, 10);
    const Rotation wide { rotation.cosine.to(torch::kDouble), rotation.sine.to(torch::kDouble) };
    const auto heads = [](const torch::Tensor &tokens) { return tokens.transpose(1, 2); };
    const Pair tokens(torch::randn({ 2, 7, 3, 16 })); // [B, T, H, D]
    const torch::Tensor own = rotate(heads(tokens.own), rotation, GetParam());
    const torch::Tensor plain = rotate(heads(tokens.reference), wide, Arithmetic::Plain);
    EXPECT_EQ(own.scalar_type(), operandType(GetParam()));
    EXPECT_LE(difference(own, plain), fusedTolerance(GetParam()));
    backward(own, plain);
    expectEqualGradients(tokens);

    const torch::Tensor dense = rotate(heads(tokens.own).contiguous(), rotation, GetParam());
    EXPECT_TRUE(torch::equal(dense, own)) << "where the heads lie makes no difference";
}

TEST_P(DecoderKernelsTest, haveTheSameBitsOnAnyNumberOfThreads)
{
    const torch::Tensor values = torch::randn({ 2, 90, 8, 64 });
    const Rotation rotation = rotationAt({ .dimensions = 64, .theta = 1e4 }, 0, 90, 90);
    expectSameBitsOnAnyThreads([&] {
        const torch::Tensor x = leaf(values);
        const torch::Tensor weight = leaf(torch::ones({ 64 }));
        const torch::Tensor turned
            = rotate(rmsNorm(x, weight, 1e-5, GetParam()).transpose(1, 2), rotation, GetParam());
        const torch::Tensor y = gatedSilu(turned, turned, GetParam());
        y.sum().backward();
        return std::vector { y.detach(), x.grad(), weight.grad() };
    });
}

INSTANTIATE_TEST_SUITE_P(Arithmetics, DecoderKernelsTest, kFusedArithmetics, arithmeticName);

} // namespace

} // namespace tamiz::engine::test
