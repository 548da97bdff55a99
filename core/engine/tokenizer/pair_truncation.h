// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>

#include "core/engine/tokenizer/tokenizer.h"

namespace tamiz::engine {

/// Tokens that stay of a first and a second text of @p first and @p second tokens, which with
/// @p specials more should fit options.maxLength: as many as transformers keeps, where "longest
/// first" takes tokens one by one.
std::pair<std::size_t, std::size_t> truncatedLengths(std::size_t first, std::size_t second,
                                                     std::size_t specials,
                                                     const EncodeOptions &options);

} // namespace tamiz::engine
