// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/recipe/recipe.h"

namespace tamiz {

/// Whether @p target names the projection, as PEFT matches suffixes: "output.dense" names
/// "attention.output.dense" too.
bool matchesLoraTarget(std::string_view projection, std::string_view target);

/// The section with @p family's targets where it names none of its own.
LoraSection withDefaultTargets(LoraSection lora, const std::vector<std::string> &family);

/// Rank of the update on a projection of a layer; 0 = none. Later overrides win.
int loraRank(const LoraSection &lora, int layer, std::string_view projection);

/// True when some update has a rank: then the base is frozen.
bool usesLora(const LoraSection &lora);

/// The section with exactly these ranks ([layer][projection]); alpha, dropout and the main rank
/// stay. Cells that differ from the main rank become overrides; no cell at all sets rank 0.
LoraSection withLoraRanks(LoraSection lora, const std::vector<std::string> &projections,
                          const std::vector<std::vector<int>> &ranks);

} // namespace tamiz
