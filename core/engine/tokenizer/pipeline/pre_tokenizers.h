// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"

namespace tamiz::engine {

enum class PrependScheme { Always, First, Never };

struct MetaspaceOptions
{
    char32_t replacement = 0x2581; ///< ▁
    PrependScheme scheme = PrependScheme::Always; ///< First: at the start of the text only
    bool splits = true;
};

// The pre-tokenisers of tokenizer.json, by their names there.
PreTokenizer bertPreTokenizer();
PreTokenizer byteLevelPreTokenizer(bool addsPrefixSpace, bool splits);
PreTokenizer metaspacePreTokenizer(MetaspaceOptions options);
PreTokenizer whitespacePreTokenizer(); ///< \w+|[^\w\s]+
PreTokenizer whitespaceSplitPreTokenizer();
PreTokenizer splitPreTokenizer(FindMatches find, SplitBehavior behavior, bool inverts);
PreTokenizer punctuationPreTokenizer(SplitBehavior behavior);
PreTokenizer digitsPreTokenizer(bool isolates);
PreTokenizer delimiterPreTokenizer(char32_t delimiter);
PreTokenizer fixedLengthPreTokenizer(std::size_t length);
PreTokenizer preTokenizerSequence(std::vector<PreTokenizer> preTokenizers);

} // namespace tamiz::engine
