// SPDX-License-Identifier: Apache-2.0
#include "core/engine/model/gelu.h"

#include "fused_case.h"

namespace tamiz::engine::test {

namespace {

class GeluTest : public FusedCase
{
};

TEST_P(GeluTest, equalsThePlainPathInItsOwnType)
{
    for (const GeluKind kind : { GeluKind::Exact, GeluKind::Tanh }) {
        const torch::Tensor values = torch::randn({ 37, 129 }) * 4;
        const torch::Tensor upstream = torch::randn(values.sizes());
        const torch::Tensor x = leaf(values.to(operandType(GetParam())));
        const torch::Tensor y = gelu(x, kind, GetParam());
        y.backward(upstream.to(y.scalar_type()));
        const torch::Tensor reference = leaf(values.to(y.scalar_type()).to(torch::kDouble));
        const torch::Tensor plain = gelu(reference, kind, Arithmetic::Plain);
        plain.backward(upstream.to(torch::kDouble));
        EXPECT_EQ(y.scalar_type(), operandType(GetParam()));
        EXPECT_LE(difference(y, plain), fusedTolerance(GetParam()));
        EXPECT_LE(difference(x.grad(), reference.grad()), fusedTolerance(GetParam()));
    }
}

TEST_P(GeluTest, hasTheSameBitsOnAnyNumberOfThreads)
{
    const torch::Tensor x = torch::randn({ 100'001 });
    expectSameBitsOnAnyThreads(
        [&] { return std::vector { gelu(x, GeluKind::Exact, GetParam()) }; });
}

INSTANTIATE_TEST_SUITE_P(Arithmetics, GeluTest, kFusedArithmetics, arithmeticName);

} // namespace

} // namespace tamiz::engine::test
