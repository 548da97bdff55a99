// SPDX-License-Identifier: Apache-2.0
#include "core/engine/data/answer_windows.h"

#include <algorithm>
#include <utility>

namespace tamiz::engine {

namespace {

bool isContext(const Encoding &encoding, std::size_t token)
{
    return encoding.isSecond[token] && !encoding.isSpecial[token];
}

/// The context's tokens; they stand together.
TokenSpan contextTokens(const Encoding &encoding)
{
    TokenSpan tokens { 0, 0 };
    for (std::size_t i = 0; i < encoding.ids.size(); ++i) {
        if (!isContext(encoding, i))
            continue;
        if (tokens.end == 0)
            tokens.begin = static_cast<std::int64_t>(i);
        tokens.end = static_cast<std::int64_t>(i) + 1;
    }
    return tokens;
}

/// The encoding without the tokens of @p left and @p right.
Encoding without(const Encoding &whole, const TokenSpan &left, const TokenSpan &right)
{
    Encoding part = whole;
    const auto cut = [&](auto &values) {
        for (const TokenSpan &span : { right, left }) // from behind: places before stay
            values.erase(values.begin() + span.begin, values.begin() + span.end);
    };
    cut(part.ids);
    cut(part.typeIds);
    cut(part.offsets);
    cut(part.isSpecial);
    cut(part.isSecond);
    return part;
}

} // namespace

std::int64_t windowStride(const TaskSection &task)
{
    return task.docStride > 0 ? task.docStride : task.maxLength / 3;
}

Result<std::vector<Encoding>> answerWindows(const Encoding &whole, std::int64_t maxLength,
                                            std::int64_t stride)
{
    const auto size = static_cast<std::int64_t>(whole.ids.size());
    if (size <= maxLength)
        return std::vector<Encoding> { whole };
    const TokenSpan context = contextTokens(whole);
    const std::int64_t around = size - (context.end - context.begin); // question, special tokens
    const std::int64_t room = maxLength - around;
    if (room < 1) {
        return fail(ErrorCode::InvalidInput,
                    "a question of " + std::to_string(around)
                        + " tokens leaves no room for its text in max_length "
                        + std::to_string(maxLength),
                    {}, "Raise task.max_length or shorten the question");
    }
    const std::int64_t advance = std::max(room - stride, (room + 1) / 2);
    std::vector<Encoding> windows;
    for (std::int64_t begin = context.begin;; begin += advance) {
        const std::int64_t end = std::min(begin + room, context.end);
        windows.push_back(without(whole, { context.begin, begin }, { end, context.end }));
        if (end == context.end)
            return windows;
    }
}

TokenSpan answerTokens(const Encoding &window, const CodePointSpan &place)
{
    constexpr TokenSpan kNone { 0, 1 };
    const TokenSpan context = contextTokens(window);
    if (context.begin == context.end)
        return kNone;
    const auto at = [&window](std::int64_t token) -> const CodePointSpan & {
        return window.offsets[static_cast<std::size_t>(token)];
    };
    if (at(context.begin).begin > place.begin || at(context.end - 1).end < place.end)
        return kNone;
    std::int64_t first = context.begin;
    while (first + 1 < context.end && at(first + 1).begin <= place.begin)
        ++first;
    std::int64_t last = context.end - 1;
    while (last > context.begin && at(last - 1).end >= place.end)
        --last;
    return first <= last ? TokenSpan { first, last + 1 } : kNone;
}

std::vector<CodePointSpan> contextPlaces(const Encoding &window)
{
    std::vector<CodePointSpan> places(window.ids.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (isContext(window, i))
            places[i] = window.offsets[i];
    }
    return places;
}

} // namespace tamiz::engine
