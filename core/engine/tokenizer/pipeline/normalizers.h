// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "core/engine/tokenizer/bert_normalizer.h"
#include "core/engine/tokenizer/pipeline/pipeline_tokenizer.h"
#include "core/engine/tokenizer/pipeline/precompiled_charsmap.h"
#include "core/engine/tokenizer/pipeline/unicode_forms.h"

namespace tamiz::engine {

// The normalisers of tokenizer.json, by their names there.
Normalizer bertNormalizer(BertNormalizerOptions options);
Normalizer unicodeFormNormalizer(UnicodeForm form); ///< NFC, NFD, NFKC, NFKD
Normalizer lowercaseNormalizer();
Normalizer stripAccentsNormalizer();
Normalizer stripNormalizer(bool left, bool right);
Normalizer nmtNormalizer();
Normalizer prependNormalizer(std::u32string text);
Normalizer replaceNormalizer(FindMatches find, std::u32string content);
Normalizer precompiledNormalizer(std::shared_ptr<const PrecompiledCharsmap> charsmap);
Normalizer byteLevelNormalizer();
Normalizer normalizerSequence(std::vector<Normalizer> normalizers);

} // namespace tamiz::engine
