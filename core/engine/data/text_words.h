// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace tamiz::engine {

/// Lower-cased runs of Unicode letters and digits. Invalid UTF-8 separates words.
std::vector<std::string> wordsOf(std::string_view text);

/// Number of runs of characters between Unicode white space.
std::size_t countWords(std::string_view text);

/// Collapses every run of white space (no-break spaces too) into one space, trims, and drops
/// invisible characters (soft hyphen, zero-width space, byte order mark).
std::string normaliseSpaces(std::string_view text);

/// The start of @p text up to @p maxCharacters code points, cut after the last whole word.
std::string firstCharacters(std::string_view text, std::size_t maxCharacters);

/// Without the characters of the Unicode general categories P* (punctuation); symbols (S*) stay.
std::string withoutPunctuation(std::string_view text);

/// Share of letters among the characters that are not white space, 0 for an empty text.
double letterShare(std::string_view text);

/// FNV-1a, 64 bits: the same on every machine, unlike std::hash.
std::uint64_t stableHash(std::string_view text);

/// Hash of every run of @p size consecutive words, in order of appearance.
std::vector<std::uint64_t> windowHashes(const std::vector<std::string> &words, std::size_t size);

/// Counts of the commonest function words of each language in a text.
struct StopWords
{
    int spanish = 0;
    int english = 0;
};
StopWords countStopWords(const std::vector<std::string> &words);

/// True when the function words say that the text is written in @p language ("es" or "en") and
/// at most @p foreignShare of them belong to the other; a text with no function word at all passes
/// only when @p foreignShare is 1.
bool isMostlyIn(std::string_view language, const StopWords &counts, double foreignShare);

/// Similarity |A n B| / |A u B| of two sorted sets without repetitions.
double jaccard(const std::vector<std::uint64_t> &a, const std::vector<std::uint64_t> &b);

} // namespace tamiz::engine
