// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tamiz::engine {

// Character classes of the regular expressions in Hugging Face's tokenizers, by Unicode property.
bool isWhiteSpace(char32_t codePoint); ///< \s, and char::is_whitespace() of Rust
bool isWordCharacter(char32_t codePoint); ///< \w of the regex crate (UTS 18)
bool isLetter(char32_t codePoint); ///< \p{L}
bool isNumber(char32_t codePoint); ///< \p{N}, and char::is_numeric() of Rust

} // namespace tamiz::engine
