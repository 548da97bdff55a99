// SPDX-License-Identifier: Apache-2.0
#include "core/engine/tokenizer/albert_normalizer.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace tamiz::engine {

namespace {

bool isMark(char32_t c)
{
    return (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
}

} // namespace

NormalizedText normalizeAlbert(std::u32string_view text, std::int64_t shift,
                               const AlbertNormalizerOptions &options)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfkd = icu::Normalizer2::getNFKDInstance(status);
    NormalizedText out;
    out.text.reserve(text.size());
    out.origin.reserve(text.size());
    std::int64_t origin = shift;
    const auto append = [&](char32_t c) {
        if (options.lowercase)
            c = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
        out.text.push_back(c);
        out.origin.push_back(origin);
    };

    icu::UnicodeString mapping;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char32_t c = text[i];
        origin = shift + static_cast<std::int64_t>(i);
        const bool isDoubled = i + 1 < text.size() && text[i + 1] == c;
        if ((c == '`' || c == '\'') && isDoubled) {
            ++origin; // the library aligns the new mark with the second old one
            append('"');
            ++i;
        } else if (options.keepsAccents || c < 0x80 || U_FAILURE(status)) {
            append(c);
        } else if (!nfkd->getDecomposition(static_cast<UChar32>(c), mapping)) {
            if (!isMark(c))
                append(c);
        } else {
            for (std::int32_t at = 0; at < mapping.length(); at = mapping.moveIndex32(at, 1)) {
                const auto part = static_cast<char32_t>(mapping.char32At(at));
                if (!isMark(part))
                    append(part);
            }
        }
    }
    return out;
}

} // namespace tamiz::engine
