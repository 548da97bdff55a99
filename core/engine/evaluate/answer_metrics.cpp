// SPDX-License-Identifier: Apache-2.0
#include "core/engine/evaluate/answer_metrics.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace tamiz::engine {

namespace {

bool isAsciiPunctuation(UChar32 c)
{
    return c < 128 && std::ispunct(static_cast<int>(c)) != 0;
}

/// As a regular expression's \w.
bool isWordCharacter(UChar32 c)
{
    return u_isalnum(c) || c == '_';
}

bool isArticle(const icu::UnicodeString &word)
{
    return word == icu::UnicodeString("a") || word == icu::UnicodeString("an")
        || word == icu::UnicodeString("the");
}

/// Runs of word characters that are an article become a space.
icu::UnicodeString withoutArticles(const icu::UnicodeString &text)
{
    icu::UnicodeString kept;
    for (std::int32_t begin = 0; begin < text.length();) {
        std::int32_t end = begin;
        while (end < text.length() && isWordCharacter(text.char32At(end)))
            end = text.moveIndex32(end, 1);
        if (end == begin) {
            end = text.moveIndex32(end, 1);
            kept.append(text, begin, end - begin);
        } else if (const icu::UnicodeString word(text, begin, end - begin); isArticle(word)) {
            kept.append(UChar { ' ' });
        } else {
            kept.append(word);
        }
        begin = end;
    }
    return kept;
}

std::vector<std::string> wordsOf(const std::string &normalised)
{
    std::vector<std::string> words;
    std::size_t begin = 0;
    while (begin < normalised.size()) {
        const std::size_t end = std::min(normalised.find(' ', begin), normalised.size());
        words.push_back(normalised.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

double wordF1(const std::string &answer, const std::string &truth)
{
    std::vector<std::string> a = wordsOf(answer);
    std::vector<std::string> b = wordsOf(truth);
    if (a.empty() || b.empty())
        return a == b ? 1 : 0;
    std::sort(a.begin(), a.end());
    std::sort(b.begin(), b.end());
    std::vector<std::string> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    return 2 * static_cast<double>(common.size()) / static_cast<double>(a.size() + b.size());
}

} // namespace

std::string normalisedAnswer(const std::string &text)
{
    icu::UnicodeString lower = icu::UnicodeString::fromUTF8(text).toLower(icu::Locale::getRoot());
    icu::UnicodeString plain;
    for (std::int32_t i = 0; i < lower.length(); i = lower.moveIndex32(i, 1)) {
        if (!isAsciiPunctuation(lower.char32At(i)))
            plain.append(lower.char32At(i));
    }
    plain = withoutArticles(plain);
    icu::UnicodeString joined;
    bool isBetween = false;
    for (std::int32_t i = 0; i < plain.length(); i = plain.moveIndex32(i, 1)) {
        const UChar32 c = plain.char32At(i);
        if (u_isUWhiteSpace(c)) {
            isBetween = !joined.isEmpty();
            continue;
        }
        if (isBetween)
            joined.append(UChar { ' ' });
        isBetween = false;
        joined.append(c);
    }
    std::string result;
    return joined.toUTF8String(result);
}

AnswerScore scoreAnswer(const std::string &answer, const std::vector<std::string> &truths)
{
    const std::string given = normalisedAnswer(answer);
    AnswerScore best;
    for (const std::string &truth : truths.empty() ? std::vector<std::string> { "" } : truths) {
        const std::string right = normalisedAnswer(truth);
        best.exactMatch = std::max(best.exactMatch, given == right ? 1.0 : 0.0);
        best.f1 = std::max(best.f1, wordF1(given, right));
    }
    return best;
}

} // namespace tamiz::engine
