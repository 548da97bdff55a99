// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/recipe/recipe.h"
#include "core/runs/workbench.h"

namespace tamiz::engine {

/// What the base model leans on, before any training: the rise of its masked-LM loss (nats) on the
/// validation texts when every token of a class is masked at the input. A task head that has yet to be
/// trained leans on nothing, so the question is put to the masked-LM head. @p recipe has its paths
/// resolved.
Result<std::vector<RelianceValue>> baseReliance(const Recipe &recipe, RunControl &control);

} // namespace tamiz::engine
