// SPDX-License-Identifier: Apache-2.0
// Source: sacremoses, replace_multidots() and restore_multidots() of tokenize.py, whose loops cost the square of
// a run's length; here each text is read once.
#include "core/engine/tokenizer/pipeline/moses_dots.h"

#include <algorithm>
#include <string_view>

#include "core/engine/tokenizer/pipeline/rewriting.h"

namespace tamiz::engine {

namespace {

constexpr char32_t kDotOfRun = 0x110000;
constexpr std::u32string_view kDot = U"DOT";
constexpr std::u32string_view kMulti = U"MULTI";

std::size_t countOf(std::u32string_view text, std::size_t at, std::u32string_view part)
{
    std::size_t count = 0;
    for (; text.substr(at).starts_with(part); at += part.size())
        ++count;
    return count;
}

} // namespace

AlignedText withMarkedDots(const AlignedText &text)
{
    const std::u32string_view all = text.text;
    // Moses' pattern takes the code point behind the last dot with it, so that a spelling
    // which begins there is not found in the same pass and gets no blank.
    std::size_t taken = std::u32string_view::npos;
    return rewritten(text, [&, all](std::size_t at, AlignedText &out) -> std::size_t {
        if (all[at] == U'.') {
            const std::size_t dots = std::min(all.find_first_not_of(U'.', at), all.size()) - at;
            if (dots < 2)
                return 0;
            const std::size_t end = at + dots;
            out.append(U' ', text.origins[at]);
            for (std::size_t i = at; i < end; ++i)
                out.append(kDotOfRun, text.origins[i]);
            if (end < all.size())
                out.append(U' ', text.origins[end - 1]);
            if (dots == 2)
                taken = end;
            return dots;
        }
        const std::size_t dot = at + kDot.size() + kMulti.size();
        const bool isSpelling
            = all.substr(at).starts_with(U"DOTMULTI.") && !all.substr(dot + 1).starts_with(U'.');
        if (!isSpelling)
            return 0;
        out.append(text, { at, at + kDot.size() });
        out.append(text, { at, dot });
        out.origins.back().end = text.origins[dot].end;
        if (dot + 1 < all.size() && taken != at) {
            out.append(U' ', text.origins[dot]);
            taken = dot + 1;
        }
        return dot + 1 - at;
    });
}

AlignedText withPlainDots(const AlignedText &text)
{
    const std::u32string_view all = text.text;
    return rewritten(text, [&, all](std::size_t at, AlignedText &out) -> std::size_t {
        if (all[at] == kDotOfRun) {
            out.append(U'.', text.origins[at]);
            return 1;
        }
        const std::size_t dots = countOf(all, at, kDot);
        std::size_t end = at + dots * kDot.size();
        if (dots > 0 && all.substr(end).starts_with(kMulti)) {
            for (std::size_t i = 0; i < dots; ++i) {
                const std::size_t begin = at + i * kDot.size();
                const std::size_t next = i + 1 == dots ? end + kMulti.size() : begin + kDot.size();
                out.append(U'.', text.originOf({ begin, next }));
            }
            return end + kMulti.size() - at;
        }
        out.append(text, { at, end });
        return end - at;
    });
}

} // namespace tamiz::engine
