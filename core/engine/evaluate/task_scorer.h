// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch through model.h.

#include <cstdint>
#include <memory>
#include <vector>

#include "core/engine/data/batch.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/evaluate/evaluation.h"
#include "core/engine/model/model.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Judges a model's answers to a task's rows, batch by batch in any order.
class TaskScorer
{
public:
    virtual ~TaskScorer() = default;
    /// @p rows are those that the batch was made of.
    virtual void add(const Batch &batch, const std::vector<TokenRow> &rows,
                     const ModelOutput &output)
        = 0;
    virtual Evaluation result() const = 0;
};

/// The scorer of the recipe's task, for rows of that many choices. Not for language models.
std::unique_ptr<TaskScorer> makeTaskScorer(const Recipe &recipe, const ExperimentData &data,
                                           std::int64_t choices);

} // namespace tamiz::engine
