// SPDX-License-Identifier: Apache-2.0
// What frozen layers say of a row is computed once and stays what it was.
#include <filesystem>

#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/model/frozen_states.h"
#include "core/engine/model/model.h"
#include "tiny_model.h"

namespace tamiz::engine {

namespace {

FrozenStates::Key key(std::int64_t id)
{
    return FrozenStates::keyOf({ &id }, 1);
}

torch::Tensor states(double value, std::int64_t tokens = 4)
{
    return torch::full({ tokens, 8 }, value); // 32 bytes a token
}

TEST(FrozenStatesTest, RowsThatDifferAnywhereHaveOtherKeys)
{
    const std::vector<std::int64_t> ids { 1, 2, 3 };
    const std::vector<std::int64_t> other { 1, 2, 4 };
    const std::vector<std::int64_t> visible { 1, 1, 1 };
    const auto of = [](const std::vector<std::int64_t> &a, const std::vector<std::int64_t> &b,
                       std::int64_t length) {
        return FrozenStates::keyOf({ a.data(), b.data() }, length);
    };
    EXPECT_EQ(of(ids, visible, 3), of({ 1, 2, 3 }, { 1, 1, 1 }, 3));
    EXPECT_NE(of(ids, visible, 3), of(other, visible, 3));
    EXPECT_NE(of(ids, visible, 3), of(ids, { 1, 1, 0 }, 3));
    EXPECT_NE(of(ids, visible, 3), of(visible, ids, 3));
    EXPECT_NE(of(ids, visible, 3), of(ids, visible, 2));
}

TEST(FrozenStatesTest, MemoryFirstThenTheFileThenNothing)
{
    const std::filesystem::path folder = ::testing::TempDir();
    const auto filesBefore = std::distance(std::filesystem::directory_iterator(folder), {});
    FrozenStates kept({ .memoryBytes = 200, .diskBytes = 130, .folder = folder });
    kept.insert(key(1), states(1)); // 128 bytes: memory
    kept.insert(key(2), states(2)); // file
    kept.insert(key(3), states(3)); // no room
    EXPECT_EQ(kept.memoryBytes(), 128U);
    EXPECT_EQ(kept.diskBytes(), 128U);
    EXPECT_TRUE(torch::equal(kept.find(key(1)), states(1)));
    EXPECT_TRUE(torch::equal(kept.find(key(2)), states(2)));
    EXPECT_FALSE(kept.find(key(3)).defined());
    EXPECT_EQ(kept.found(), 2);
    EXPECT_EQ(kept.missed(), 1);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), filesBefore)
        << "a killed process would leave a file behind";
    kept.clear();
    EXPECT_FALSE(kept.find(key(1)).defined());
    kept.insert(key(3), states(3).to(torch::kBFloat16));
    EXPECT_EQ(kept.find(key(3)).scalar_type(), torch::kBFloat16);
}

TEST(FrozenStatesTest, AFolderThatCannotBeWrittenToLeavesMemory)
{
    FrozenStates kept({ .memoryBytes = 200, .diskBytes = 1000, .folder = "/no such folder" });
    kept.insert(key(1), states(1));
    kept.insert(key(2), states(2));
    EXPECT_TRUE(kept.find(key(1)).defined());
    EXPECT_FALSE(kept.find(key(2)).defined());
}

/// Two of three layers frozen.
std::unique_ptr<Model> frozenModel(double dropout, Arithmetic arithmetic = Arithmetic::Fp32)
{
    auto model = test::tinyModel(HeadKind::TokenClassification);
    LayersSection layers;
    layers.freezeEmbeddings = true;
    layers.freezeLayers = { 0, 1 };
    EXPECT_TRUE(model->configure(layers, 1));
    model->setDropout(dropout);
    model->setArithmetic(arithmetic);
    return model;
}

ForwardContext training(std::uint64_t step)
{
    ForwardContext context;
    context.isTraining = true;
    context.dropout = CounterRandom(step);
    return context;
}

BatchTensors batch()
{
    BatchTensors rows = test::tinyBatch(HeadKind::TokenClassification);
    rows.lengths = { 6, 4 };
    return rows;
}

const FrozenStates::Budget kAmple { .memoryBytes = 1 << 20, .diskBytes = 0, .folder = {} };

TEST(FrozenStatesTest, LossAndGradientsEqualThoseOfTheWholeModelInEachEpoch)
{
    const auto plain = frozenModel(0);
    const auto cached = frozenModel(0);
    cached->keepFrozenStates(kAmple);
    for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
        const torch::Tensor expected = plain->forward(batch(), training(epoch)).loss;
        const torch::Tensor actual = cached->forward(batch(), training(epoch)).loss;
        EXPECT_NEAR(actual.item<double>(), expected.item<double>(), 1e-6) << epoch;
        expected.backward();
        actual.backward();
    }
    const std::vector<NamedTensor> expected = plain->trainableParameters();
    const std::vector<NamedTensor> actual = cached->trainableParameters();
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) {
        EXPECT_LE((actual[i].tensor.grad() - expected[i].tensor.grad()).abs().max().item<double>(),
                  1e-5)
            << actual[i].name;
    }
    EXPECT_EQ(cached->frozenStates()->missed(), 2); // each row once
    EXPECT_EQ(cached->frozenStates()->found(), 4);
}

TEST(FrozenStatesTest, ARowThatIsKnownAndOneThatIsNotStandInOneBatch)
{
    const auto plain = frozenModel(0);
    const auto cached = frozenModel(0);
    cached->keepFrozenStates(kAmple);
    cached->forward(batch(), training(0));
    BatchTensors changed = batch();
    changed.inputIds = changed.inputIds.clone();
    changed.inputIds[0][2] = 5;
    EXPECT_NEAR(cached->forward(changed, training(1)).loss.item<double>(),
                plain->forward(changed, training(1)).loss.item<double>(), 1e-6);
    EXPECT_EQ(cached->frozenStates()->found(), 1);
    EXPECT_EQ(cached->frozenStates()->missed(), 3);
}

TEST(FrozenStatesTest, AMaskedRowIsComputedAndNotKept)
{
    const auto cached = frozenModel(0);
    cached->keepFrozenStates(kAmple);
    BatchTensors masked = batch();
    masked.isMasked = { true, false };
    cached->forward(masked, training(0));
    cached->forward(masked, training(1));
    EXPECT_EQ(cached->frozenStates()->found(), 1);
    EXPECT_EQ(cached->frozenStates()->missed(), 1);
    EXPECT_EQ(cached->frozenStates()->memoryBytes(), 4U * 16U * 4U); // the other row's
}

TEST(FrozenStatesTest, FrozenLayersDropNothingAndTheOthersDo)
{
    const auto cached = frozenModel(0.4);
    cached->keepFrozenStates(kAmple);
    const auto uncached = frozenModel(0.4);
    uncached->keepFrozenStates(FrozenStates::Budget {}); // computes each time
    const double first = cached->forward(batch(), training(1)).loss.item<double>();
    EXPECT_NEAR(cached->forward(batch(), training(1)).loss.item<double>(), first, 1e-7);
    EXPECT_NEAR(uncached->forward(batch(), training(1)).loss.item<double>(), first, 1e-6);
    EXPECT_NE(cached->forward(batch(), training(2)).loss.item<double>(), first);
}

TEST(FrozenStatesTest, OtherWeightsOrArithmeticForgetWhatWasKept)
{
    const auto cached = frozenModel(0);
    cached->keepFrozenStates(kAmple);
    cached->forward(batch(), training(0));
    ASSERT_GT(cached->frozenStates()->memoryBytes(), 0U);
    cached->setArithmetic(Arithmetic::Plain);
    EXPECT_EQ(cached->frozenStates()->memoryBytes(), 0U);
    cached->forward(batch(), training(0));
    LayersSection layers;
    layers.freezeEmbeddings = true;
    layers.freezeLayers = { 0 };
    ASSERT_TRUE(cached->configure(layers, 1));
    EXPECT_EQ(cached->frozenStates()->memoryBytes(), 0U);
}

TEST(FrozenStatesTest, NothingIsKeptWhereTheEmbeddingsTrain)
{
    const auto model = test::tinyModel(HeadKind::TokenClassification);
    model->keepFrozenStates(kAmple);
    model->forward(batch(), training(0));
    EXPECT_EQ(model->frozenStates()->missed(), 0);
    EXPECT_EQ(model->frozenStates()->memoryBytes(), 0U);
}

} // namespace

} // namespace tamiz::engine
