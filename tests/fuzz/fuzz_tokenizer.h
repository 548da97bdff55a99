// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>

#include "core/engine/tokenizer/tokenizer.h"
#include "core/tokens/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace tamiz::test {

/// Letters with and without marks, blanks of several kinds, digits, what added tokens look like,
/// another script, an emoji sequence and a byte that is no UTF-8.
inline constexpr std::string_view kFuzzedText
    = "Über den W\xE4ldern, 敏捷 [MASK]<mask> </s>  l'été e\u0301\u0323 12.5\t\u00A0\u2581a_b\r\n"
      "\U0001F469\u200D\U0001F4BB it's aaaaaaaaaaaa ab";

/// A tokenizer has to tokenise and decode within its vocabulary and within the text.
inline void tokenizeWith(const engine::Tokenizer &tokenizer, std::string_view text)
{
    const auto length = static_cast<std::int64_t>(decodeUtf8(text).size());
    const engine::Encoding encoding = tokenizer.encode(text, text, { .maxLength = 150 });
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        require(encoding.ids[i] >= 0 && encoding.ids[i] < tokenizer.vocabSize());
        require(encoding.offsets[i].begin <= encoding.offsets[i].end
                && encoding.offsets[i].end <= length);
        tokenizer.token(encoding.ids[i]);
    }
    for (const bool skipsSpecial : { false, true })
        tokenizer.decode(encoding.ids, skipsSpecial);
    tokenizer.decode({ -1, tokenizer.vocabSize(), tokenizer.special().pad }, false);
}

/// Loads the folder's tokenizer; one that loads reads the text above.
inline void tokenizeWith(const std::filesystem::path &folder)
{
    const auto loaded = engine::loadTokenizer(folder);
    if (!loaded) {
        require(!loaded.error().message.empty() && !loaded.error().where.empty());
        return;
    }
    tokenizeWith(**loaded, kFuzzedText);
}

} // namespace tamiz::test
