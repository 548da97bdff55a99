// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch through model.h.

#include <memory>

#include "core/base/result.h"
#include "core/engine/data/dataset.h"
#include "core/engine/evaluate/model_evaluation.h"
#include "core/engine/model/model.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// The chosen model with its adapter, on the recipe's device.
Result<std::unique_ptr<Model>> loadChoice(const ModelChoice &choice, const Recipe &recipe,
                                          const Tokenizer &tokenizer, const LabelMap &labels);

} // namespace tamiz::engine
