// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace tamiz::engine {

// Character classes of sacremoses. It took them from lists that an older Perl printed, so they know Unicode
// 7.0 (lower case: 9.0), but no ideograph and no Hangul syllable; above U+FFFF only lower case.
bool isMosesLetter(char32_t codePoint);
bool isMosesWordCharacter(
    char32_t codePoint); ///< a letter, a digit, a sign that joins Indic letters
bool isMosesAlphabetic(char32_t codePoint); ///< of the tokeniser: a letter or such a sign
bool isMosesNumber(char32_t codePoint);
bool isMosesLower(char32_t codePoint);
bool isMosesCurrency(char32_t codePoint);
bool isMosesCjk(
    char32_t codePoint); ///< written without blanks; both ends of each block are left out
bool isPythonSpace(char32_t codePoint); ///< str.isspace() and \s

} // namespace tamiz::engine
