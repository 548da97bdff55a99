// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/problem.h"
#include "core/recipe/recipe.h"

namespace tamiz {

/// Adds a problem for every number and choice that lies outside what the field table allows.
void checkLimits(const Recipe &recipe, std::vector<Problem> &problems);

} // namespace tamiz
