// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/text_words.h"

#include <algorithm>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace tamiz::engine {

namespace {

// Calls visit(codePoint, begin, end) for each character; codePoint < 0 where the bytes are invalid.
template<typename Visit>
void forEachCharacter(std::string_view text, Visit visit)
{
    const auto length = static_cast<std::int64_t>(text.size());
    for (std::int64_t at = 0; at < length;) {
        const std::int64_t begin = at;
        UChar32 character = 0;
        U8_NEXT(text.data(), at, length, character);
        visit(character, static_cast<std::size_t>(begin), static_cast<std::size_t>(at));
    }
}

void appendCharacter(std::string &text, UChar32 character)
{
    char bytes[U8_MAX_LENGTH];
    std::int32_t count = 0;
    U8_APPEND_UNSAFE(bytes, count, character);
    text.append(bytes, static_cast<std::size_t>(count));
}

bool isSpace(UChar32 character)
{
    return character >= 0 && (u_isUWhiteSpace(character) || u_iscntrl(character));
}

bool isInvisible(UChar32 character)
{
    return character == 0x00AD || character == 0x200B || character == 0xFEFF;
}

// Function words that only one of the two languages has; "a", "no", "me" and the like are in both.
const std::unordered_set<std::string> kSpanish {
    "el",    "la",    "los",   "las", "de",  "del",   "que",   "y",    "en",    "un",     "una",
    "por",   "con",   "para",  "su",  "sus", "se",    "al",    "como", "más",   "pero",   "este",
    "esta",  "si",    "o",     "lo",  "le",  "ha",    "son",   "está", "desde", "cuando", "también",
    "puede", "entre", "sobre", "sin", "muy", "hasta", "donde", "ser",  "es",    "estos",  "estas"
};
const std::unordered_set<std::string> kEnglish {
    "the",   "of",    "and",  "to",   "in",   "that",  "is",   "was",  "for",  "it",   "with",
    "as",    "his",   "on",   "be",   "at",   "by",    "this", "had",  "not",  "are",  "but",
    "from",  "or",    "have", "an",   "they", "which", "you",  "were", "her",  "she",  "there",
    "would", "their", "we",   "will", "when", "who",   "if",   "can",  "your", "into", "these"
};

} // namespace

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    forEachCharacter(text, [&](UChar32 character, std::size_t, std::size_t) {
        if (character >= 0 && u_isalnum(character)) {
            appendCharacter(word, u_tolower(character));
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    });
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

std::size_t countWords(std::string_view text)
{
    std::size_t count = 0;
    bool inside = false;
    forEachCharacter(text, [&](UChar32 character, std::size_t, std::size_t) {
        const bool space = isSpace(character);
        count += !space && !inside;
        inside = !space;
    });
    return count;
}

std::string normaliseSpaces(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    bool pendingSpace = false;
    forEachCharacter(text, [&](UChar32 character, std::size_t begin, std::size_t end) {
        if (isInvisible(character))
            return;
        if (isSpace(character)) {
            pendingSpace = !result.empty();
            return;
        }
        if (pendingSpace)
            result += ' ';
        pendingSpace = false;
        result.append(text.substr(begin, end - begin));
    });
    return result;
}

std::string firstCharacters(std::string_view text, std::size_t maxCharacters)
{
    std::size_t count = 0;
    std::size_t wholeWords = 0;
    std::size_t cut = std::string_view::npos;
    forEachCharacter(text, [&](UChar32 character, std::size_t begin, std::size_t) {
        if (cut != std::string_view::npos)
            return;
        if (isSpace(character))
            wholeWords = begin;
        if (count++ == maxCharacters)
            cut = wholeWords > 0 ? wholeWords : begin;
    });
    return std::string(text.substr(0, cut));
}

std::string withoutPunctuation(std::string_view text)
{
    std::string kept;
    kept.reserve(text.size());
    forEachCharacter(text, [&](UChar32 character, std::size_t begin, std::size_t end) {
        // A space stands in, so that "and/or" stays two words; the runs are collapsed below.
        if (character >= 0 && (U_GET_GC_MASK(character) & U_GC_P_MASK) != 0)
            kept += ' ';
        else
            kept.append(text.substr(begin, end - begin));
    });
    return normaliseSpaces(kept);
}

double letterShare(std::string_view text)
{
    std::size_t letters = 0;
    std::size_t visible = 0;
    forEachCharacter(text, [&](UChar32 character, std::size_t, std::size_t) {
        if (isSpace(character))
            return;
        ++visible;
        letters += character >= 0 && u_isalpha(character);
    });
    return visible == 0 ? 0 : static_cast<double>(letters) / static_cast<double>(visible);
}

std::uint64_t stableHash(std::string_view text)
{
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char byte : text)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
    return hash;
}

std::vector<std::uint64_t> windowHashes(const std::vector<std::string> &words, std::size_t size)
{
    std::vector<std::uint64_t> hashes;
    if (size == 0 || words.size() < size)
        return hashes;
    std::string window;
    for (std::size_t first = 0; first + size <= words.size(); ++first) {
        window.clear();
        for (std::size_t i = first; i < first + size; ++i)
            window.append(words[i]).push_back(' ');
        hashes.push_back(stableHash(window));
    }
    return hashes;
}

StopWords countStopWords(const std::vector<std::string> &words)
{
    StopWords counts;
    for (const std::string &word : words) {
        counts.spanish += kSpanish.count(word) > 0;
        counts.english += kEnglish.count(word) > 0;
    }
    return counts;
}

bool isMostlyIn(std::string_view language, const StopWords &counts, double foreignShare)
{
    const int own = language == "es" ? counts.spanish : counts.english;
    const int foreign = language == "es" ? counts.english : counts.spanish;
    if (own + foreign == 0)
        return foreignShare >= 1;
    return static_cast<double>(foreign) <= foreignShare * static_cast<double>(own + foreign);
}

double jaccard(const std::vector<std::uint64_t> &a, const std::vector<std::uint64_t> &b)
{
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a[i] == b[j]) {
            ++common;
            ++i;
            ++j;
        } else if (a[i] < b[j]) {
            ++i;
        } else {
            ++j;
        }
    }
    const std::size_t all = a.size() + b.size() - common;
    return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

} // namespace tamiz::engine
