// SPDX-License-Identifier: Apache-2.0
// What only a GPU can show; skipped where there is none. Its parity with Hugging Face is in tests/engine/parity.
#include <cmath>
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <torch/types.h>

#include "core/base/files.h"
#include "core/engine/engine.h"
#include "core/engine/model/dropout.h"
#include "core/engine/model/libtorch.h"
#include "core/engine/model/model.h"
#include "core/engine/model/torch_error.h"
#include "core/engine/train/trainer.h"
#include "tests/engine/train/tiny_task.h"

namespace tamiz::engine {
namespace {

namespace fs = std::filesystem;
using test::kTrainLoss;
using test::RecordingSink;
using testing::HasSubstr;

// Sums of f32 in another order: what twelve steps make of them.
constexpr double kLossTolerance = 1e-3;

void expectNear(const std::map<std::int64_t, double> &actual,
                const std::map<std::int64_t, double> &expected, double tolerance)
{
    ASSERT_EQ(actual.size(), expected.size());
    for (const auto &[step, value] : expected) {
        ASSERT_TRUE(actual.contains(step)) << step;
        EXPECT_NEAR(actual.at(step), value, tolerance) << "step " << step;
    }
}

class GpuTest : public test::TinyTaskTest
{
protected:
    void SetUp() override
    {
        if (!findGpu())
            GTEST_SKIP() << "no GPU";
        test::TinyTaskTest::SetUp();
    }

    /// In f32 and without dropout, whose masks are others on each device.
    Recipe recipe(Device device, bool isLora) const
    {
        Recipe recipe = m_recipe;
        recipe.training.device = device;
        recipe.training.precision = Precision::Fp32;
        recipe.training.dropout = 0;
        if (isLora)
            recipe.layers.lora.rank = 4;
        return recipe;
    }

    void run(const Recipe &recipe, const std::string &name, RecordingSink &sink,
             bool resume = false)
    {
        RunControl control;
        fs::create_directories(m_folder.path() / name);
        const Result<RunOutcome> outcome
            = train({ .recipe = recipe, .folder = m_folder.path() / name, .resume = resume },
                    m_folder.path(), control, sink);
        ASSERT_TRUE(outcome) << outcome.error().toString();
    }

    /// The first @p steps of a run, then a stop that leaves a checkpoint.
    void runSteps(const Recipe &recipe, const std::string &name, std::int64_t steps)
    {
        RunControl control;
        RecordingSink sink;
        sink.onEvent = [&control, steps](const MetricEvent &event) {
            if (test::trainedStep(event) == steps)
                control.requestStop();
        };
        fs::create_directories(m_folder.path() / name);
        const Result<RunOutcome> outcome
            = train({ .recipe = recipe, .folder = m_folder.path() / name, .resume = false },
                    m_folder.path(), control, sink);
        ASSERT_TRUE(outcome) << outcome.error().toString();
        EXPECT_EQ(outcome->steps, steps);
    }
};

TEST_F(GpuTest, runsEqualTheCpusStepByStep)
{
    for (const bool isLora : { false, true }) {
        const std::string name = isLora ? "lora" : "full";
        SCOPED_TRACE(name);
        RecordingSink cpu;
        RecordingSink gpu;
        run(recipe(Device::Cpu, isLora), name + "-cpu", cpu);
        run(recipe(Device::Cuda, isLora), name + "-gpu", gpu);
        for (const SeriesKey &key :
             { kTrainLoss, SeriesKey { "grad_norm", {}, {}, {} },
               SeriesKey { "loss", "validation", {}, {} },
               SeriesKey { "reliance_loss", "validation", "punctuation", {} },
               SeriesKey { "forgetting", {}, {}, "plain" } }) {
            SCOPED_TRACE(toString(key));
            ASSERT_FALSE(cpu.curve(key).empty());
            expectNear(gpu.curve(key), cpu.curve(key), kLossTolerance);
        }
        const auto memory = gpu.curve({ "gpu_memory_mb", {}, {}, {} });
        ASSERT_FALSE(memory.empty());
        EXPECT_GE(memory.rbegin()->second, 0);
        const auto result = nlohmann::json::parse(
            readFile(m_folder.path() / (name + "-gpu/result.json")).value());
        EXPECT_EQ(result["device"], "cuda");
    }
}

TEST_F(GpuTest, aResumedRunEqualsTheStraightRunWithDropout)
{
    Recipe settings = recipe(Device::Cuda, false);
    settings.training.dropout = 0.1;
    RecordingSink straight;
    run(settings, "straight", straight);
    runSteps(settings, "resumed", 7);
    RecordingSink rest;
    run(settings, "resumed", rest, true);
    auto expected = straight.curve(kTrainLoss);
    expected.erase(expected.begin(), expected.upper_bound(7));
    expectNear(rest.curve(kTrainLoss), expected, kLossTolerance);
}

TEST_F(GpuTest, aRunGoesOnOnTheOtherDevice)
{
    for (const Device first : { Device::Cpu, Device::Cuda }) {
        const std::string name = first == Device::Cpu ? "from-cpu" : "from-gpu";
        SCOPED_TRACE(name);
        RecordingSink straight;
        run(recipe(first, true), name + "-straight", straight);
        runSteps(recipe(first, true), name, 6);
        RecordingSink rest;
        run(recipe(first == Device::Cpu ? Device::Cuda : Device::Cpu, true), name, rest, true);
        auto expected = straight.curve(kTrainLoss);
        expected.erase(expected.begin(), expected.upper_bound(6));
        expectNear(rest.curve(kTrainLoss), expected, kLossTolerance);
    }
}

TEST_F(GpuTest, bf16LearnsTheTask)
{
    if (!findGpu()->hasBf16)
        GTEST_SKIP() << "a GPU without bf16";
    Recipe settings = recipe(Device::Auto, false);
    settings.training.precision = Precision::Bf16;
    settings.training.dropout.reset();
    settings.training.maxSteps = 60;
    settings.evaluation.steps = 60;
    RecordingSink sink;
    run(settings, "bf16", sink);
    const auto result
        = nlohmann::json::parse(readFile(m_folder.path() / "bf16/result.json").value());
    EXPECT_EQ(result["device"], "cuda") << "auto takes the GPU";
    EXPECT_EQ(result["precision"], "bf16");
    EXPECT_GT(sink.curve({ "accuracy", "validation", {}, {} }).at(60), 0.95);
}

TEST_F(GpuTest, bf16OutputsAreCloseToPlainOnes)
{
    if (!findGpu()->hasBf16)
        GTEST_SKIP() << "a GPU without bf16";
    const auto loaded = Model::load(m_folder.path() / "base", {});
    ASSERT_TRUE(loaded);
    Model &model = **loaded;
    ASSERT_TRUE(model.moveTo(Device::Cuda));
    BatchTensors batch;
    batch.inputIds = torch::randint(5, 60, { 4, 24 }, torch::kLong);
    batch.attentionMask = torch::ones({ 4, 24 }, torch::kLong);
    batch.attentionMask.index({ 1 }).slice(0, 10).zero_();
    model.setArithmetic(Arithmetic::Plain);
    const torch::Tensor plain = model.forward(batch, {}).logits.detach(); // [4, 24, V]
    model.setArithmetic(Arithmetic::Bf16);
    const torch::Tensor close = model.forward(batch, {}).logits.detach();
    const double difference = ((close - plain).norm() / plain.norm()).item<double>();
    EXPECT_LT(difference, 2e-2); // 8 bits of mantissa through two layers
    EXPECT_GT(difference, 0) << "bf16 was not used";
}

TEST_F(GpuTest, dropoutFollowsItsKeyAndItsRate)
{
    const torch::Tensor x
        = torch::ones({ 1000, 1000 }, torch::TensorOptions(torch::kCUDA)).requires_grad_(true);
    const CounterRandom random(7);
    const torch::Tensor y = dropout(x, 0.1, random);
    EXPECT_TRUE(torch::equal(y, dropout(x, 0.1, random)));
    EXPECT_FALSE(torch::equal(y, dropout(x, 0.1, random.at(1))));
    EXPECT_NEAR((y == 0).to(torch::kDouble).mean().item<double>(), 0.1, 2e-3);
    EXPECT_NEAR(y.mean().item<double>(), 1, 2e-3);
    y.sum().backward();
    EXPECT_TRUE(torch::allclose(x.grad(), y.detach())) << "backward drops what forward dropped";
}

TEST_F(GpuTest, tooLargeABatchIsAnsweredWithWhatToDo)
{
    ModelConfig config;
    config.modelType = "bert";
    config.vocabSize = 100;
    config.maxPositions = 512;
    config.hiddenSize = 1024;
    config.heads = 16;
    config.layers = 1;
    config.intermediateSize = 4096;
    const auto made = Model::create(config, HeadKind::MaskedLm, 1);
    ASSERT_TRUE(made);
    const Model &model = **made;
    ASSERT_TRUE((*made)->moveTo(Device::Cuda));
    const auto forward = [&](std::int64_t rows) {
        return guarded([&]() -> Status {
            BatchTensors batch;
            batch.inputIds = torch::zeros({ rows, config.maxPositions }, torch::kLong);
            static_cast<void>(model.forward(batch, {}));
            return {};
        });
    };
    const Status failed = forward(1 << 14); // 32 GiB for each [N, C]
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::OutOfMemory);
    EXPECT_THAT(failed.error().message, HasSubstr("32.00 GiB"));
    EXPECT_THAT(failed.error().message, HasSubstr("GPU"));
    EXPECT_THAT(failed.error().message, testing::Not(HasSubstr("PYTORCH")));
    EXPECT_THAT(failed.error().hint, HasSubstr("batch size"));
    EXPECT_TRUE(forward(2)) << "a smaller batch goes through";
}

TEST(DeviceTest, cudaWithoutAGpuIsRefusedByItsPlaceInTheRecipe)
{
    if (findGpu())
        GTEST_SKIP() << "there is a GPU";
    EXPECT_EQ(resolveDevice(Device::Auto), Device::Cpu);
    EXPECT_TRUE(checkDevice(Device::Auto));
    const Status refused = checkDevice(Device::Cuda);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Unsupported);
    EXPECT_EQ(refused.error().where, "training.device");
}

/// On any device: LibTorch's one-kernel operators against their definitions.
TEST(LibTorchTest, fusedAttentionEqualsItsDefinition)
{
    if (!libtorch::kComputesOnGpu)
        GTEST_SKIP() << "LibTorch 1.13 has none";
    const auto q = torch::randn({ 2, 3, 8, 16 }); // [B, H, T, D]
    const auto k = torch::randn({ 2, 3, 8, 16 });
    const auto v = torch::randn({ 2, 3, 8, 16 });
    torch::Tensor isVisible = torch::ones({ 2, 1, 1, 8 }, torch::kBool);
    isVisible.index({ 1 }).slice(2, 5).fill_(false);
    for (const torch::Tensor &mask : { torch::Tensor(), isVisible }) {
        torch::Tensor scores = torch::matmul(q, k.transpose(-1, -2)) / 4;
        if (mask.defined())
            scores = scores.masked_fill(mask.logical_not(), -1e30);
        const torch::Tensor expected = torch::matmul(torch::softmax(scores, -1), v);
        EXPECT_TRUE(torch::allclose(libtorch::attention(q, k, v, mask, 0), expected, 1e-4, 1e-5));
    }
}

} // namespace
} // namespace tamiz::engine
