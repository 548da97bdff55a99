// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/engine/model/model.h"

namespace tamiz::engine::test {

inline ModelConfig tinyConfig(std::int64_t labels = 2)
{
    ModelConfig config;
    config.modelType = "bert";
    config.vocabSize = 50;
    config.hiddenSize = 16;
    config.layers = 3;
    config.heads = 2;
    config.intermediateSize = 24;
    config.maxPositions = 20;
    config.initializerRange = 0.2; // large enough that every part matters
    for (std::int64_t label = 0; label < labels; ++label)
        config.id2label[label] = "LABEL_" + std::to_string(label);
    return config;
}

inline std::unique_ptr<Model> tinyModel(HeadKind head, std::uint64_t seed = 1)
{
    auto model = Model::create(tinyConfig(), head, seed);
    EXPECT_TRUE(model) << model.error().toString();
    return std::move(*model);
}

/// Two rows of six tokens; the second has two of padding.
inline BatchTensors tinyBatch(HeadKind head)
{
    BatchTensors batch;
    batch.inputIds
        = torch::tensor({ { 2, 9, 17, 31, 44, 3 }, { 2, 8, 21, 3, 0, 0 } }, torch::kLong);
    batch.tokenTypeIds
        = torch::tensor({ { 0, 0, 0, 1, 1, 1 }, { 0, 0, 0, 0, 0, 0 } }, torch::kLong);
    batch.attentionMask
        = torch::tensor({ { 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 0, 0 } }, torch::kLong);
    if (head == HeadKind::SequenceClassification)
        batch.labels = torch::tensor({ 1, 0 }, torch::kLong);
    if (head == HeadKind::TokenClassification)
        batch.labels = torch::tensor(
            { { -100, 1, 0, 1, -100, -100 }, { -100, 1, 1, -100, -100, -100 } }, torch::kLong);
    if (head == HeadKind::MaskedLm)
        batch.labels = torch::tensor(
            { { -100, 12, -100, 40, -100, -100 }, { -100, -100, 7, -100, -100, -100 } },
            torch::kLong);
    return batch;
}

inline torch::Tensor logitsOf(const Model &model)
{
    return model.forward(tinyBatch(model.head()), {}).logits.detach();
}

} // namespace tamiz::engine::test
