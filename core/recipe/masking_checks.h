// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/problem.h"
#include "core/recipe/recipe.h"

namespace tamiz {

/// Adds the problems of the `masking` section: its classes, its rules, and the ones against the others.
void checkMasking(const Recipe &recipe, std::vector<Problem> &problems);

} // namespace tamiz
