// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/problem.h"
#include "core/base/result.h"
#include "core/engine/tokenizer/tokenizer.h"
#include "core/recipe/recipe.h"

namespace tamiz::engine {

/// The tokens that a recipe gave its tokenizer.
struct DomainTokens
{
    struct Token
    {
        std::string content;
        std::vector<std::int64_t> pieces; ///< ids of what it was before; empty = unknown characters
    };
    std::int64_t firstId = 0; ///< the others follow
    std::vector<Token> tokens;
    std::vector<Problem> problems; ///< warnings: tokens that were left out, and why
};

/// How many the recipe names, in its list and its file.
Result<std::int64_t> countDomainTokens(const VocabularySection &section);

/// Extends @p tokenizer by the tokens of the recipe; what it has as one token already is left out. Fails
/// where the file cannot be read, or a token has a line break or is no UTF-8.
Result<DomainTokens> addDomainTokens(Tokenizer &tokenizer, const VocabularySection &section);

} // namespace tamiz::engine
