// SPDX-License-Identifier: Apache-2.0
// Source: huggingface/tokenizers, normalizers/bert.rs and tokenizer/normalizer.rs; the tables of its
// crates unicode_categories 0.1.1 and unicode-normalization-alignments 0.1.12.
#include "core/engine/tokenizer/bert_normalizer.h"

#include <algorithm>
#include <array>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

namespace tamiz::engine {

namespace {

constexpr std::uint8_t kCategoriesVersion = 8;
constexpr std::uint8_t kDecompositionsVersion = 9;

bool isKnownIn(std::uint8_t unicodeVersion, char32_t codePoint)
{
    UVersionInfo age;
    u_charAge(static_cast<UChar32>(codePoint), age);
    return age[0] > 0 && age[0] <= unicodeVersion;
}

bool hasCategory(char32_t codePoint, std::uint32_t mask)
{
    return (U_GET_GC_MASK(static_cast<UChar32>(codePoint)) & mask) != 0
        && isKnownIn(kCategoriesVersion, codePoint);
}

bool isControl(char32_t codePoint)
{
    if (codePoint < 0x80)
        return codePoint < 0x20 ? codePoint != '\t' && codePoint != '\n' && codePoint != '\r'
                                : codePoint == 0x7F;
    return hasCategory(codePoint, U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK);
}

bool isNonspacingMark(char32_t codePoint)
{
    switch (codePoint) { // characters whose category changed after Unicode 8
    case 0x1734:
        return true;
    case 0x1885:
    case 0x1886:
    case 0xA9BD:
    case 0x111C9:
        return false;
    default:
        return hasCategory(codePoint, U_GC_MN_MASK);
    }
}

bool isChineseChar(char32_t c)
{
    // 0x2B920 is the library's own value (the block begins at 0x2B820).
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

bool isAscii(std::u32string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char32_t c) { return c < 0x80; });
}

void append(NormalizedText &out, char32_t codePoint, std::int64_t origin)
{
    out.text.push_back(codePoint);
    out.origin.push_back(origin);
}

NormalizedText cleanAndSpace(std::u32string_view text, std::int64_t shift,
                             const BertNormalizerOptions &options)
{
    NormalizedText out;
    out.text.reserve(text.size());
    out.origin.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t c = text[i];
        const std::int64_t origin = shift + static_cast<std::int64_t>(i);
        if (options.cleanText) {
            if (c == 0xFFFD || isControl(c))
                continue;
            if (isBertWhitespace(c))
                c = ' ';
        }
        if (options.spaceChineseChars && isChineseChar(c)) {
            append(out, ' ', origin);
            append(out, c, origin);
            append(out, ' ', origin);
        } else {
            append(out, c, origin);
        }
    }
    return out;
}

/// Canonical decomposition without its non-spacing marks.
NormalizedText stripAccents(const NormalizedText &in)
{
    struct Part
    {
        std::uint8_t combiningClass;
        char32_t codePoint;
        bool isFirst; ///< of its original character
    };
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2 *nfd = icu::Normalizer2::getNFDInstance(status);
    if (U_FAILURE(status))
        return in; // only when ICU's built-in data is broken

    NormalizedText out;
    out.text.reserve(in.text.size());
    out.origin.reserve(in.text.size());
    std::vector<Part> pending;
    std::size_t consumed = 0; // original characters whose first part was emitted
    const auto flush = [&] {
        std::stable_sort(pending.begin(), pending.end(), [](const Part &a, const Part &b) {
            return a.combiningClass < b.combiningClass;
        });
        for (const Part &part : pending) {
            // The library aligns by position in the sorted sequence, not by character.
            consumed += part.isFirst ? 1 : 0;
            if (!isNonspacingMark(part.codePoint))
                append(out, part.codePoint, in.origin[consumed > 0 ? consumed - 1 : 0]);
        }
        pending.clear();
    };
    const auto push = [&](char32_t codePoint, bool isFirst) {
        const std::uint8_t combiningClass = isKnownToCompiledForms(codePoint)
            ? u_getCombiningClass(static_cast<UChar32>(codePoint))
            : 0;
        // A starter ends the run of marks before it; a starter alone needs no sorting.
        if (combiningClass == 0)
            flush();
        pending.push_back({ combiningClass, codePoint, isFirst });
    };

    icu::UnicodeString mapping;
    for (const char32_t c : in.text) {
        if (c < 0xC0 || !isKnownToCompiledForms(c)
            || !nfd->getDecomposition(static_cast<UChar32>(c), mapping)) {
            push(c, true);
            continue;
        }
        for (std::int32_t i = 0; i < mapping.length(); i = mapping.moveIndex32(i, 1))
            push(static_cast<char32_t>(mapping.char32At(i)), i == 0);
    }
    flush();
    return out;
}

NormalizedText lowercase(NormalizedText in)
{
    constexpr char32_t kCapitalIWithDot = 0x130; // the one full mapping of more than one character
    if (in.text.find(kCapitalIWithDot) == std::u32string::npos) {
        for (char32_t &c : in.text)
            c = c < 0x80 ? (c >= 'A' && c <= 'Z' ? c + 32 : c)
                         : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
        return in;
    }
    NormalizedText out;
    for (std::size_t i = 0; i < in.text.size(); ++i) {
        if (in.text[i] == kCapitalIWithDot) {
            append(out, 'i', in.origin[i]);
            append(out, 0x307, in.origin[i]);
        } else {
            append(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(in.text[i]))),
                   in.origin[i]);
        }
    }
    return out;
}

} // namespace

bool isKnownToCompiledForms(char32_t codePoint)
{
    return codePoint < 0x300 || isKnownIn(kDecompositionsVersion, codePoint);
}

bool isBertWhitespace(char32_t codePoint)
{
    if (codePoint < 0x80)
        return codePoint == ' ' || (codePoint >= 0x09 && codePoint <= 0x0D);
    return u_isUWhiteSpace(static_cast<UChar32>(codePoint)) != 0;
}

bool isBertPunctuation(char32_t codePoint)
{
    if (codePoint < 0x80) {
        return (codePoint >= 0x21 && codePoint <= 0x2F) || (codePoint >= 0x3A && codePoint <= 0x40)
            || (codePoint >= 0x5B && codePoint <= 0x60) || (codePoint >= 0x7B && codePoint <= 0x7E);
    }
    if (codePoint == 0x166D || codePoint == 0x111C9) // as of Unicode 8
        return true;
    return hasCategory(codePoint, U_GC_P_MASK);
}

NormalizedText normalizeBert(std::u32string_view text, std::int64_t shift,
                             const BertNormalizerOptions &options)
{
    NormalizedText out = cleanAndSpace(text, shift, options);
    if (options.stripAccents.value_or(options.lowercase) && !isAscii(out.text))
        out = stripAccents(out);
    if (options.lowercase)
        out = lowercase(std::move(out));
    return out;
}

} // namespace tamiz::engine
