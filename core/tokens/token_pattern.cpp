// SPDX-License-Identifier: Apache-2.0
#include "core/tokens/token_pattern.h"

#include <utility>

namespace tamiz {

namespace {

// ICU calls back about every 10,000 steps of its matching engine, some 0.2 ms. An ordinary pattern
// needs 30 such ticks for a text of a million characters.
constexpr std::int32_t kTicksAlways = 20;
constexpr std::int32_t kCharactersPerTick = 200;

UBool spendTick(const void *budget, std::int32_t /*steps*/)
{
    return --*static_cast<std::int32_t *>(const_cast<void *>(budget)) > 0;
}

} // namespace

TokenPattern::TokenPattern(std::unique_ptr<icu::RegexPattern> pattern)
    : m_pattern(std::move(pattern))
{
}

Result<std::unique_ptr<TokenPattern>>
TokenPattern::compile(const std::string &expression, bool isCaseSensitive, const std::string &where)
{
    UErrorCode status = U_ZERO_ERROR;
    UParseError place {};
    std::unique_ptr<icu::RegexPattern> pattern(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(expression),
                                   isCaseSensitive ? 0 : UREGEX_CASE_INSENSITIVE, place, status));
    if (U_FAILURE(status)) {
        return fail(ErrorCode::InvalidInput,
                    "'" + expression + "' is not a regular expression: " + u_errorName(status)
                        + " at character " + std::to_string(place.offset),
                    where, "The syntax is ICU's, much like Perl's");
    }
    return std::unique_ptr<TokenPattern>(new TokenPattern(std::move(pattern)));
}

std::vector<CodePointSpan> TokenPattern::find(const IndexedText &text) const
{
    std::vector<CodePointSpan> spans;
    UErrorCode status = U_ZERO_ERROR;
    std::int32_t budget = kTicksAlways + text.utf16().length() / kCharactersPerTick;
    const std::unique_ptr<icu::RegexMatcher> matcher(m_pattern->matcher(text.utf16(), status));
    if (U_SUCCESS(status))
        matcher->setMatchCallback(spendTick, &budget, status);
    while (U_SUCCESS(status) && matcher->find(status)) {
        const std::int32_t begin = matcher->start(status);
        const std::int32_t end = matcher->end(status);
        if (U_SUCCESS(status) && begin < end)
            spans.push_back({ text.codePointOf(begin), text.codePointOf(end) });
    }
    if (U_FAILURE(status))
        m_isExhausted = true;
    return spans;
}

} // namespace tamiz
