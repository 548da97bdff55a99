// SPDX-License-Identifier: Apache-2.0
#include "core/tokens/words.h"

#include <algorithm>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace tamiz {

namespace {

constexpr char16_t kJoin = 0xFFFF; // a noncharacter: in no text of ours
constexpr std::size_t kLongestEntry = 16;

std::u16string normalized(const icu::Normalizer2 *normalizer, const icu::UnicodeString &text)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString result = normalizer ? normalizer->normalize(text, status) : text;
    const icu::UnicodeString &used = U_SUCCESS(status) ? result : text;
    return { used.getBuffer(), static_cast<std::size_t>(used.length()) };
}

bool isSpace(const icu::UnicodeString &text)
{
    for (std::int32_t i = 0; i < text.length(); ++i) {
        if (!u_isUWhiteSpace(text.charAt(i)))
            return false;
    }
    return true;
}

} // namespace

WordBreaker::WordBreaker(std::unique_ptr<icu::BreakIterator> iterator)
    : m_iterator(std::move(iterator))
{
}

Result<WordBreaker> WordBreaker::create()
{
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> iterator(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
    if (U_FAILURE(status)) {
        return fail(ErrorCode::Internal,
                    std::string("ICU has no word break rules: ") + u_errorName(status));
    }
    return WordBreaker(std::move(iterator));
}

std::vector<Word> WordBreaker::split(const IndexedText &text) const
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
    const icu::Normalizer2 *composing = icu::Normalizer2::getNFCInstance(status);
    std::vector<Word> words;
    const std::unique_ptr<icu::BreakIterator> iterator(m_iterator->clone());
    iterator->setText(text.utf16());
    std::int32_t begin = iterator->first();
    for (std::int32_t end = iterator->next(); end != icu::BreakIterator::DONE;
         begin = end, end = iterator->next()) {
        const icu::UnicodeString segment = text.utf16().tempSubStringBetween(begin, end);
        if (isSpace(segment))
            continue;
        words.push_back({ { text.codePointOf(begin), text.codePointOf(end) },
                          normalized(folding, segment),
                          normalized(composing, segment),
                          iterator->getRuleStatus() != UBRK_WORD_NONE });
    }
    return words;
}

void WordList::add(const WordBreaker &breaker, std::string_view entry)
{
    const std::vector<Word> words = breaker.split(IndexedText(entry));
    if (words.empty() || words.size() > kLongestEntry)
        return;
    std::u16string joined;
    for (const Word &word : words)
        joined += keyOf(word) + kJoin;
    m_entries[joined] = words.size();
    m_longest = std::max(m_longest, words.size());
}

std::vector<CodePointSpan> WordList::find(const std::vector<Word> &words) const
{
    std::vector<CodePointSpan> spans;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::u16string joined;
        std::size_t longest = 0;
        for (std::size_t n = 1; n <= m_longest && i + n <= words.size(); ++n) {
            joined += keyOf(words[i + n - 1]) + kJoin;
            if (m_entries.contains(joined))
                longest = n;
        }
        if (longest > 0)
            spans.push_back({ words[i].span.begin, words[i + longest - 1].span.end });
    }
    return spans;
}

} // namespace tamiz
