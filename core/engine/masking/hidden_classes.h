// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/engine/masking/masker.h"

namespace tamiz::engine {

/// Takes every token of the classes (bits of TokenClassifier) out of the model's sight: its id becomes
/// [MASK] or, in a vocabulary without one, unknown; where there is neither it is hidden from
/// attention. Special tokens stay. What reliance and the playground mean by "cannot see".
void hideClasses(MaskableRow &row, std::uint64_t classes, const SpecialIds &special);

} // namespace tamiz::engine
