// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/engine/tokenizer/pipeline/words.h"

namespace tamiz::engine {

/// Finds a pattern written for Oniguruma, whose classes are those of Unicode and whose lines end at
/// \n only. Fails on a pattern that does not mean the same to ICU. A pattern that would take a text
/// more than its share of time matches nothing from there on.
Result<FindMatches> matchRegex(const std::string &pattern, const std::string &where);

/// Finds a text as it is written.
FindMatches matchText(std::u32string text);

} // namespace tamiz::engine
