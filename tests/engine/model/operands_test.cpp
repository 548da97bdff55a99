// SPDX-License-Identifier: Apache-2.0
// What products read is never older than the tensor that it was made of.
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/model/cpu_kernels.h"
#include "core/engine/model/operands.h"
#include "core/engine/train/optimizer.h"

namespace tamiz::engine {

namespace {

bool follows(const torch::Tensor &operand, const torch::Tensor &source)
{
    return torch::equal(operand, source.detach().to(torch::kBFloat16));
}

TEST(OperandsTest, conversionEqualsTorchsWithItsStrides)
{
    const torch::Tensor x = torch::randn({ 6, 10, 8 }) * 1e4;
    for (const torch::Tensor &view :
         { x, x.transpose(0, 1), x.select(1, 3), x.reshape({ -1 }), torch::empty({ 0, 3 }) }) {
        const torch::Tensor y = converted(view, torch::kBFloat16);
        EXPECT_TRUE(torch::equal(y, view.to(torch::kBFloat16)));
        EXPECT_TRUE(torch::equal(converted(y, torch::kFloat), y.to(torch::kFloat)));
    }
    EXPECT_EQ(converted(x.transpose(0, 1), torch::kBFloat16).strides(),
              x.transpose(0, 1).strides());
    EXPECT_TRUE(converted(x, torch::kFloat).is_same(x));
}

TEST(OperandsTest, columnSumsEqualTorchs)
{
    for (const std::int64_t rows : { 0, 1, 63, 64, 65, 1000 }) {
        const torch::Tensor x = torch::randn({ rows, 37 });
        EXPECT_TRUE(torch::allclose(columnSums(x), x.sum(0), 1e-5, 1e-4)) << rows;
    }
}

TEST(OperandsTest, aFrozenWeightIsRoundedOnceUntilItIsWrittenTo)
{
    releaseOperands();
    const std::uint64_t before = operandBytes();
    torch::Tensor weight = torch::randn({ 8, 16 });
    const torch::Tensor first = weightOperand(weight, torch::kBFloat16);
    EXPECT_TRUE(follows(first, weight));
    EXPECT_TRUE(weightOperand(weight, torch::kBFloat16).is_same(first));
    EXPECT_EQ(operandBytes() - before, 2U * 8 * 16);

    weight.mul_(3);
    EXPECT_TRUE(follows(weightOperand(weight, torch::kBFloat16), weight)) << "written to in place";
    weight.copy_(torch::ones({ 8, 16 }));
    EXPECT_TRUE(follows(weightOperand(weight, torch::kBFloat16), weight)) << "loaded over";
    weight.set_data(torch::full({ 8, 16 }, 5));
    EXPECT_TRUE(follows(weightOperand(weight, torch::kBFloat16), weight)) << "other memory";
    weight = torch::full({ 8, 16 }, 7);
    EXPECT_TRUE(follows(weightOperand(weight, torch::kBFloat16), weight)) << "another tensor";

    weight = torch::Tensor();
    releaseOperands();
    EXPECT_EQ(operandBytes(), before) << "nothing is kept of what is gone";
}

TEST(OperandsTest, aTransposedWeightIsRoundedOnceThoughEachHandleIsNew)
{
    torch::Tensor weight = torch::randn({ 16, 8 }); // [in, out], as GPT-2 keeps it
    const torch::Tensor first = weightOperand(weight.t(), torch::kBFloat16); // [out, in]
    EXPECT_TRUE(follows(first, weight.t()));
    EXPECT_TRUE(weightOperand(weight.t(), torch::kBFloat16).is_same(first));
    EXPECT_TRUE(follows(weightOperand(weight, torch::kBFloat16), weight)) << "the other view";
    weight.mul_(2);
    EXPECT_TRUE(follows(weightOperand(weight.t(), torch::kBFloat16), weight.t()));
}

TEST(OperandsTest, trainingAndFreezingAgainNeverFindsTheOldOne)
{
    releaseOperands();
    torch::Tensor weight = torch::randn({ 8, 16 });
    const std::uint64_t before = operandBytes();
    weightOperand(weight, torch::kBFloat16);
    weight.requires_grad_(true);
    EXPECT_TRUE(follows(weightOperand(weight, torch::kBFloat16), weight));
    EXPECT_EQ(operandBytes(), before) << "what trains is not kept";

    weight.requires_grad_(false);
    weightOperand(weight, torch::kBFloat16);
    weight.requires_grad_(true); // and no product in between
    weight.mutable_grad() = torch::ones({ 8, 16 });
    Optimizer optimizer({ { "w", weight, true } }, {});
    optimizer.step(0.5);
    weight.requires_grad_(false);
    EXPECT_TRUE(follows(weightOperand(weight, torch::kBFloat16), weight));
}

TEST(OperandsTest, anInputOfSeveralProductsIsRoundedOnce)
{
    const torch::Tensor x = torch::randn({ 4, 8 });
    const torch::Tensor first = activationOperand(x, torch::kBFloat16);
    activationOperand(torch::randn({ 4, 2 }), torch::kBFloat16); // of a low-rank update in between
    EXPECT_TRUE(activationOperand(x, torch::kBFloat16).is_same(first));
    x.add_(1);
    EXPECT_TRUE(follows(activationOperand(x, torch::kBFloat16), x));
    EXPECT_TRUE(activationOperand(x, torch::kFloat).is_same(x));
    EXPECT_TRUE(activationOperand(first, torch::kBFloat16).is_same(first));
}

} // namespace

} // namespace tamiz::engine
