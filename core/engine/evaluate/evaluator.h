// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch through model.h.

#include <functional>

#include "core/base/result.h"
#include "core/engine/data/experiment_data.h"
#include "core/engine/evaluate/evaluation.h"
#include "core/engine/model/model.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Called before each batch with the share that is done (0..1); may block while a person has paused
/// the run; false = stop.
using EvaluationGate = std::function<bool(double)>;

/// Measures a model on rows as they are, without dropout or masking rules. Trainer thread only.
class Evaluator
{
public:
    Evaluator(const Model &model, const ExperimentData &data, const Recipe &recipe);

    /// The task's metrics. With @p hiddenClass >= 0 every token of that class is replaced by [MASK]
    /// at the input first (reliance); by the unknown token in a vocabulary without [MASK], and kept
    /// from attention where there is neither. Masked-LM tasks use the same seeded positions each time.
    Result<Evaluation> evaluate(const Dataset &dataset, int hiddenClass,
                                const EvaluationGate &gate) const;

    /// Cross-entropy of a reference text through the body as it is now and the base's head for the
    /// vocabulary, overall and by class (DESIGN: forgetting): of the same masked positions each time,
    /// or with a decoder of every token but a row's first.
    Result<Evaluation> evaluateReference(const Dataset &dataset, const EvaluationGate &gate) const;

private:
    Result<Evaluation> evaluateVocabulary(const Dataset &dataset, int hiddenClass,
                                          const EvaluationGate &gate) const;
    Result<Evaluation> evaluateTask(const Dataset &dataset, int hiddenClass,
                                    const EvaluationGate &gate) const;

    const Model &m_model;
    const ExperimentData &m_data;
    const Recipe &m_recipe;
};

} // namespace tamiz::engine
