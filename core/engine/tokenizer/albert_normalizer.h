// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/tokenizer/bert_normalizer.h"

namespace tamiz::engine {

struct AlbertNormalizerOptions
{
    bool lowercase = true;
    bool keepsAccents = false;
};

/// What ALBERT's tokenizer does to a text before its SentencePiece model sees it: quotation marks
/// unified, compatibility decomposition without marks, small letters. @p shift as in normalizeBert().
/// Source: transformers, tokenization_albert.py.
NormalizedText normalizeAlbert(std::u32string_view text, std::int64_t shift,
                               const AlbertNormalizerOptions &options);

} // namespace tamiz::engine
