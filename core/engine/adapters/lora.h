// SPDX-License-Identifier: Apache-2.0
#pragma once

// Engine-private: names torch.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/engine/model/body_names.h"
#include "core/engine/model/model_parts.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// Freezes and adds LoRA as the recipe says; with LoRA the base is frozen and the head trains (and a
/// pooler that the base did not bring). Fails on an unknown layer or target, naming the recipe path.
Status configureLayers(ModelParts &parts, const LayersSection &layers, std::uint64_t seed);

/// Adds the update at the present strength to the base weights and drops the adapter. Fails, changing
/// nothing, when a merged weight is not finite.
Status mergeAdapter(ModelParts &parts);

/// Whether PEFT would adapt the module @p name for this entry of `target_modules`: equal, or a suffix
/// after a dot.
bool matchesTarget(std::string_view name, std::string_view target);

/// Freezes everything, then unfreezes what trains with an adapter: its tensors, the head, a new
/// pooler and the biases of its bias option.
void freezeAllButAdapter(ModelParts &parts);

/// alpha / r, or alpha / sqrt(r) when rank-stabilised.
double loraScale(const AdapterSettings &settings, double alpha, std::int64_t rank);

} // namespace tamiz::engine
