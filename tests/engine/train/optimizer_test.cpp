// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>
#include <vector>

#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/train/optimizer.h"
#include "core/recipe/schedules.h"

namespace tamiz::engine {

namespace {

using ::testing::HasSubstr;

torch::Tensor parameter(std::vector<float> values)
{
    return torch::tensor(values).requires_grad_(true);
}

void setGradient(torch::Tensor tensor, std::vector<float> values)
{
    tensor.mutable_grad() = torch::tensor(values);
}

TEST(OptimizerTest, AdamWFollowsItsDefinition)
{
    TrainingSection settings;
    settings.weightDecay = 0.1;
    const torch::Tensor weight = parameter({ 1, -2 });
    const torch::Tensor bias = parameter({ 0.5F });
    Optimizer optimizer({ { "w", weight, true }, { "b", bias, false } }, settings);

    double w = 1;
    double b = 0.5;
    double m = 0;
    double v = 0;
    for (int step = 1; step <= 5; ++step) {
        const float gradient = 0.3F * static_cast<float>(step) - 1;
        setGradient(weight, { gradient, 1 });
        setGradient(bias, { gradient });
        optimizer.step(0.01);
        m = 0.9 * m + 0.1 * gradient;
        v = 0.999 * v + 0.001 * gradient * gradient;
        const double update
            = (m / (1 - std::pow(0.9, step))) / (std::sqrt(v / (1 - std::pow(0.999, step))) + 1e-8);
        w = w * (1 - 0.01 * 0.1) - 0.01 * update;
        b = b - 0.01 * update;
    }
    EXPECT_NEAR(weight[0].item<double>(), w, 1e-6);
    EXPECT_NEAR(bias[0].item<double>(), b, 1e-6) << "no decay";
}

TEST(OptimizerTest, SgdHasMomentumAndCoupledDecay)
{
    TrainingSection settings;
    settings.optimizer = OptimizerKind::Sgd;
    settings.momentum = 0.5;
    settings.weightDecay = 0.1;
    const torch::Tensor weight = parameter({ 2 });
    Optimizer optimizer({ { "w", weight, true } }, settings);
    double w = 2;
    double buffer = 0;
    for (int step = 0; step < 3; ++step) {
        setGradient(weight, { 1 });
        optimizer.step(0.1);
        buffer = 0.5 * buffer + (1 + 0.1 * w);
        w -= 0.1 * buffer;
    }
    EXPECT_NEAR(weight.item<double>(), w, 1e-6);
}

TEST(OptimizerTest, ParametersWithoutAGradientStay)
{
    const torch::Tensor weight = parameter({ 3 });
    Optimizer optimizer({ { "w", weight, true } }, {});
    setGradient(weight, { 1 });
    optimizer.zeroGrad();
    EXPECT_FALSE(weight.grad().defined());
    optimizer.step(0.1);
    EXPECT_EQ(weight.item<double>(), 3);
}

TEST(OptimizerTest, ARestoredStateGoesOnBitForBit)
{
    for (const OptimizerKind kind : { OptimizerKind::AdamW, OptimizerKind::Sgd }) {
        TrainingSection settings;
        settings.optimizer = kind;
        const auto train
            = [&](Optimizer &optimizer, const torch::Tensor &weight, int first, int last) {
                  for (int step = first; step < last; ++step) {
                      setGradient(weight, { 0.1F * static_cast<float>(step), -1.5F });
                      optimizer.step(0.01);
                  }
              };
        const torch::Tensor straight = parameter({ 1, 2 });
        Optimizer whole({ { "w", straight, true } }, settings);
        train(whole, straight, 0, 6);

        const torch::Tensor first = parameter({ 1, 2 });
        Optimizer before({ { "w", first, true } }, settings);
        train(before, first, 0, 3);
        std::vector<NamedTensor> state;
        for (const NamedTensor &entry : before.state())
            state.push_back({ entry.name, entry.tensor.clone() });
        const torch::Tensor second = first.detach().clone().requires_grad_(true);
        Optimizer after({ { "w", second, true } }, settings);
        ASSERT_TRUE(after.restore(state));
        train(after, second, 3, 6);
        EXPECT_TRUE(torch::equal(second, straight));

        state.front().tensor = torch::zeros({ 3 });
        const Status wrong = after.restore(state);
        ASSERT_FALSE(wrong);
        EXPECT_THAT(wrong.error().toString(), HasSubstr("[3], [2] was expected"));
        state.pop_back();
        EXPECT_THAT(after.restore({}).error().toString(), HasSubstr("lacks"));
    }
}

TEST(OptimizerTest, ResultsDoNotDependOnTheNumberOfThreads)
{
    const int threads = at::get_num_threads();
    std::vector<torch::Tensor> results;
    std::vector<double> norms;
    const torch::Tensor start = torch::rand({ 300'001 });
    const torch::Tensor gradient = torch::rand({ 300'001 }) - 0.5;
    for (const int count : { 1, 3 }) {
        at::set_num_threads(count);
        torch::Tensor weight = start.clone().requires_grad_(true);
        weight.mutable_grad() = gradient.clone();
        const std::vector<NamedTensor> parameters = { { "w", weight, true } };
        norms.push_back(clipGradNorm(parameters, 1));
        Optimizer optimizer(parameters, {});
        optimizer.step(0.1);
        results.push_back(weight.detach());
    }
    at::set_num_threads(threads);
    EXPECT_EQ(norms[0], norms[1]);
    EXPECT_TRUE(torch::equal(results[0], results[1]));
    EXPECT_NEAR(norms[0], gradient.to(torch::kDouble).norm().item<double>(), 1e-6);
}

/// Rows 4, 1 and 4 of a table of 6 were read.
TEST(OptimizerTest, AGradientOfReadRowsDoesWhatTheDenseOneDoes)
{
    for (const OptimizerKind kind : { OptimizerKind::AdamW, OptimizerKind::Sgd }) {
        TrainingSection settings;
        settings.optimizer = kind;
        settings.weightDecay = 0.1;
        const torch::Tensor start = torch::rand({ 6, 32 });
        std::vector<torch::Tensor> weights;
        std::vector<double> norms;
        for (const bool isSparse : { false, true }) {
            torch::Tensor weight = start.clone().requires_grad_(true);
            const std::vector<NamedTensor> parameters = { { "w", weight, true } };
            Optimizer optimizer(parameters, settings);
            for (int step = 0; step < 3; ++step) {
                // The last one reads nothing of row 1, whose moments go on.
                const torch::Tensor rows = torch::tensor({ 4, step < 2 ? 1 : 4, 4 }, torch::kLong)
                                               .unsqueeze(0); // [1, n]
                const torch::Tensor entries
                    = torch::arange(96).view({ 3, 32 }).to(torch::kFloat) / 50 - step; // [n, C]
                const torch::Tensor gradient
                    = torch::sparse_coo_tensor(rows, entries, { 6, 32 }, torch::kFloat);
                weight.mutable_grad() = isSparse ? gradient : gradient.to_dense();
                norms.push_back(clipGradNorm(parameters, step == 1 ? 0.5 : 0));
                optimizer.step(0.01);
            }
            weights.push_back(weight.detach());
        }
        EXPECT_TRUE(torch::equal(weights[0], weights[1]));
        EXPECT_FALSE(torch::equal(weights[1][0], start[0])) << "decay in rows that nobody read";
        for (std::size_t step = 0; step < 3; ++step)
            EXPECT_NEAR(norms[step], norms[step + 3], 1e-9 * norms[step]);
    }
}

TEST(OptimizerTest, ClippingScalesTheGlobalNorm)
{
    const torch::Tensor a = parameter({ 0, 0 });
    const torch::Tensor b = parameter({ 0 });
    const torch::Tensor without = parameter({ 0 });
    const std::vector<NamedTensor> parameters = { { "a", a }, { "b", b }, { "c", without } };
    setGradient(a, { 3, 0 });
    setGradient(b, { 4 });
    EXPECT_DOUBLE_EQ(clipGradNorm(parameters, 0), 5);
    EXPECT_EQ(b.grad().item<double>(), 4) << "0 only measures";
    EXPECT_DOUBLE_EQ(clipGradNorm(parameters, 10), 5);
    EXPECT_EQ(b.grad().item<double>(), 4);
    EXPECT_DOUBLE_EQ(clipGradNorm(parameters, 1), 5);
    EXPECT_NEAR(b.grad().item<double>(), 0.8, 1e-6);
    EXPECT_NEAR(a.grad()[0].item<double>(), 0.6, 1e-6);
    setGradient(b, { std::numeric_limits<float>::quiet_NaN() });
    EXPECT_TRUE(std::isnan(clipGradNorm(parameters, 1)));
}

TEST(LearningRateTest, FollowsTheSchedulesOfTransformers)
{
    TrainingSection training;
    training.learningRate = 1;
    training.warmupSteps = 2;
    training.schedule = LrSchedule::Linear;
    const double linear[] = { 0, 0.5, 1, 0.75, 0.5, 0.25, 0, 0 };
    for (int step = 0; step < 8; ++step)
        EXPECT_DOUBLE_EQ(learningRateAt(training, step, 6), linear[step]) << step;
    training.schedule = LrSchedule::Constant;
    EXPECT_DOUBLE_EQ(learningRateAt(training, 1, 6), 0.5);
    EXPECT_DOUBLE_EQ(learningRateAt(training, 5, 6), 1);
    training.schedule = LrSchedule::Cosine;
    EXPECT_NEAR(learningRateAt(training, 4, 6), 0.5, 1e-12);
    EXPECT_NEAR(learningRateAt(training, 6, 6), 0, 1e-12);
    EXPECT_NEAR(learningRateAt(training, 7, 6), 0, 1e-12);

    training.warmupSteps = 0;
    training.warmupRatio = 0.06;
    EXPECT_EQ(warmupSteps(training, 100), 6);
    EXPECT_EQ(warmupSteps(training, 101), 7) << "rounded up, as transformers' Trainer";
    training.warmupRatio = 0;
    EXPECT_DOUBLE_EQ(learningRateAt(training, 0, 1), 1);
}

} // namespace

} // namespace tamiz::engine
