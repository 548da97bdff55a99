// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/engine/tokenizer/pipeline/words.h"

namespace tamiz::engine {

/// The printable character that stands for each byte in a byte-level vocabulary: itself, or one from
/// U+0100 on for white space and control characters ("Ġ" is a blank).
const std::array<char32_t, 256> &byteCharacters();

/// The byte that @p codePoint stands for, or -1.
int byteOfCharacter(char32_t codePoint);

/// The text's UTF-8 bytes, each as its character.
AlignedText toByteCharacters(const AlignedText &text);

/// toByteCharacters(), whole words at a time.
void toByteCharacters(Words &words);

/// The bytes that a token spells; its UTF-8 when one of its characters stands for no byte.
std::string bytesOfToken(std::string_view token);

/// How a vocabulary with byte fallback writes a byte: "<0xC3>".
std::string bytePiece(std::uint8_t byte);
int byteOfPiece(std::string_view piece); ///< -1 when it is none

/// Where the word that begins at @p begin ends by GPT-2's pattern
/// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
/// Words cover the text; each takes time in its own length.
std::size_t gpt2WordEnd(std::u32string_view text, std::size_t begin);

/// Cuts words further by that pattern.
void splitGpt2Words(Words &words);

} // namespace tamiz::engine
