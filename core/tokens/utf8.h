// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tamiz {

/// Code points of a UTF-8 text. Every maximal ill-formed byte sequence is read as one U+FFFD, as
/// Unicode 15 section 3.9 recommends and as Python's errors="replace" and Rust's from_utf8_lossy do;
/// so code-point positions mean the same here and there. Never fails.
std::u32string decodeUtf8(std::string_view text);

/// Surrogates and values above U+10FFFF are written as U+FFFD.
void appendUtf8(std::string &out, char32_t codePoint);
std::string encodeUtf8(std::u32string_view text);

/// The code points from @p begin to before @p end, as decodeUtf8() counts them.
std::string codePointSubstring(std::string_view text, std::int64_t begin, std::int64_t end);

/// Position of the first byte that is not well-formed UTF-8; npos when all are.
std::size_t findInvalidUtf8(std::string_view text);

} // namespace tamiz
